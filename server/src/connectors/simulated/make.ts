/** Making a thing: one maker per kind checks what it stands on, takes what it needs, and says how long it will take. */
import type { ExternalId, ResourceKind, Spec } from '../../modules/cloud/connector.ts'
import { drawRef } from './chance.ts'
import { makeLoadBalancer } from './make-balancer.ts'
import { makeFloatingIp, makeNetwork, makeRouter, makeSecurityGroup, makeSubnet } from './make-network.ts'
import { makeServer } from './make-server.ts'
import { makeBackup, makeSnapshot, makeVolume } from './make-volume.ts'
import type { Maker } from './maker.ts'
import { doneAt, projectOf, type Room, refuseCall } from './room.ts'
import { insertAllowance, takeNumber } from './room-store.ts'
import { insertLinks, insertThing, needProject } from './thing-store.ts'

const makers: { readonly [K in ResourceKind]: Maker<K> } = {
  project: async (room, spec, { ref }) => {
    await insertAllowance(room, ref)
    return { working: null, ready: 'enabled', spec: { ...spec }, attributes: {}, standsOn: [] }
  },
  'key-pair': async (_room, spec) => {
    if (!/^(ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/=]{40,}/.test(spec.publicKey)) {
      refuseCall('invalid', 'Keypair data is invalid: failed to generate fingerprint.')
    }
    return { working: null, ready: 'active', spec: { ...spec }, attributes: {}, standsOn: [] }
  },
  network: makeNetwork,
  subnet: makeSubnet,
  router: makeRouter,
  'security-group': makeSecurityGroup,
  volume: makeVolume,
  snapshot: makeSnapshot,
  backup: makeBackup,
  server: makeServer,
  'floating-ip': makeFloatingIp,
  'load-balancer': makeLoadBalancer,
  bucket: async (_room, spec) => {
    if (spec.quotaGiB < 1) refuseCall('invalid', 'A bucket may hold at least 1 GiB.')
    const attributes = { objects: 0, usedBytes: 0 }
    return { working: null, ready: 'present', spec: { ...spec }, attributes, standsOn: [] }
  },
}

/** Makes it, whatever else carries the same tag: looking before is the caller's business, as with any cloud. */
export async function makeThing(
  room: Room,
  spec: Spec,
  resourceId: string | null,
  projectRef: ExternalId | null,
): Promise<ExternalId> {
  // First, so that makings in one cloud take their locks in one order.
  const number = await takeNumber(room)
  const ref = drawRef(room.seed, room.cloud, number)
  const isProject = spec.kind === 'project'
  const place = { ref, projectRef: isProject ? ref : projectOf(projectRef) }
  if (!isProject) await needProject(room, place.projectRef)
  const draft = await (makers[spec.kind] as Maker<ResourceKind>)(room, spec, place)
  const isBuilt = draft.working !== null
  await insertThing(room, {
    ref,
    kind: spec.kind,
    resourceId,
    projectRef: isProject ? null : place.projectRef,
    name: spec.name,
    number,
    state: isBuilt ? 'building' : 'ready',
    nativeState: draft.working ?? draft.ready,
    spec: draft.spec,
    attributes: draft.attributes,
    settling: isBuilt ? { at: builtAt(room, spec.kind, ref), into: outcomeOf(room, draft.ready) } : null,
  })
  if (draft.standsOn.length > 0) await insertLinks(room, ref, draft.standsOn)
  return ref
}

const YEARS_AWAY_MS = 10 * 365 * 86_400_000

function builtAt(room: Room, kind: ResourceKind, ref: ExternalId): Date {
  if (room.fate?.build === 'stuck') return new Date(room.now.getTime() + YEARS_AWAY_MS)
  return doneAt(room, kind, ref, 'build')
}

function outcomeOf(room: Room, ready: string) {
  if (room.fate?.build === 'error') {
    const fault = room.fate.words ?? 'No valid host was found. There are not enough hosts available.'
    return { state: 'error', nativeState: 'ERROR', fault } as const
  }
  return { state: 'ready', nativeState: ready } as const
}
