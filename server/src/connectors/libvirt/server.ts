/** A server: a disk over the image, a seed with its first settings, a definition that ties them together. */
import { createHash } from 'node:crypto'
import type { SpecOf } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { dropCard } from './card.ts'
import { freeAddress } from './cidr.ts'
import { machineXml } from './domain.ts'
import { refuse, unless } from './fault.ts'
import { findImage } from './image.ts'
import { publicKeyOf } from './key-pair.ts'
import type { Kind } from './kind.ts'
import { nameOf, readRef } from './name.ts'
import { type Ground, groundOf } from './network.ts'
import { requireRoom } from './room.ts'
import { seedOf } from './seed.ts'
import { serverChanges } from './server-change.ts'
import { clearMove } from './server-move.ts'
import { isRunning, observedServers, serversIn } from './server-observed.ts'
import type { Place, ServerRecord } from './server-record.ts'
import { cardsOf, type View, viewOf } from './view.ts'
import { volumes } from './volume.ts'
import { bringVolume } from './volume-bring.ts'
import { createDisk, removeDisk, writeRaw } from './volume-disk.ts'
import { toXml } from './xml.ts'

export const servers: Kind<'server'> = {
  changes: serverChanges,
  observed: observedServers,
  isHalfMade: (seen) => seen.state === 'error' && seen.nativeState === 'undefined',
  create,
  async remove(call, view, id) {
    const server = serversIn(view).find((one) => one.id === id)
    if (server !== undefined && view.moving.has(server.domain.uuid))
      throw refuse('conflict', `${server.domain.name} is on its way to another host`)
    if (server?.record.moving) await clearMove(call, server)
    const half = view.disks.find(({ our }) => our.sort === 'root' && our.resource === id)
    const there = call.on(server?.domain.host ?? half?.host ?? call.home)
    if (server !== undefined && isRunning(server.domain))
      await unless('not-found', there.run('destroy', server.domain.name), '')
    // The definition goes last: as long as anything is left, the server is still there to be removed.
    await removeDisk(there, nameOf('seed', call.project, id))
    await removeDisk(there, nameOf('root', call.project, id))
    if (server !== undefined)
      await unless('not-found', there.run('undefine', server.domain.name, '--nvram'), '')
    if (cardsOf(view, 'server').some(({ card }) => card.id === id))
      await dropCard(call, { kind: 'server', id })
  },
}

async function create(call: Call, view: View, id: string, spec: SpecOf<'server'>): Promise<void> {
  if (spec.securityGroupRefs.length > 0) throw refuse('invalid', 'this cloud has no security groups')
  const grounds = spec.subnetRefs.map((ref) => groundOf(view, call.project, ref))
  const publicKey = spec.keyPairRef === null ? null : publicKeyOf(view, readRef(spec.keyPairRef) ?? '')
  const image = await findImage(call, spec.image)
  const root = await rootFor(call, view, id, spec)
  if (spec.rootVolumeRef === undefined && spec.rootDiskGiB < image.sizeGiB)
    throw refuse('invalid', `image ${image.name} needs ${image.sizeGiB} GiB, not ${spec.rootDiskGiB}`)
  const arch = await requireRoom(call, spec)
  if (spec.rootVolumeRef === undefined) await createDisk(call, root.volume, spec.rootDiskGiB, image)
  const name = nameOf('server', call.project, id)
  // Two at once would both take the lowest free address.
  await call.locked(`addresses of ${call.project}`, async () => {
    const place = placesIn(await viewOf(call), id, grounds)
    await writeSeed(call, id, spec, publicKey, grounds, place)
    const record: ServerRecord = {
      name: spec.name,
      image: image.name,
      keyPairRef: spec.keyPairRef,
      createdAt: call.now(),
      place,
      reboots: spec.rebootGeneration,
      rebooting: null,
      isResized: false,
      moving: null,
    }
    const networks = grounds.map(({ network }) => network)
    const machine = { id, project: call.project, spec, record, networks, arch, root }
    const xml = toXml(machineXml(machine, call.settings))
    await call.virsh.withFile(xml, (path) => call.run('define', path))
  })
  if (spec.power === 'on') {
    await call.run('start', name)
    await call.run('autostart', name)
  }
}

/** The disk that it starts from: one of its own, or a volume that nothing else has. */
async function rootFor(call: Call, view: View, id: string, { rootVolumeRef }: SpecOf<'server'>) {
  if (rootVolumeRef === undefined) return { volume: nameOf('root', call.project, id), id }
  const volumeId = readRef(rootVolumeRef) ?? ''
  const found = volumes.observed(view).find(({ externalId }) => externalId === volumeId)
  if (found === undefined) throw refuse('not-found', `no volume ${rootVolumeRef}`)
  const { serverRef } = found.spec as { serverRef?: string | null }
  if (serverRef !== null && serverRef !== id)
    throw refuse('conflict', `volume ${rootVolumeRef} is attached to another server`)
  await bringVolume(call, view, volumeId, call.home)
  return { volume: nameOf('volume', call.project, volumeId), id: volumeId }
}

function placesIn(view: View, id: string, grounds: readonly Ground[]): readonly Place[] {
  const others = serversIn(view).flatMap((server) => server.place)
  return grounds.map((ground, index) => {
    const taken = new Set(others.filter(({ subnet }) => subnet === ground.ref).map(({ address }) => address))
    const address = freeAddress(ground.range, taken)
    if (address === null) throw refuse('capacity', `no free address in subnet ${ground.ref}`)
    return { subnet: ground.ref, address, mac: macOf(`${id} ${index}`) }
  })
}

/** In QEMU's own range; the same for the same interface. */
function macOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest()
  return ['52', '54', '00', ...[0, 1, 2].map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0'))].join(
    ':',
  )
}

async function writeSeed(
  call: Call,
  id: string,
  spec: SpecOf<'server'>,
  publicKey: string | null,
  grounds: readonly Ground[],
  place: readonly Place[],
): Promise<void> {
  const nics = place.map((one, index) => ({ place: one, ground: grounds[index] as Ground }))
  const hasGateway = call.settings.bridge !== null
  const bytes = seedOf({ id, name: spec.name, publicKey, nics, hasGateway })
  await writeRaw(call, nameOf('seed', call.project, id), bytes)
}
