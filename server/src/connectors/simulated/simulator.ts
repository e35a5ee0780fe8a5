/** The simulated clouds as a whole: how they are registered, and the hand inside them that tests and demonstrations use. */
import type pg from 'pg'
import type {
  ConnectorKind,
  CounterReading,
  ExternalId,
  Measured,
  Observed,
  ResourceKind,
  Spec,
} from '../../modules/cloud/connector.ts'
import type { Clock } from '../../platform/clock.ts'
import {
  type CallRow,
  type CloudRow,
  type FaultRule,
  findCloud,
  insertCloud,
  insertManyServers,
  insertRule,
  listCalls,
  removeCalls,
  removeRules,
  updateKnobs,
  type Verb,
} from './cloud-store.ts'
import { countedAt } from './counters.ts'
import { createWire, digestOf, inOwnTx } from './gate.ts'
import { makeThing } from './make.ts'
import { measuredAt } from './measures.ts'
import { finishRemoval, settle } from './remove.ts'
import type { Room } from './room.ts'
import { takeFromProject, takeFromZone } from './room-store.ts'
import { createSimulatedConnector, toObserved } from './simulated-connector.ts'
import { DEFAULT_KNOBS, type Effect, type Knobs, zonesOf } from './simulated-knobs.ts'
import { coresFor } from './stock-store.ts'
import { listThings, loadThingForUpdate, updateThing } from './thing-store.ts'

export const SIMULATED_KIND = 'simulated'
/** The key that a new simulated cloud takes when nothing else was agreed. */
export const DEFAULT_ACCESS_KEY = 'simulated'

/** The hand inside one simulated cloud. Nothing of it passes the wire, so no fault meets it and nothing is recorded. */
export interface SimulatedCloud {
  /** Makes the cloud with these knobs, or changes them. */
  set(knobs: Partial<Knobs>): Promise<void>
  knobs(): Promise<Knobs>
  /** The `nth` call that fits (1 = the next) and the following ones, `times` in all, meet this effect. */
  fail(rule: {
    readonly verb: Verb
    readonly kind?: ResourceKind
    /** Only calls about this resource id or external id. */
    readonly subject?: string
    readonly nth?: number
    readonly times?: number
    readonly effect: Effect
  }): Promise<void>
  heal(): Promise<void>
  calls(filter?: { verb?: Verb; kind?: ResourceKind; outcome?: string }): Promise<readonly CallRow[]>
  forgetCalls(): Promise<void>
  /** All that exists, whatever its state. */
  things(kind: ResourceKind): Promise<readonly Observed[]>
  /** What it would have told of these servers then, as if they had run. */
  measuresAt(servers: readonly ExternalId[], at: readonly Date[]): Promise<readonly Measured[]>
  /** What its counters of these addresses or balancers would have shown then. */
  countersAt(
    kind: ResourceKind,
    things: readonly ExternalId[],
    at: readonly Date[],
  ): Promise<readonly CounterReading[]>
  /** Behind the platform's back: makes, changes, takes away. */
  make(spec: Spec, projectRef: ExternalId | null, resourceId?: string | null): Promise<ExternalId>
  alter(kind: ResourceKind, ref: ExternalId, spec: Record<string, unknown>): Promise<void>
  vanish(kind: ResourceKind, ref: ExternalId): Promise<void>
  /** Many running servers in one zone, for scale. */
  crowd(crowd: {
    projectRef: ExternalId
    zone: string
    count: number
    vcpus: number
    memoryMiB: number
  }): Promise<void>
}

export interface Simulator {
  readonly kind: ConnectorKind
  cloud(endpoint: string): SimulatedCloud
}

const ENDPOINT = /^simulated:\/\/[a-z0-9][a-z0-9-]{0,60}$/

export function createSimulator(options: { readonly pool: pg.Pool; readonly clock: Clock }): Simulator {
  return { kind: kindOf(options), cloud: (endpoint) => handIn(options, endpoint) }
}

function kindOf({ pool, clock }: { readonly pool: pg.Pool; readonly clock: Clock }): ConnectorKind {
  return {
    kind: SIMULATED_KIND,
    title: { zh: '模拟云', en: 'Simulated cloud' },
    fields: [
      {
        name: 'accessKey',
        secret: true,
        required: true,
        title: { zh: '访问密钥', en: 'Access key' },
        placeholder: DEFAULT_ACCESS_KEY,
      },
      {
        name: 'vcpus',
        secret: false,
        required: false,
        title: { zh: '规模（物理核数）', en: 'Size (physical cores)' },
        placeholder: '2000',
      },
      {
        name: 'servers',
        secret: false,
        required: false,
        title: { zh: '存量云服务器数（用于纳管）', en: 'Servers it holds already (to be taken in)' },
        placeholder: '0',
      },
      {
        name: 'seed',
        secret: false,
        required: false,
        title: { zh: '随机种子', en: 'Seed of chance' },
        placeholder: '1',
      },
    ],
    connect(settings) {
      const { vcpus, seed, servers } = settings.options
      const stock = servers !== undefined && /^\d{1,6}$/.test(servers) ? Number(servers) : 0
      const given = vcpus !== undefined && /^\d{1,6}$/.test(vcpus) ? Number(vcpus) : null
      const cores = stock > 0 ? Math.max(given ?? 0, coresFor(stock)) : given
      return createSimulatedConnector(
        createWire({
          pool,
          clock,
          endpoint: settings.endpoint,
          isAddress: ENDPOINT.test(settings.endpoint),
          accessKey: settings.credentials.accessKey ?? '',
          seed: seed !== undefined && /^\d{1,9}$/.test(seed) ? Number(seed) : 1,
          firstServers: stock,
          firstKnobs: cores === null || cores < 2 ? {} : { zones: zonesOf(cores) },
        }),
      )
    },
  }
}

function handIn(
  { pool, clock }: { readonly pool: pg.Pool; readonly clock: Clock },
  endpoint: string,
): SimulatedCloud {
  const known = async (): Promise<CloudRow> => {
    const cloud = await findCloud(pool, endpoint)
    if (!cloud) throw new Error(`there is no simulated cloud ${endpoint}`)
    return cloud
  }
  const inside = async <T>(work: (room: Room) => Promise<T>): Promise<T> => {
    const { seed, knobs } = await known()
    return inOwnTx(pool, async (db) => {
      const room: Room = { db, cloud: endpoint, seed, knobs, now: clock.now(), fate: null }
      await settle(room)
      return work(room)
    })
  }
  return {
    async set(patch) {
      const before = (await findCloud(pool, endpoint))?.knobs
      const knobs = { ...(before ?? DEFAULT_KNOBS), ...patch }
      await inOwnTx(pool, async (db) => {
        if (before) return updateKnobs(db, endpoint, knobs)
        const keyDigest = digestOf(DEFAULT_ACCESS_KEY)
        return insertCloud(db, { endpoint, seed: 1, keyDigest, knobs, now: clock.now() })
      })
    },
    knobs: async () => (await known()).knobs,
    async fail({ verb, kind, subject, nth = 1, times = 1, effect }) {
      const rule: FaultRule = {
        verb,
        ...(kind ? { kind } : {}),
        ...(subject ? { subject } : {}),
        skip: nth - 1,
        times,
        effect,
      }
      await insertRule(pool, endpoint, rule)
    },
    heal: () => removeRules(pool, endpoint),
    calls: (filter = {}) => listCalls(pool, endpoint, filter),
    forgetCalls: () => removeCalls(pool, endpoint),
    things: (kind) =>
      inside(async (room) =>
        (await listThings(room, kind, { after: 0, since: null, limit: 1_000_000 })).map((thing) =>
          toObserved(thing),
        ),
      ),
    async measuresAt(servers, at) {
      const { seed } = await known()
      return at.flatMap((instant) => servers.map((ref) => measuredAt(seed, ref, instant)))
    },
    countersAt: (kind, things, at) =>
      inside(async (room) => {
        const all = await listThings(room, kind, { after: 0, since: null, limit: 1_000_000 })
        const asked = all.filter(({ ref }) => things.includes(ref))
        return at.flatMap((instant) =>
          asked
            .filter(({ createdAt }) => createdAt <= instant)
            .map(({ ref, createdAt }) => countedAt(room.seed, ref, createdAt, instant)),
        )
      }),
    make: (spec, projectRef, resourceId = null) =>
      inside((room) => makeThing(room, spec, resourceId, projectRef)),
    alter: (_kind, ref, spec) => inside((room) => updateThing(room, ref, { spec })),
    vanish: (kind, ref) =>
      inside(async (room) => {
        const thing = await loadThingForUpdate(room, kind, ref, null)
        if (thing) await finishRemoval(room, thing)
      }),
    crowd: (crowd) =>
      inside(async (room) => {
        const load = {
          vcpus: crowd.count * crowd.vcpus,
          memoryMiB: crowd.count * crowd.memoryMiB,
          diskGiB: crowd.count * 40,
        }
        await takeFromProject(room, crowd.projectRef, load)
        await takeFromZone(room, crowd.zone, load)
        const hosts = room.knobs.zones.find((one) => one.name === crowd.zone)?.hosts ?? 1
        await insertManyServers(room.db, endpoint, { ...crowd, hosts, now: room.now })
      }),
  }
}
