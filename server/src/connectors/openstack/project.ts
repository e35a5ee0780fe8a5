/** A tenant's project in Keystone: with a role for the administrator, without OpenStack's own limits, removed only when empty. */
import type { ExternalId, Observed, SpecOf } from '../../modules/cloud/connector.ts'
import { type Json, listAt, objectAt, textAt, textOrNull } from './answer.ts'
import { containers } from './bucket.ts'
import type { Call, Path, Query } from './call.ts'
import { regionsOf, type Service } from './catalogue.ts'
import { refuse, unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { roleAmong } from './role.ts'
import { projectTagOf, regionsOfProject, resourceOfProject } from './tag.ts'

/** Keystone's limit for names. */
const NAME_MAX = 64

/** Names are unique in a domain; a project of a taken name gets the head of its resource id. */
const suffixOf = (resourceId: string) => `-${resourceId.slice(0, 8)}`

const observedBy =
  ({ settings }: Pick<Call, 'settings'>) =>
  (json: Json): Observed =>
    toObserved(json, resourceOfProject(json, settings.region), regionsOfProject(json, settings.region))

/** The region that its tag names; null where there is one only. */
async function taggedRegion(call: Call): Promise<string | null> {
  const { region } = call.settings
  return region !== null && regionsOf((await call.token()).catalogue).length > 1 ? region : null
}

function toObserved(json: Json, resourceId: string | null, others: readonly string[]): Observed {
  const full = textAt(json, 'name')
  const suffix = resourceId === null ? null : suffixOf(resourceId)
  const name = suffix !== null && full.endsWith(suffix) ? full.slice(0, -suffix.length) : full
  const enabled = json.enabled !== false
  return {
    kind: 'project',
    externalId: textAt(json, 'id'),
    resourceId,
    projectRef: null,
    name,
    state: enabled ? 'ready' : 'unknown',
    nativeState: enabled ? 'enabled' : 'disabled',
    spec: { kind: 'project', name, description: textOrNull(json, 'description') ?? '' },
    attributes: {
      domain: textOrNull(json, 'domain_id'),
      ...(resourceId === null && others.length > 0 ? { usedElsewhere: others } : {}),
    },
    fault: null,
    createdAt: null,
  }
}

/** With the plain name, or with the suffix where that is taken by another. */
async function named<T>(name: string, resourceId: string, step: (name: string) => Promise<T>): Promise<T> {
  const plain = await unless('conflict', step(name.slice(0, NAME_MAX)), null)
  const suffix = suffixOf(resourceId)
  return plain ?? step(name.slice(0, NAME_MAX - suffix.length) + suffix)
}

/** What an administrator changes once in years. */
const SETTLED_LIFE_MS = 10 * 60_000

/** A project that this connection made holds only what was asked for since (see `isNew`). */
const NEW_LIFE_MS = 60 * 60_000
const newKey = (ref: ExternalId | null) => `new project ${ref}`

/**
 * Whether this very connection made the project: then nothing can be in it that was never asked for, not even after the
 * platform's own memory was put back to an earlier day.
 */
export function isNew(call: Call): boolean {
  return call.projectRef !== null && call.memo.peek(newKey(call.projectRef)) === true
}

async function create(call: Call, resourceId: string, { name, description }: SpecOf<'project'>) {
  // In the administrator's own domain.
  const { domainId: domain_id } = await call.token()
  const tags = [projectTagOf(resourceId, await taggedRegion(call))]
  const json = await named(name, resourceId, async (unique) => {
    const project = { name: unique, description, domain_id, enabled: true, tags }
    return objectAt(await call.post('identity', ['projects'], { project }), 'project')
  })
  call.memo.keep(newKey(textAt(json, 'id')), NEW_LIFE_MS, true)
  return observedBy(call)(json)
}

function roleId(call: Call): Promise<string> {
  return call.memo.shared('role in projects', SETTLED_LIFE_MS, async () => {
    const roles = listAt(await call.get('identity', ['roles']), 'roles')
    return roleAmong(roles, call.settings.projectRole)
  })
}

async function grant(call: Call, ref: ExternalId): Promise<void> {
  const [actorId, role] = await Promise.all([call.actorId(), roleId(call)])
  await call.put('identity', ['projects', ref, 'users', actorId, 'roles', role])
}

const NO_LIMIT = -1

/** Nothing where the region has no such service. */
async function where<T>(call: Call, service: Service, step: () => Promise<T>): Promise<T | null> {
  return (await call.offers(service)) ? step() : null
}

async function liftQuotas(call: Call, ref: ExternalId): Promise<void> {
  const { projectId } = await call.token()
  const compute = { instances: NO_LIMIT, cores: NO_LIMIT, ram: NO_LIMIT }
  const network = {
    network: NO_LIMIT,
    subnet: NO_LIMIT,
    port: NO_LIMIT,
    router: NO_LIMIT,
    floatingip: NO_LIMIT,
    security_group: NO_LIMIT,
    security_group_rule: NO_LIMIT,
  }
  const volume = {
    volumes: NO_LIMIT,
    snapshots: NO_LIMIT,
    gigabytes: NO_LIMIT,
    backups: NO_LIMIT,
    backup_gigabytes: NO_LIMIT,
  }
  await Promise.all([
    where(call, 'compute', () => call.put('compute', ['os-quota-sets', ref], { quota_set: compute })),
    where(call, 'network', () => call.put('network', ['quotas', ref], { quota: network })),
    // Cinder's address carries the administrator's project; the quota's own is in the path.
    where(call, 'volume', () =>
      call.put('volume', ['os-quota-sets', ref], { quota_set: { ...volume, tenant_id: projectId } }),
    ),
  ])
}

/** What would lose its owner with the project. */
const CONTENTS: readonly (readonly [Service, Path, string, (ref: ExternalId) => Query])[] = [
  ['compute', ['servers'], 'servers', (ref) => ({ all_tenants: 1, project_id: ref, limit: 1 })],
  ['volume', ['volumes'], 'volumes', (ref) => ({ all_tenants: 1, project_id: ref, limit: 1 })],
  ['volume', ['snapshots'], 'snapshots', (ref) => ({ all_tenants: 1, project_id: ref, limit: 1 })],
  ['volume', ['backups'], 'backups', (ref) => ({ all_tenants: 1, project_id: ref, limit: 1 })],
  ['network', ['networks'], 'networks', (ref) => ({ project_id: ref, limit: 1 })],
  ['network', ['routers'], 'routers', (ref) => ({ project_id: ref, limit: 1 })],
  ['network', ['floatingips'], 'floatingips', (ref) => ({ project_id: ref, limit: 1 })],
  ['load-balancer', ['loadbalancers'], 'loadbalancers', (ref) => ({ project_id: ref, limit: 1 })],
]

/** Told to members only; of a project that was never ours to the end (no role yet) nothing is known, and nothing was made there. */
function containersIn(call: Call, ref: ExternalId): Promise<readonly Json[]> {
  return unless('unauthenticated', containers(call.within(ref), { limit: 1 }), [])
}

async function heldIn(call: Call, ref: ExternalId): Promise<readonly string[]> {
  const held = await Promise.all(
    CONTENTS.map(async ([service, path, key, query]) => {
      const answer = await where(call, service, () => call.get(service, path, query(ref)))
      return answer !== null && listAt(answer, key).length > 0 ? [key] : []
    }),
  )
  const kept = (await where(call, 'object-store', () => containersIn(call, ref))) ?? []
  return [...held.flat(), ...(kept.length > 0 ? ['containers'] : [])]
}

/** A project is of all regions; what it holds is of each. */
async function heldElsewhere(call: Call, ref: ExternalId): Promise<readonly string[]> {
  const { region: own } = call.settings
  if (own === null) return []
  const others = regionsOf((await call.token()).catalogue).filter((region) => region !== own)
  const held = await Promise.all(others.map((region) => heldIn(call.inRegion(region), ref)))
  return held.flatMap((kinds, nth) => kinds.map((kind) => `${kind} in region ${others[nth]}`))
}

/** @param everywhere also what other regions hold; @returns its security groups here. */
async function refuseFull(call: Call, ref: ExternalId, everywhere: boolean): Promise<readonly Json[]> {
  const held = await Promise.all([heldIn(call, ref), everywhere ? heldElsewhere(call, ref) : []])
  const query = { project_id: ref }
  const groups =
    (await where(call, 'network', () =>
      call.list('network', ['security-groups'], 'security_groups', query),
    )) ?? []
  const own = groups.filter((group) => group.name !== 'default')
  const kinds = [...held.flat(), ...(own.length > 0 ? ['security groups'] : [])]
  if (kinds.length > 0) throw refuse('conflict', `project ${ref} still has ${kinds.join(', ')}`)
  return groups
}

const QUOTAS = [
  ['compute', 'os-quota-sets'],
  ['network', 'quotas'],
  ['volume', 'os-quota-sets'],
] as const

/** Neutron and the quota tables do not notice that a project goes; what they keep of it would stay for ever. */
async function clearLeftovers(call: Call, ref: ExternalId, groups: readonly Json[]): Promise<void> {
  for (const group of groups)
    await unless('not-found', call.delete('network', ['security-groups', textAt(group, 'id')]), {})
  await Promise.all(
    QUOTAS.map(([service, path]) =>
      where(call, service, () => unless('not-found', call.delete(service, [path, ref]), {})),
    ),
  )
}

/**
 * Where other regions have it, only our tag goes, and what this region keeps of it: it is theirs, with all that they hold.
 * The last one takes it away, also when two let go at the same time.
 */
async function remove(call: Call, ref: ExternalId): Promise<void> {
  const json = await find(call, ref)
  if (json === null) return
  const { region } = call.settings
  const isShared = regionsOfProject(json, region).length > 0
  await clearLeftovers(call, ref, await refuseFull(call, ref, !isShared))
  if (isShared) {
    await dropTag(call, json)
    const after = await find(call, ref)
    if (after === null || regionsOfProject(after, region).length > 0) return
    await refuseFull(call, ref, true)
  }
  await unless('not-found', call.delete('identity', ['projects', ref]), {})
}

async function dropTag(call: Call, json: Json): Promise<void> {
  const { region } = call.settings
  const own = resourceOfProject(json, region)
  if (own === null) return
  const path = (tag: string) => ['projects', textAt(json, 'id'), 'tags', tag]
  for (const tag of new Set([projectTagOf(own, region), projectTagOf(own, null)]))
    await unless('not-found', call.delete('identity', path(tag)), {})
}

async function find(call: Call, ref: ExternalId): Promise<Json | null> {
  const answer = await call.find('identity', ['projects', ref])
  return answer && objectAt(answer, 'project')
}

/** Every call here is the administrator's: projects live in none. */
export const projects: Kind<'project'> = {
  changes: {
    async rename(call, ref, { name }) {
      const json = await find(call, ref)
      if (!json) throw refuse('not-found', `no project ${ref}`)
      const observed = observedBy(call)(json)
      if (observed.name === name.slice(0, NAME_MAX)) return
      await named(name, observed.resourceId ?? ref, (unique) =>
        call.patch('identity', ['projects', ref], { project: { name: unique } }),
      )
    },
  },
  async find(call, resourceId) {
    const tags = [null, call.settings.region].map((region) => projectTagOf(resourceId, region))
    const answer = await call.get('identity', ['projects'], { 'tags-any': [...new Set(tags)].join(',') })
    return listAt(answer, 'projects').map(observedBy(call))
  },
  async observe(call, ref) {
    const json = await find(call, ref)
    return json && observedBy(call)(json)
  },
  create,
  /** Also what makes it usable; each step may be done twice. */
  async complete(call, observed) {
    await grant(call, observed.externalId)
    if (call.settings.liftQuotas) await liftQuotas(call, observed.externalId)
    return observed
  },
  /** Its limits stay as they are; without a role in it we could not ask about what it holds. */
  async claim(call, ref, resourceId) {
    const tag = projectTagOf(resourceId, await taggedRegion(call))
    await call.put('identity', ['projects', ref, 'tags', tag])
    await grant(call, ref)
  },
  remove,
  async *pages(call) {
    for await (const page of call.pages('identity', ['projects'], 'projects'))
      yield page.map(observedBy(call))
  },
}
