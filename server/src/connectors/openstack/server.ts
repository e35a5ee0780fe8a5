import type { ExternalId, Observed, SpecOf } from '../../modules/cloud/connector.ts'
import { type Json, listAt, objectAt, textAt, textOrNull } from './answer.ts'
import { findBuild, forgetBuild, rememberBuild } from './builds.ts'
import type { Call } from './call.ts'
import { unless } from './fault.ts'
import { ensureFlavor, forgetFlavor } from './flavor.ts'
import { imageId } from './image.ts'
import type { Kind } from './kind.ts'
import { ensurePort, portsOfOne, removePort } from './port.ts'
import { walkPorts } from './port-walk.ts'
import { serverChanges } from './server-change.ts'
import { findServer, observedServers } from './server-observed.ts'
import { doneTags } from './server-once.ts'
import { rootMapping } from './server-root.ts'
import { serverState } from './states.ts'
import { placementsOf } from './subnet.ts'
import { tagOf } from './tag.ts'

/**
 * Where Nova can be told only a network, it makes the port itself, in the same call and gone with the server. A network
 * of several subnets needs a port of our own in the right one.
 */
async function networksOf(call: Call, resourceId: string, spec: SpecOf<'server'>): Promise<readonly Json[]> {
  const placements = await placementsOf(call, spec.subnetRefs)
  const networks: Json[] = []
  for (const { subnetRef, networkRef, alone } of placements) {
    if (alone) networks.push({ uuid: networkRef })
    else
      networks.push({
        port: await ensurePort(call, resourceId, subnetRef, networkRef, spec.securityGroupRefs),
      })
  }
  return networks
}

async function create(call: Call, resourceId: string, spec: SpecOf<'server'>): Promise<Observed> {
  const [imageRef, flavorRef] = await Promise.all([imageId(call, spec.image), ensureFlavor(call, spec)])
  const networks = await networksOf(call, resourceId, spec)
  const server = {
    name: spec.name,
    ...(spec.rootVolumeRef === undefined ? { imageRef } : rootMapping(spec.rootVolumeRef)),
    flavorRef,
    networks: networks.length === 0 ? 'none' : networks,
    tags: [tagOf(resourceId), ...doneTags(spec)],
    ...(spec.securityGroupRefs.length === 0
      ? {}
      : { security_groups: spec.securityGroupRefs.map((name) => ({ name })) }),
    ...(spec.keyPairRef === null ? {} : { key_name: spec.keyPairRef }),
    ...(spec.zone === null ? {} : { availability_zone: spec.zone }),
  }
  try {
    const made = objectAt(await call.post('compute', ['servers'], { server }), 'server')
    const ref = textAt(made, 'id')
    rememberBuild(call, ref, { resourceId, name: spec.name })
    return building(ref, resourceId, call.projectRef, spec.name)
  } catch (error) {
    forgetFlavor(call, spec)
    throw error
  }
}

/** Nova answers a creation with the id alone. Asking on at once would tell no more than that it is being built. */
function building(
  externalId: ExternalId,
  resourceId: string,
  projectRef: ExternalId | null,
  name: string,
): Observed {
  return {
    kind: 'server',
    externalId,
    resourceId,
    projectRef,
    name,
    state: 'building',
    nativeState: 'BUILD',
    spec: { kind: 'server' },
    attributes: { addresses: [] },
    fault: null,
    createdAt: null,
  }
}

export const servers: Kind<'server'> = {
  changes: serverChanges,
  async find(call, resourceId) {
    const query = { tags: tagOf(resourceId) }
    return observedServers(call, listAt(await call.get('compute', ['servers', 'detail'], query), 'servers'))
  },
  async observe(call, ref) {
    const build = await findBuild(call, ref)
    if (build !== null)
      return 'kind' in build ? build : building(ref, build.resourceId, call.projectRef, build.name)
    const json = await findServer(call, ref)
    if (json === null || textAt(json, 'status') !== 'BUILD') forgetBuild(call, ref)
    return json && ((await observedServers(call, [json]))[0] ?? null)
  },
  create,
  async claim(call, ref, resourceId) {
    await call.put('compute', ['servers', ref, 'tags', tagOf(resourceId)])
  },
  /** Nova lets go of volumes, addresses and its own ports; the ports that we made stay, so they go here. */
  async remove(call, ref) {
    forgetBuild(call, ref)
    const json = await findServer(call, ref)
    if (
      !json ||
      serverState(textAt(json, 'status'), textOrNull(json, 'OS-EXT-STS:task_state')) === 'removing'
    )
      return
    const own = (await portsOfOne(call, ref)).filter((port) => port.resourceId !== null)
    // A cloud with a recycle bin only puts it there; the cooling-off time is Yunheng's, and it is over.
    if (textAt(json, 'status') === 'SOFT_DELETED')
      await call.post('compute', ['servers', ref, 'action'], { forceDelete: null })
    else await unless('not-found', call.delete('compute', ['servers', ref]), {})
    for (const port of own) await removePort(call, port.id)
  },
  async *pages(call) {
    const query = { all_tenants: 1, sort_key: 'uuid', sort_dir: 'asc' }
    const ports = walkPorts(call)
    for await (const page of call.pages('compute', ['servers', 'detail'], 'servers', query))
      yield await observedServers(call, page, ports.take)
  },
}
