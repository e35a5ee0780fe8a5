/**
 * Load balancers, by Octavia. Its own policy lets only administrators and roles of its own in, so every question is the
 * administrator's, with the tenant's project named; whose a balancer is, is looked at in each answer.
 */
import type { ExternalId, Listener, Observed } from '../../modules/cloud/connector.ts'
import { instantAt, type Json, objectAt, projectOf, textAt, textOrNull, textsAt } from './answer.ts'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { serversOf, withAddresses } from './load-balancer-members.ts'
import { algorithmOf, listBalancers, partsOf, protocolOf, type SeenListener } from './load-balancer-parts.ts'
import { nextStep, wholeListener } from './load-balancer-steps.ts'
import { networkState } from './states.ts'
import { placementsOf } from './subnet.ts'
import { resourceOfDescription, resourceOfTags, tagOf } from './tag.ts'

const resourceOf = (json: Json) => resourceOfDescription(json) ?? resourceOfTags(json)

function toListener(seen: SeenListener, serverOf: Awaited<ReturnType<typeof serversOf>>): Listener {
  const { pool } = seen
  const members = (pool?.members ?? []).map((one) => ({
    serverRef: serverOf(one),
    port: one.port,
    weight: one.weight,
  }))
  const { id: _, ...monitor } = pool?.monitor ?? { id: null }
  return {
    protocol: protocolOf(seen.protocol),
    port: seen.port,
    algorithm: algorithmOf(pool?.algorithm ?? 'NONE'),
    members: members.sort((a, b) => (`${a.serverRef} ${a.port}` < `${b.serverRef} ${b.port}` ? -1 : 1)),
    monitor: pool?.monitor ? (monitor as Listener['monitor']) : null,
  }
}

/** Without its parts: all that the answer to a creation is good for. */
function headOf(json: Json): Observed {
  const nativeState = textAt(json, 'provisioning_status')
  const state = networkState(nativeState)
  const name = textOrNull(json, 'name') ?? ''
  const address = textOrNull(json, 'vip_address')
  const subnetRef = textOrNull(json, 'vip_subnet_id')
  return {
    kind: 'load-balancer',
    externalId: textAt(json, 'id'),
    resourceId: resourceOf(json),
    projectRef: projectOf(json),
    name,
    state,
    nativeState,
    spec: { kind: 'load-balancer', name, ...(subnetRef === null ? {} : { subnetRef }) },
    attributes: {
      addresses: address === null ? [] : [address],
      operating: textOrNull(json, 'operating_status'),
      provider: textOrNull(json, 'provider'),
    },
    fault: state === 'error' ? nativeState : null,
    createdAt: instantAt(json, 'created_at'),
  }
}

async function toObserved(call: Call, json: Json): Promise<Observed> {
  const head = headOf(json)
  const seen = (await partsOf(call.admin(), json)).listeners
  const members = seen.flatMap((one) => one.pool?.members ?? [])
  const serverOf = await serversOf(call, head.projectRef, members)
  const listeners = seen.map((one) => toListener(one, serverOf)).sort((a, b) => a.port - b.port)
  return { ...head, spec: { ...head.spec, listeners } as Observed['spec'] }
}

async function find(call: Call, ref: ExternalId): Promise<Json | null> {
  const answer = await call.admin().find('load-balancer', ['loadbalancers', ref])
  if (!answer) return null
  const json = objectAt(answer, 'loadbalancer')
  if (textAt(json, 'provisioning_status') === 'DELETED') return null
  return call.projectRef === null || projectOf(json) === call.projectRef ? json : null
}

async function get(call: Call, ref: ExternalId): Promise<Json> {
  const json = await find(call, ref)
  if (!json) throw refuse('not-found', `no load balancer ${ref}`)
  return json
}

const isAtWork = (json: Json) => textAt(json, 'provisioning_status').startsWith('PENDING_')

async function setListeners(call: Call, ref: ExternalId, listeners: readonly Listener[]): Promise<void> {
  const json = await get(call, ref)
  if (isAtWork(json)) return
  const admin = call.admin()
  const wanted = await withAddresses(call, textAt(json, 'vip_subnet_id'), listeners)
  const step = nextStep(ref, await partsOf(admin, json), wanted)
  if (step === null) return
  if (step.do === 'delete') await unless('not-found', admin.delete('load-balancer', step.path), {})
  else await admin[step.do]('load-balancer', step.path, step.body)
}

async function update(call: Call, ref: ExternalId, loadbalancer: Json): Promise<void> {
  await call.admin().put('load-balancer', ['loadbalancers', ref], { loadbalancer })
}

export const loadBalancers: Kind<'load-balancer'> = {
  changes: {
    async rename(call, ref, { name }) {
      if (textOrNull(await get(call, ref), 'name') !== name) await update(call, ref, { name })
    },
    listeners: (call, ref, { listeners }) => setListeners(call, ref, listeners),
  },
  async find(call, resourceId) {
    const tag = tagOf(resourceId)
    const within = call.projectRef === null ? {} : { project_id: call.projectRef }
    const made = await listBalancers(call.admin(), { ...within, description: tag })
    const rows = made.length > 0 ? made : await listBalancers(call.admin(), { ...within, tags: tag })
    // Which have been asked for: older ones may not know the filter, and each balancer costs several questions.
    const own = rows.filter((row) => resourceOf(row) === resourceId && projectOf(row) === call.projectRef)
    return Promise.all(own.map((row) => toObserved(call, row)))
  },
  async observe(call, ref) {
    const json = await find(call, ref)
    return json && toObserved(call, json)
  },
  /** One call for all of it, so that nothing half made is left. */
  async create(call, resourceId, { name, subnetRef, listeners }) {
    await placementsOf(call, [subnetRef])
    const wanted = await withAddresses(call, subnetRef, listeners)
    const loadbalancer = {
      name,
      description: tagOf(resourceId),
      project_id: call.projectRef,
      vip_subnet_id: subnetRef,
      listeners: wanted.map(wholeListener),
    }
    const answer = await call.admin().post('load-balancer', ['loadbalancers'], { loadbalancer })
    return headOf(objectAt(answer, 'loadbalancer'))
  },
  async claim(call, ref, resourceId) {
    const json = await get(call, ref)
    if (resourceOf(json) === resourceId) return
    await update(call, ref, { tags: [...textsAt(json, 'tags'), tagOf(resourceId)] })
  },
  async remove(call, ref) {
    const json = await find(call, ref)
    if (!json || networkState(textAt(json, 'provisioning_status')) === 'removing') return
    const gone = call.admin().delete('load-balancer', ['loadbalancers', ref], { cascade: 'true' })
    await unless('not-found', gone, {})
  },
  async *pages(admin) {
    for await (const page of admin.pages('load-balancer', ['loadbalancers'], 'loadbalancers'))
      yield await Promise.all(page.map((row) => toObserved(admin, row)))
  },
}
