/** A volume is a qcow2 disk of the pool; which machine has it is read from the machines. */
import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { type Call, hostNamed } from './call.ts'
import { dropCard, hostsOn, putCard } from './card.ts'
import { diskXml, ROOT_TARGET } from './domain.ts'
import { refuse } from './fault.ts'
import { findImage } from './image.ts'
import type { Kind } from './kind.ts'
import { nameOf, plainRef, readName } from './name.ts'
import { rename } from './network.ts'
import { clearMove } from './server-move.ts'
import { isRunning, type Server, serversIn } from './server-observed.ts'
import { bytesOf, gibOf } from './size.ts'
import { cardsOf, type Disk, type View, viewOf } from './view.ts'
import { bringVolume } from './volume-bring.ts'
import { createDisk, growDisk, removeDisk } from './volume-disk.ts'
import { at, childrenOf, toXml } from './xml.ts'

const SIZE_MAX_GIB = 65_536

export const volumes: Kind<'volume'> = {
  changes: {
    rename: async (call, view, seen, { name }) => rename(call, view, seen, name),
    extend: async (call, view, seen, { sizeGiB }) => extend(call, view, idOf(seen), sizeGiB),
    attach: async (call, view, seen, { serverRef }) => attach(call, view, idOf(seen), serverRef),
    detach: async (call, view, seen) => detach(call, view, idOf(seen)),
  },
  observed(view) {
    const cards = new Map(cardsOf(view, 'volume').map(({ card }) => [card.id, card]))
    const standing = attachmentsIn(view)
    return view.disks
      .filter(({ our }) => our.sort === 'volume')
      .map(({ our, sizeBytes, host }) => {
        const card = cards.get(our.resource)
        const on = standing.get(our.resource)
        const name = card?.name ?? our.resource
        return {
          kind: 'volume',
          externalId: our.resource,
          resourceId: our.resource,
          projectRef: our.project,
          name,
          state: 'ready',
          nativeState: on === undefined ? 'available' : 'in use',
          spec: {
            kind: 'volume',
            name,
            sizeGiB: gibOf(sizeBytes),
            serverRef: on === undefined ? null : on.server.id,
          },
          attributes: { host: host.name, device: on?.target ?? null },
          fault: null,
          createdAt: card?.createdAt ?? null,
        }
      })
  },
  async create(call, view, id, spec) {
    const { pool } = call.settings
    if (!Number.isInteger(spec.sizeGiB) || spec.sizeGiB < 1 || spec.sizeGiB > SIZE_MAX_GIB)
      throw refuse('invalid', `not a size of a volume: ${spec.sizeGiB} GiB`)
    if (spec.volumeType !== null && spec.volumeType !== pool)
      throw refuse('not-found', `no storage pool ${spec.volumeType}`)
    if (!cardsOf(view, 'volume').some(({ card }) => card.id === id))
      await putCard(call, { kind: 'volume', id, name: spec.name, createdAt: call.now(), facts: {} })
    const image = spec.image === undefined ? undefined : await findImage(call, spec.image)
    if (image !== undefined && spec.sizeGiB < image.sizeGiB)
      throw refuse('invalid', `image ${image.name} needs ${image.sizeGiB} GiB, not ${spec.sizeGiB}`)
    await createDisk(call, nameOf('volume', call.project, id), spec.sizeGiB, image)
  },
  async remove(call, view, id) {
    await detach(call, view, id)
    // Where it lies, and where a transport that was cut off may have left a part of it.
    const card = cardsOf(view, 'volume').find((one) => one.card.id === id)?.card
    const names = new Set([call.home.name, ...(card === undefined ? [] : hostsOn(card))])
    for (const disk of view.disks) if (isVolume(disk, id)) names.add(disk.host.name)
    for (const name of names)
      await removeDisk(call.on(hostNamed(call.settings, name)), nameOf('volume', call.project, id))
    await dropCard(call, { kind: 'volume', id })
  },
}

const idOf = (seen: Observed): string => seen.resourceId ?? ''

interface Attachment {
  readonly server: Server
  readonly target: string
}

function attachmentsIn(view: View): ReadonlyMap<string, Attachment> {
  const found = new Map<string, Attachment>()
  for (const server of serversIn(view))
    for (const disk of childrenOf(at(server.domain.xml, 'devices') ?? server.domain.xml, 'disk')) {
      const our = readName(at(disk, 'source')?.attributes.volume ?? '')
      const target = at(disk, 'target')?.attributes.dev
      if (our?.sort === 'volume' && target !== undefined) found.set(our.resource, { server, target })
    }
  return found
}

function diskOf(view: View, id: string): Disk {
  const found = view.disks.find((disk) => isVolume(disk, id))
  if (found === undefined) throw refuse('not-found', `no volume ${id}`)
  return found
}

const isVolume = ({ our }: Disk, id: string): boolean => our.sort === 'volume' && our.resource === id

/** A server on its way takes its volumes along: they are left alone until it has arrived and is cleared up after. */
async function settle(call: Call, view: View, { id, domain, record }: Server): Promise<void> {
  if (view.moving.has(domain.uuid)) throw refuse('conflict', `${domain.name} is on its way to another host`)
  if (record.moving) await clearMove(call, { id })
}

async function extend(call: Call, view: View, id: string, sizeGiB: number): Promise<void> {
  const disk = diskOf(view, id)
  const now = gibOf(disk.sizeBytes)
  if (sizeGiB < now) throw refuse('invalid', `a volume of ${now} GiB does not shrink to ${sizeGiB}`)
  if (sizeGiB > SIZE_MAX_GIB) throw refuse('invalid', `not a size of a volume: ${sizeGiB} GiB`)
  if (sizeGiB === now) return
  const on = attachmentsIn(view).get(id)
  if (on !== undefined) await settle(call, view, on.server)
  const there = call.on(disk.host)
  // A machine that runs holds the disk: only it can make it larger.
  if (on !== undefined && isRunning(on.server.domain))
    await there.run('blockresize', on.server.domain.name, on.target, `${bytesOf(sizeGiB)}B`)
  else await growDisk(there, disk.name, sizeGiB)
}

const whereOf = ({ domain }: Server) => (isRunning(domain) ? ['--live', '--config'] : ['--config'])

async function attach(call: Call, view: View, id: string, serverRef: ExternalId): Promise<void> {
  const { name } = diskOf(view, id)
  const server = serversIn(view).find((one) => one.id === plainRef(serverRef))
  if (server === undefined) throw refuse('not-found', `no server ${serverRef}`)
  const on = attachmentsIn(view).get(id)
  if (on !== undefined && on.server.id !== server.id)
    throw refuse('conflict', `volume ${id} is attached to another server`)
  if (on !== undefined) return
  await settle(call, view, server)
  const there = call.on(server.domain.host)
  await bringVolume(call, view, id, there.host)
  await call.locked(`disks of ${server.id}`, async () => {
    const fresh = serversIn(await viewOf(call)).find((one) => one.id === server.id)
    if (fresh === undefined) throw refuse('not-found', `no server ${serverRef}`)
    const xml = toXml(diskXml({ pool: call.settings.pool, volume: name, target: freeTarget(fresh), id }))
    await call.virsh.withFile(xml, (path) =>
      there.run('attach-device', fresh.domain.name, path, ...whereOf(fresh)),
    )
  })
}

const LETTERS = 'bcdefghijklmnopqrstuvwxyz'

function freeTarget({ domain }: Server): string {
  const taken = new Set(
    childrenOf(at(domain.xml, 'devices') ?? domain.xml, 'disk').map(
      (disk) => at(disk, 'target')?.attributes.dev,
    ),
  )
  const letter = [...LETTERS].find((one) => !taken.has(`vd${one}`))
  if (letter === undefined) throw refuse('quota', `${domain.name} has ${LETTERS.length} volumes already`)
  return `vd${letter}`
}

const LET_GO_LOOKS = 20
const LET_GO_PAUSE_MS = 400

/** A guest that runs has to let go of the disk; while it does not, the disk is still its own. */
async function detach(call: Call, view: View, id: string): Promise<void> {
  const on = attachmentsIn(view).get(id)
  if (on === undefined) return
  const { domain } = on.server
  if (on.target === ROOT_TARGET) throw refuse('conflict', `${domain.name} starts from volume ${id}`)
  await settle(call, view, on.server)
  await call.on(domain.host).run('detach-disk', domain.name, on.target, ...whereOf(on.server))
  for (let look = 0; look < LET_GO_LOOKS; look++) {
    if (!attachmentsIn(await viewOf(call)).has(id)) return
    await new Promise((resolve) => setTimeout(resolve, LET_GO_PAUSE_MS))
  }
  throw refuse('conflict', `${domain.name} has not let go of volume ${id} yet`)
}
