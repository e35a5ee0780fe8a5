/** The kinds put together into the port. What all verbs have in common is here, once. */
import {
  type CallScope,
  type Change,
  type Connector,
  type ExternalId,
  type InventoryPage,
  type Observed,
  RESOURCE_KINDS,
  type ResourceKind,
  type Spec,
  type SpecOf,
} from '../../modules/cloud/connector.ts'
import { createLock } from '../../platform/lock.ts'
import type { Egress } from '../../platform/net/egress.ts'
import { type Call, type Connection, openCall } from './call.ts'
import { refuse } from './fault.ts'
import { readCapacity, readHosts } from './hosts.ts'
import { keyPairs } from './key-pair.ts'
import type { Kind } from './kind.ts'
import { isId, readRef } from './name.ts'
import { networks, subnets } from './network.ts'
import { readOffer } from './offer.ts'
import { probe } from './probe.ts'
import { createProject, findProject, observedProjects, observeProject, removeProject } from './project.ts'
import { servers } from './server.ts'
import type { Settings } from './settings.ts'
import { readView, type View, viewOf } from './view.ts'
import { openVirsh } from './virsh.ts'
import { volumes } from './volume.ts'

const KINDS = {
  'key-pair': keyPairs,
  network: networks,
  subnet: subnets,
  volume: volumes,
  server: servers,
} as const

/** What libvirt alone has not: ways out of a network, addresses from outside, filters and copies of disks. */
export const LACKS: readonly ResourceKind[] = RESOURCE_KINDS.filter(
  (kind) => kind !== 'project' && !(kind in KINDS),
)

/** One cast in one place: the table above pairs each kind with its own spec. */
function kindOf(kind: ResourceKind): Kind<ResourceKind> {
  const found = (KINDS as Partial<Record<ResourceKind, unknown>>)[kind]
  if (found === undefined) throw refuse('invalid', `this cloud has no ${kind}`)
  return found as Kind<ResourceKind>
}

const CHANGES: readonly Change['type'][] = [
  ...new Set(Object.values(KINDS).flatMap((kind) => Object.keys(kind.changes) as Change['type'][])),
]

export function openConnector(settings: Settings, now: () => Date, egress: Egress): Connector {
  const virsh = openVirsh(settings, egress)
  const locked = createLock()
  const connection: Connection = { settings, virsh, now, locked }
  return {
    capabilities: () => ({
      kinds: RESOURCE_KINDS.filter((kind) => !LACKS.includes(kind)),
      changes: CHANGES,
      inventorySince: false,
      hosts: true,
      // Whose a thing is lies in its name here, and a running machine’s name cannot be changed.
      claims: [],
    }),
    probe: (signal) => probe(connection, signal),
    offer: (signal) => readOffer(connection, signal),
    capacity: (signal) => readCapacity(connection, signal),
    hosts: (signal) => readHosts(connection, signal),
    inventory: ({ kinds, signal }) => inventory(connection, kinds, signal),
    find: (kind, resourceId, scope) => find(connection, kind, resourceId, scope),
    observe: (kind, ref, scope) => observe(connection, kind, ref, scope),
    ensure: (resourceId, spec, scope) =>
      locked(`${spec.kind} ${resourceId}`, () => ensure(connection, resourceId, spec, scope)),
    claim: async (kind) => {
      throw refuse('invalid', `a ${kind} cannot be given a tag here`)
    },
    change: (kind, ref, change, scope) =>
      locked(`${kind} ${ref}`, () => applyChange(connection, kind, ref, change, scope)),
    remove: (kind, ref, scope) => locked(`${kind} ${ref}`, () => remove(connection, kind, ref, scope)),
    close: () => virsh.close(),
  }
}

const theOne = (kind: ResourceKind, view: View, resourceId: string): Observed | null =>
  kindOf(kind)
    .observed(view)
    .find((one) => one.resourceId === resourceId) ?? null

async function find(
  connection: Connection,
  kind: ResourceKind,
  resourceId: string,
  scope: CallScope,
): Promise<Observed | null> {
  if (!isId(resourceId)) return null
  if (kind === 'project') return findProject(connection, resourceId, scope.signal)
  return theOne(kind, await viewOf(openCall(connection, scope)), resourceId)
}

async function observe(
  connection: Connection,
  kind: ResourceKind,
  ref: ExternalId,
  scope: CallScope,
): Promise<Observed | null> {
  if (readRef(ref) === null) return null
  if (kind === 'project') return observeProject(connection, ref, scope.signal)
  const seen = kindOf(kind).observed(await viewOf(openCall(connection, scope)))
  return seen.find((one) => one.externalId === ref) ?? null
}

async function ensure(
  connection: Connection,
  resourceId: string,
  spec: Spec,
  scope: CallScope,
): Promise<Observed> {
  if (!isId(resourceId)) throw refuse('invalid', `not an id of a resource: ${resourceId.slice(0, 80)}`)
  if (spec.kind === 'project') return ensureProject(connection, resourceId, spec, scope)
  const kind = kindOf(spec.kind)
  const call = openCall(connection, scope)
  const view = await viewOf(call)
  requireProject(call, view)
  const found = theOne(spec.kind, view, resourceId)
  if (found !== null && !kind.isHalfMade?.(found)) return found
  await kind.create(call, view, resourceId, spec)
  const made = theOne(spec.kind, await viewOf(call), resourceId)
  if (made === null) throw refuse('nonsense', `${spec.kind} ${resourceId} was made and is not there`)
  return made
}

async function ensureProject(
  connection: Connection,
  id: string,
  spec: SpecOf<'project'>,
  { signal, isFirst }: CallScope,
): Promise<Observed> {
  // Never asked for: it is on no host, also not on one that does not answer now.
  const found = isFirst === true ? null : await findProject(connection, id, signal)
  return found ?? createProject(connection, id, spec, signal)
}

function requireProject({ project }: Call, view: View): void {
  if (!view.projects.has(project)) throw refuse('not-found', `no project ${project} on ${view.host.name}`)
}

async function applyChange(
  connection: Connection,
  kind: ResourceKind,
  ref: ExternalId,
  change: Change,
  scope: CallScope,
): Promise<void> {
  const steps = kind === 'project' ? {} : kindOf(kind).changes
  const step = steps[change.type] as
    | ((call: Call, view: View, seen: Observed, change: Change) => Promise<void>)
    | undefined
  if (step === undefined) throw refuse('invalid', `a ${kind} knows no change ${change.type}`)
  const call = openCall(connection, scope)
  const view = await viewOf(call)
  const seen = kindOf(kind)
    .observed(view)
    .find((one) => one.externalId === ref)
  if (seen === undefined) throw refuse('not-found', `no ${kind} ${ref.slice(0, 80)}`)
  await step(call, view, seen, change)
}

async function remove(
  connection: Connection,
  kind: ResourceKind,
  ref: ExternalId,
  scope: CallScope,
): Promise<void> {
  if (readRef(ref) === null) return
  if (kind === 'project') {
    if ((await observeProject(connection, ref, scope.signal)) === null) return
    return removeProject(openCall(connection, { ...scope, projectRef: ref }))
  }
  const call = openCall(connection, scope)
  const view = await viewOf(call)
  const seen = kindOf(kind)
    .observed(view)
    .find((one) => one.externalId === ref)
  if (seen?.resourceId != null) await kindOf(kind).remove(call, view, seen.resourceId)
}

/** Each host is read once and told of in pages. A host that does not answer ends the list with its fault. */
async function* inventory(
  connection: Connection,
  kinds: readonly ResourceKind[],
  signal: AbortSignal,
): AsyncGenerator<InventoryPage> {
  const { hosts, pageSize } = connection.settings
  const requireTime = () => {
    if (signal.aborted) throw refuse('timeout', 'the inventory was cut short')
  }
  for (const host of hosts) {
    const view = await readView(connection, host, null, signal)
    for (const kind of kinds) {
      const items = LACKS.includes(kind)
        ? []
        : kind === 'project'
          ? observedProjects(view)
          : kindOf(kind).observed(view)
      for (let start = 0; start < items.length; start += pageSize) {
        requireTime()
        yield { kind, items: items.slice(start, start + pageSize) }
      }
    }
  }
  requireTime()
}
