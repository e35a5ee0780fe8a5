/** Removing a thing: refused while something stands on it, and slow where clouds are slow. */
import type { ExternalId, ResourceKind } from '../../modules/cloud/connector.ts'
import { beginDetach } from './change-attachment.ts'
import { refuseInUse } from './change-network.ts'
import { doneAt, type Room, refuseCall } from './room.ts'
import { removeAllowance, takeFromProject, takeFromZone } from './room-store.ts'
import {
  hasThings,
  listStanding,
  loadThingForUpdate,
  removeLinks,
  removeThing,
  settleThings,
  type Thing,
  updateThing,
} from './thing-store.ts'

/** What may not stand on it any more. Volumes and floating IPs on a server are no hindrance: they are let go. */
const HINDERED_BY: { readonly [K in ResourceKind]: readonly ResourceKind[] } = {
  project: [],
  'key-pair': [],
  network: ['subnet'],
  subnet: ['server', 'router', 'load-balancer'],
  router: [],
  'security-group': ['server'],
  // Of servers, the one that starts from it.
  volume: ['snapshot', 'server'],
  snapshot: [],
  backup: [],
  server: [],
  'floating-ip': [],
  'load-balancer': [],
  bucket: [],
}

const SLOW: readonly ResourceKind[] = ['server', 'volume', 'snapshot', 'backup', 'load-balancer']

export async function beginRemoval(
  room: Room,
  kind: ResourceKind,
  ref: ExternalId,
  projectRef: ExternalId | null,
): Promise<void> {
  const thing = await loadThingForUpdate(room, kind, ref, projectRef)
  if (thing === null || thing.state === 'removing') return
  const hindrance = (await listStanding(room, ref, HINDERED_BY[kind]))[0]
  if (hindrance) refuseCall('conflict', `The ${kind} is in use by ${hindrance.kind} ${hindrance.ref}.`)
  if (kind === 'project' && (await hasThings(room, ref))) refuseCall('conflict', 'The project is not empty.')
  if (kind === 'bucket' && thing.attributes.objects > 0)
    refuseCall('conflict', `The bucket still holds ${thing.attributes.objects} objects.`)
  if (kind === 'router') await refuseInUse(room, thing, thing.spec.subnetRefs)
  if (kind === 'volume' && thing.spec.serverRef !== null) {
    if (thing.state !== 'changing') await beginDetach(room, thing)
    return
  }
  if (!SLOW.includes(kind)) return finishRemoval(room, thing)
  await updateThing(room, ref, {
    state: 'removing',
    nativeState: 'deleting',
    settling: { at: doneAt(room, 'other', ref, 'remove'), into: { gone: true } },
  })
}

/** Gives back what it held. */
export async function finishRemoval(room: Room, thing: Thing): Promise<void> {
  const { spec, attributes, projectRef } = thing
  if (thing.kind === 'server') {
    const load = { vcpus: -spec.vcpus, memoryMiB: -spec.memoryMiB, diskGiB: -spec.rootDiskGiB }
    if (projectRef !== null) await takeFromProject(room, projectRef, load)
    await takeFromZone(room, attributes.zone, load)
    await letGo(room, thing)
  }
  if (thing.kind === 'volume') {
    if (projectRef !== null) await takeFromProject(room, projectRef, { diskGiB: -spec.sizeGiB })
    await takeFromZone(room, attributes.zone, { diskGiB: -spec.sizeGiB })
  }
  if (thing.kind === 'snapshot' && projectRef !== null) {
    await takeFromProject(room, projectRef, { diskGiB: -attributes.sizeGiB })
  }
  if (thing.kind === 'floating-ip' && projectRef !== null) {
    await takeFromProject(room, projectRef, { floatingIps: -1 })
  }
  if (thing.kind === 'project') await removeAllowance(room, thing.ref)
  await removeThing(room, thing.ref)
}

async function letGo(room: Room, server: Thing): Promise<void> {
  for (const held of await listStanding(room, server.ref, ['volume', 'floating-ip'])) {
    await removeLinks(room, held.ref, [server.ref])
    await updateThing(room, held.ref, {
      state: 'ready',
      nativeState: held.kind === 'volume' ? 'available' : 'DOWN',
      spec: { serverRef: null },
      attributes: { device: null },
    })
  }
}

/** Lets everything that is done by now take effect. Called at the start of each call: the cloud needs no process. */
export async function settle(room: Room): Promise<void> {
  for (const gone of await settleThings(room)) await finishRemoval(room, gone)
}
