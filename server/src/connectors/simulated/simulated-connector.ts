/** The connector to a simulated cloud: one call of the port is one call on the wire, as with any other cloud. */
import {
  type Capabilities,
  type Connector,
  ConnectorFault,
  type CounterReading,
  type ExternalId,
  type InventoryPage,
  type Measured,
  type Observed,
  type ProbeFinding,
  RESOURCE_KINDS,
  type ResourceKind,
} from '../../modules/cloud/connector.ts'
import { CHANGES, changeThing } from './change.ts'
import { COUNTED_KINDS, countedAt } from './counters.ts'
import type { Call, Wire } from './gate.ts'
import { listHosts } from './hosts.ts'
import { makeThing } from './make.ts'
import { measuredAt } from './measures.ts'
import { probeCloud } from './probe.ts'
import { beginRemoval } from './remove.ts'
import { type Room, refuseCall } from './room.ts'
import { listZones } from './room-store.ts'
import {
  findThing,
  findThingsByTag,
  listThings,
  loadThingForUpdate,
  type Thing,
  updateTag,
} from './thing-store.ts'

const CAPABILITIES: Capabilities = {
  kinds: RESOURCE_KINDS,
  changes: CHANGES,
  inventorySince: true,
  hosts: true,
  claims: RESOURCE_KINDS,
  measures: true,
  counters: COUNTED_KINDS,
}

export function toObserved(thing: Thing, duplicates: readonly string[] = []): Observed {
  const { ref, attributes, ...rest } = thing
  const spec = thing.spec.rootVolumeRef === undefined ? thing.spec : onVolume(thing.spec)
  return {
    kind: rest.kind,
    externalId: ref,
    resourceId: rest.resourceId,
    projectRef: rest.projectRef,
    name: rest.name,
    state: rest.state,
    nativeState: rest.nativeState,
    spec: spec as Observed['spec'],
    attributes: duplicates.length > 0 ? { ...attributes, duplicates } : attributes,
    fault: rest.fault,
    createdAt: rest.createdAt,
  }
}

/** The volume tells the size. */
function onVolume({ rootDiskGiB: _none, ...spec }: Thing['spec']): Thing['spec'] {
  return spec
}

function oldest(things: readonly Thing[]): Observed | null {
  const [first, ...others] = things
  return first
    ? toObserved(
        first,
        others.map((one) => one.ref),
      )
    : null
}

export function createSimulatedConnector(wire: Wire): Connector {
  const whole = (verb: Call['verb'], signal: AbortSignal): Call => ({
    verb,
    kind: null,
    subject: null,
    projectRef: null,
    signal,
  })
  const making = new Map<string, Promise<unknown>>()
  /**
   * Within one process two calls for the same resource must not both look and then both make. The cloud itself, like
   * the real ones, would let them: between processes it is the reconciler's lease that keeps them apart.
   */
  async function oneAtATime<T>(resourceId: string, run: () => Promise<T>): Promise<T> {
    const before = making.get(resourceId) ?? Promise.resolve()
    const mine = before.then(run, run)
    making.set(resourceId, mine)
    try {
      return await mine
    } finally {
      if (making.get(resourceId) === mine) making.delete(resourceId)
    }
  }
  return {
    capabilities: () => CAPABILITIES,
    probe: (signal): Promise<readonly ProbeFinding[]> => probeCloud(wire, whole('probe', signal)),
    offer: (signal) =>
      wire.call(whole('offer', signal), async ({ knobs }) => ({
        answer: {
          zones: knobs.zones.map((zone) => zone.name),
          images: knobs.offer.images,
          volumeTypes: knobs.offer.volumeTypes,
          externalNetworks: knobs.externalNetworks.map((network) => network.name),
        },
      })),
    capacity: (signal) =>
      wire.call(whole('capacity', signal), async (room) => ({ answer: await listZones(room) })),
    inventory: (query) => inventoryOf(wire, query),
    hosts: (signal) => listHosts((read) => wire.call(whole('hosts', signal), read)),
    measures: ({ servers, signal }) => measuresOf(wire, whole('measures', signal), servers),
    counters: ({ kind, things, signal }) => countersOf(wire, { ...whole('counters', signal), kind }, things),
    find: (kind, resourceId, { projectRef, signal }) =>
      wire.call({ verb: 'find', kind, subject: resourceId, projectRef, signal }, async (room) => ({
        answer: oldest(await findThingsByTag(room, kind, resourceId, projectRef)),
      })),
    observe: (kind, externalId, { projectRef, signal }) =>
      wire.call({ verb: 'observe', kind, subject: externalId, projectRef, signal }, async (room) => {
        const thing = await findThing(room, kind, externalId, projectRef)
        return { answer: thing && toObserved(thing) }
      }),
    ensure: (resourceId, spec, { projectRef, signal }) =>
      oneAtATime(resourceId, () =>
        wire.call(
          { verb: 'ensure', kind: spec.kind, subject: resourceId, projectRef, signal },
          async (room) => {
            const found = oldest(await findThingsByTag(room, spec.kind, resourceId, projectRef))
            if (found !== null) return { answer: found, outcome: 'found' }
            const ref = await makeThing(room, spec, resourceId, projectRef)
            return { answer: await observed(room, spec.kind, ref), outcome: 'created' }
          },
        ),
      ),
    claim: (kind, externalId, resourceId, { projectRef, signal }) =>
      wire.call({ verb: 'claim', kind, subject: externalId, projectRef, signal }, async (room) => ({
        answer: await claimThing(room, kind, externalId, resourceId, projectRef),
      })),
    change: (kind, externalId, step, { projectRef, signal }) =>
      wire.call({ verb: 'change', kind, subject: externalId, projectRef, signal }, async (room) => ({
        answer: await changeThing(room, kind, externalId, step, projectRef),
        outcome: step.type,
      })),
    remove: (kind, externalId, { projectRef, signal }) =>
      wire.call({ verb: 'remove', kind, subject: externalId, projectRef, signal }, async (room) => ({
        answer: await beginRemoval(room, kind, externalId, projectRef),
      })),
    close: async () => {},
  }
}

async function claimThing(
  room: Room,
  kind: ResourceKind,
  ref: string,
  resourceId: string,
  projectRef: string | null,
): Promise<Observed | null> {
  const thing = await loadThingForUpdate(room, kind, ref, projectRef)
  if (thing === null) return null
  if (thing.resourceId !== null && thing.resourceId !== resourceId)
    return refuseCall('conflict', `The ${kind} ${ref} is managed as ${thing.resourceId}.`)
  if (thing.resourceId === null) await updateTag(room, ref, resourceId)
  return toObserved({ ...thing, resourceId })
}

async function observed(room: Room, kind: ResourceKind, ref: string): Promise<Observed> {
  const thing = await findThing(room, kind, ref, null)
  if (thing === null) throw new ConnectorFault('internal', `${kind} ${ref} has vanished`)
  return toObserved(thing)
}

async function* inventoryOf(
  wire: Wire,
  query: Parameters<Connector['inventory']>[0],
): AsyncGenerator<InventoryPage, void, undefined> {
  for (const kind of query.kinds) {
    const call = { verb: 'inventory', kind, subject: null, projectRef: null, signal: query.signal } as const
    for (let after = 0, isLast = false; !isLast; ) {
      const page = await wire.call(call, async (room) => {
        const limit = room.knobs.pageSize
        const rows = await listThings(room, kind, { after, since: query.since, limit })
        return { answer: { rows, isLast: rows.length < limit } }
      })
      isLast = page.isLast
      after = Number(page.rows.at(-1)?.number ?? after)
      if (page.rows.length > 0) yield { kind, items: page.rows.map((row) => toObserved(row)) }
    }
  }
}

/** Of those that run, page by page. */
async function* measuresOf(
  wire: Wire,
  call: Call,
  servers: ReadonlySet<ExternalId>,
): AsyncGenerator<readonly Measured[], void, undefined> {
  for (let after = 0, isLast = false; !isLast; ) {
    const page = await wire.call(call, async (room) => {
      const limit = room.knobs.pageSize
      const rows = await listThings(room, 'server', { after, since: null, limit })
      const running = rows.filter(
        ({ ref, state, spec }) => servers.has(ref) && state === 'ready' && spec.power !== 'off',
      )
      const told = running.map(({ ref }) => measuredAt(room.seed, ref, room.now))
      return { answer: { told, last: rows.at(-1)?.number, isLast: rows.length < limit } }
    })
    isLast = page.isLast
    after = Number(page.last ?? after)
    if (page.told.length > 0) yield page.told
  }
}

/** Of those asked for, page by page. */
async function* countersOf(
  wire: Wire,
  call: Call & { readonly kind: ResourceKind },
  things: ReadonlySet<ExternalId>,
): AsyncGenerator<readonly CounterReading[], void, undefined> {
  if (!COUNTED_KINDS.includes(call.kind)) return
  for (let after = 0, isLast = false; !isLast; ) {
    const page = await wire.call(call, async (room) => {
      const limit = room.knobs.pageSize
      const rows = await listThings(room, call.kind, { after, since: null, limit })
      const asked = rows.filter(({ ref, createdAt }) => things.has(ref) && createdAt <= room.now)
      const told = asked.map(({ ref, createdAt }) => countedAt(room.seed, ref, createdAt, room.now))
      return { answer: { told, last: rows.at(-1)?.number, isLast: rows.length < limit } }
    })
    isLast = page.isLast
    after = Number(page.last ?? after)
    if (page.told.length > 0) yield page.told
  }
}
