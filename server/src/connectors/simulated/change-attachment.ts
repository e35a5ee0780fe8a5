/** Volumes and floating IPs: what hangs on a server. */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { checkWay } from './make-network.ts'
import type { Changer } from './maker.ts'
import { doneAt, projectOf, type Room, refuseCall } from './room.ts'
import { takeFromProject, takeFromZone } from './room-store.ts'
import { insertLinks, listStanding, needThing, removeLinks, type Thing, updateThing } from './thing-store.ts'

function atRest(volume: Thing): void {
  if (volume.state !== 'ready') refuseCall('conflict', `The volume is ${volume.nativeState}.`)
}

export const extendVolume: Changer<'extend'> = async (room, volume, { sizeGiB }) => {
  const before = volume.spec.sizeGiB as number
  if (sizeGiB === before) return
  atRest(volume)
  if (sizeGiB < before) refuseCall('invalid', 'A volume cannot shrink.')
  await takeFromProject(room, projectOf(volume.projectRef), { diskGiB: sizeGiB - before })
  await takeFromZone(room, volume.attributes.zone, { diskGiB: sizeGiB - before })
  await updateThing(room, volume.ref, {
    state: 'changing',
    nativeState: 'extending',
    spec: { sizeGiB },
    settling: {
      at: doneAt(room, 'other', volume.ref, `extend ${sizeGiB}`),
      into: { state: 'ready', nativeState: volume.nativeState },
    },
  })
}

export const attachVolume: Changer<'attach'> = async (room, volume, { serverRef }) => {
  const before = volume.spec.serverRef as ExternalId | null
  if (before === serverRef) return
  atRest(volume)
  if (before !== null) refuseCall('conflict', `The volume is attached to ${before} already.`)
  const server = await needThing(room, 'server', serverRef, projectOf(volume.projectRef))
  if (server.state !== 'ready') refuseCall('conflict', `The server is ${server.nativeState}.`)
  const device = await nextDevice(room, serverRef)
  await insertLinks(room, volume.ref, [serverRef])
  await updateThing(room, volume.ref, {
    state: 'changing',
    nativeState: 'attaching',
    spec: { serverRef },
    attributes: { device },
    settling: {
      at: doneAt(room, 'other', volume.ref, `attach ${serverRef}`),
      into: { state: 'ready', nativeState: 'in-use' },
    },
  })
}

/** /dev/vda is the root disk. */
async function nextDevice(room: Room, server: ExternalId): Promise<string> {
  const taken = new Set((await listStanding(room, server, ['volume'])).map((one) => one.attributes.device))
  for (const letter of 'bcdefghijklmnopqrstuvwxyz') {
    if (!taken.has(`/dev/vd${letter}`)) return `/dev/vd${letter}`
  }
  return refuseCall('conflict', 'The server has no free device left.')
}

export const detachVolume: Changer<'detach'> = async (room, volume) => {
  if (volume.spec.serverRef === null) return
  atRest(volume)
  if (volume.attributes.device === '/dev/vda') refuseCall('conflict', 'Cannot detach a root device volume.')
  await beginDetach(room, volume)
}

export async function beginDetach(room: Room, volume: Thing): Promise<void> {
  const serverRef = volume.spec.serverRef as ExternalId
  await removeLinks(room, volume.ref, [serverRef])
  await updateThing(room, volume.ref, {
    state: 'changing',
    nativeState: 'detaching',
    settling: {
      at: doneAt(room, 'other', volume.ref, `detach ${serverRef}`),
      into: {
        state: 'ready',
        nativeState: 'available',
        spec: { serverRef: null },
        attributes: { device: null },
      },
    },
  })
}

export const attachFloatingIp: Changer<'attach'> = async (room, ip, { serverRef }) => {
  const before = ip.spec.serverRef as ExternalId | null
  if (before === serverRef) return
  await checkWay(room, serverRef, String(ip.spec.externalNetwork), projectOf(ip.projectRef))
  if (before !== null) await removeLinks(room, ip.ref, [before])
  await insertLinks(room, ip.ref, [serverRef])
  await updateThing(room, ip.ref, { nativeState: 'ACTIVE', spec: { serverRef } })
}

export const detachFloatingIp: Changer<'detach'> = async (room, ip) => {
  const before = ip.spec.serverRef as ExternalId | null
  if (before === null) return
  await removeLinks(room, ip.ref, [before])
  await updateThing(room, ip.ref, { nativeState: 'DOWN', spec: { serverRef: null } })
}
