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
import { refuse, unless } from './fault.ts'
import { readCapacity, readHosts } from './hosts.ts'
import { keyPairs } from './key-pair.ts'
import type { Kind } from './kind.ts'
import { readMeasures } from './measures.ts'
import { isId, readRef } from './name.ts'
import { networks, subnets } from './network.ts'
import { readOffer } from './offer.ts'
import { probe } from './probe.ts'
import { createProject, findProject, observedProjects, removeProject } from './project.ts'
import { servers } from './server.ts'
import type { Settings } from './settings.ts'
import { mergeViews, readHost, type View, viewOf } from './view.ts'
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
  const connection: Connection = { settings, virsh, now, locked, homes: new Map(), moves: new Map() }
  return {
    capabilities: () => ({
      kinds: RESOURCE_KINDS.filter((kind) => !LACKS.includes(kind)),
      // From one host alone nothing moves anywhere.
      changes: CHANGES.filter((type) => type !== 'migrate' || settings.hosts.length > 1),
      inventorySince: false,
      hosts: true,
      // Whose a thing is lies in its name here, and a running machine’s name cannot be changed.
      claims: [],
      measures: true,
    }),
    probe: (signal) => probe(connection, signal),
    offer: (signal) => readOffer(connection, signal),
    capacity: (signal) => readCapacity(connection, signal),
    hosts: (signal) => readHosts(connection, signal),
    measures: ({ servers, signal }) => readMeasures(connection, servers, signal),
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

/** What moves may stand where no card leads: somebody moved it by hand. All else stands at home. */
const MOVES: ReadonlySet<ResourceKind> = new Set(['server', 'volume'])

/** Into the project, wherever it is at home now. */
async function enter(connection: Connection, scope: CallScope): Promise<{ call: Call; view: View }> {
  const call = await openCall(connection, scope)
  const view = await viewOf(call)
  if (view.projects.has(call.project)) return { call, view }
  // Made anew on another host since it was last seen.
  connection.homes.delete(call.project)
  const again = await openCall(connection, scope)
  return { call: again, view: await viewOf(again) }
}

interface Found {
  readonly call: Call
  readonly view: View
  readonly seen: Observed
}

/** In the project, or beyond the hosts that it is known to stand on. A project that is not there has nothing. */
async function look(
  connection: Connection,
  kind: ResourceKind,
  isIt: (one: Observed) => boolean,
  scope: CallScope,
  beyond: 'answering' | 'all',
): Promise<Found | null> {
  const entered = await unless('not-found', enter(connection, scope), null)
  if (entered === null) return null
  const { call } = entered
  const among = (view: View): Found | null => {
    const seen = kindOf(kind).observed(view).find(isIt)
    return seen === undefined ? null : { call, view, seen }
  }
  const found = among(entered.view)
  if (found !== null || !MOVES.has(kind) || connection.settings.hosts.length === 1) return found
  return among(await viewOf(call, beyond))
}

const byRef = (kind: ResourceKind, ref: ExternalId, connection: Connection, scope: CallScope) => {
  const id = readRef(ref)
  return look(connection, kind, (one) => one.externalId === id, scope, 'answering')
}

async function find(
  connection: Connection,
  kind: ResourceKind,
  resourceId: string,
  scope: CallScope,
): Promise<Observed | null> {
  if (!isId(resourceId)) return null
  if (kind === 'project') return findProject(connection, resourceId, scope.signal)
  const found = await look(connection, kind, (one) => one.resourceId === resourceId, scope, 'all')
  return found?.seen ?? null
}

async function observe(
  connection: Connection,
  kind: ResourceKind,
  ref: ExternalId,
  scope: CallScope,
): Promise<Observed | null> {
  const id = readRef(ref)
  if (id === null) return null
  if (kind === 'project') return findProject(connection, id, scope.signal)
  return (await byRef(kind, ref, connection, scope))?.seen ?? null
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
  const { call, view: known } = await enter(connection, scope)
  // A second of what somebody moved by hand would run beside the first.
  const mayBeElsewhere =
    MOVES.has(spec.kind) &&
    scope.isFirst !== true &&
    connection.settings.hosts.length > 1 &&
    theOne(spec.kind, known, resourceId) === null
  const view = mayBeElsewhere ? await viewOf(call, 'all') : known
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
  const found = await byRef(kind, ref, connection, scope)
  if (found === null) throw refuse('not-found', `no ${kind} ${ref.slice(0, 80)}`)
  await step(found.call, found.view, found.seen, change)
}

async function remove(
  connection: Connection,
  kind: ResourceKind,
  ref: ExternalId,
  scope: CallScope,
): Promise<void> {
  if (readRef(ref) === null) return
  if (kind === 'project') {
    const call = await unless('not-found', openCall(connection, { ...scope, projectRef: ref }), null)
    return call === null ? undefined : removeProject(call)
  }
  const found = await byRef(kind, ref, connection, scope)
  if (found?.seen.resourceId != null) await kindOf(kind).remove(found.call, found.view, found.seen.resourceId)
}

/**
 * The hosts are read together, for one alone does not know what another has too, and told of in pages. One that does not
 * answer ends the list with its fault, before anything is told.
 */
async function* inventory(
  connection: Connection,
  kinds: readonly ResourceKind[],
  signal: AbortSignal,
): AsyncGenerator<InventoryPage> {
  const { hosts, pageSize } = connection.settings
  const requireTime = () => {
    if (signal.aborted) throw refuse('timeout', 'the inventory was cut short')
  }
  const view = mergeViews(await Promise.all(hosts.map((host) => readHost(connection, host, null, signal))))
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
  requireTime()
}
