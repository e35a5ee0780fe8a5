/** A stretch of supply for tests: a simulated cloud, a system to place things for, and a worker that is driven by hand. */

import type { Amounts, ResourceKind } from '@yunheng/contract'
import { createTestClock, type TestClock } from '../../../test/kit/clock.ts'
import {
  createSimulator,
  INSTANT,
  type Knobs,
  type SimulatedCloud,
} from '../../connectors/simulated/index.ts'
import { createAuthz } from '../../platform/authz/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { createContextFactory, systemActor } from '../../platform/create-context.ts'
import type { Database } from '../../platform/db/index.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { createIds } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log/index.ts'
import { CHINA_CALENDAR, toWorkCalendar } from '../../platform/worktime/index.ts'
import { policies } from '../../policies.ts'
import type { Connector } from '../cloud/index.ts'
import { addAmounts, NOTHING, timesAmounts } from './amounts.ts'
import type { IntendResources } from './intend/intend-resources.ts'
import { intendResources } from './intend/intend-resources.ts'
import type { Holdings, ResourcePorts } from './ports.ts'
import { createResourceReconciler, DEFAULT_RECONCILER_OPTIONS } from './reconcile/resource-reconciler.ts'
import type { ResourceRow } from './resource.ts'

export interface Stage {
  readonly ctx: Ctx
  readonly clock: TestClock
  readonly cloud: SimulatedCloud
  readonly connector: Connector
  readonly holdings: Ledger
  readonly line: IntendResources
  /** Writes the line's resources as an approval does. */
  intend(change?: Partial<IntendResources['line']>, count?: number): Promise<readonly string[]>
  /** Works until nothing is due, letting time pass as far as needed. @returns passes that it took. */
  settle(limit?: number, afterEach?: () => Promise<void>): Promise<number>
  rows(kind?: ResourceKind): Promise<readonly ResourceRow[]>
  row(id: string): Promise<ResourceRow>
  /** What exists in the cloud, by kind. */
  inventory(): Promise<Readonly<Partial<Record<ResourceKind, number>>>>
}

/** What pools and quotas would count. Kept in memory, so it is right only while no transaction fails. */
export interface Ledger extends Holdings {
  readonly held: { reserved: Amounts; allocated: Amounts }
}

const KINDS = [
  'project',
  'network',
  'subnet',
  'router',
  'security-group',
  'key-pair',
  'server',
  'volume',
  'snapshot',
  'backup',
  'floating-ip',
  'load-balancer',
  'bucket',
] as const

export interface Wrapping {
  /** Puts something between the worker and the cloud. */
  readonly connector?: (connector: Connector) => Connector
  /** Puts something between the worker and the database. */
  readonly ctx?: (ctx: Ctx) => Ctx
}

let nth = 0

export async function createStage(
  database: Database,
  knobs: Partial<Knobs> = INSTANT,
  wrap: Wrapping = {},
): Promise<Stage> {
  const clock = createTestClock()
  const ids = createIds(clock)
  const log = silentLog()
  const makeCtx = createContextFactory({ database, clock, ids, log, authz: createAuthz(policies) })
  const ctx = makeCtx(systemActor('test'), { requestId: 'test', address: null, operation: null })
  const endpoint = `simulated://stage-${process.pid}-${++nth}`
  const simulator = createSimulator({ pool: database.owner, clock })
  const cloud = simulator.cloud(endpoint)
  await cloud.set({ ...INSTANT, ...knobs })
  const cloudId = ids.next()
  const settings = { cloudId, endpoint, region: null, credentials: { accessKey: 'simulated' }, options: {} }
  const plain = simulator.kind.connect(settings)
  const connector = wrap.connector?.(plain) ?? plain
  const holdings = createLedger()
  const ports: ResourcePorts = {
    holdings,
    connectorOf: async () => connector,
    closePlacement: async () => {},
    noteObserved: async () => {},
    workCalendar: async () => toWorkCalendar(CHINA_CALENDAR, 1),
  }
  const workerCtx = wrap.ctx?.(ctx) ?? ctx
  const reconciler = createResourceReconciler(ports, DEFAULT_RECONCILER_OPTIONS)
  const line = lineOn(ids.next, cloudId)
  const db = database.as(SCOPE_ALL)

  const rows = async (kind?: ResourceKind) => {
    const all = db.selectFrom('resource').selectAll().where('cloud_id', '=', cloudId).orderBy('id')
    return (await (kind ? all.where('kind', '=', kind) : all).execute()) as unknown as readonly ResourceRow[]
  }

  /** One item: what the platform's runner does, without its clock. */
  async function work(id: string): Promise<void> {
    let dueAt: Date | null
    try {
      const result = await reconciler.reconcile(workerCtx, id, new AbortController().signal)
      dueAt = result.done ? null : new Date(clock.now().getTime() + result.againMs)
    } catch {
      dueAt = clock.now()
    }
    const item = database.as(SCOPE_ALL)
    if (dueAt === null)
      await item.deleteFrom('reconcile_item').where('id', '=', id).where('nudges', '=', 0).execute()
    else
      await item
        .updateTable('reconcile_item')
        .set({ due_at: dueAt })
        .where('id', '=', id)
        .where('nudges', '=', 0)
        .execute()
  }

  const mine = () =>
    db
      .selectFrom('reconcile_item')
      .innerJoin('resource', 'resource.id', 'reconcile_item.id')
      .select(['reconcile_item.id', 'reconcile_item.due_at'])
      .where('resource.cloud_id', '=', cloudId)
      .orderBy('reconcile_item.due_at')
      .orderBy('reconcile_item.id')
      .limit(1)
      .executeTakeFirst()

  return {
    ctx,
    clock,
    cloud,
    connector,
    holdings,
    line,
    rows,
    row: async (id) => (await rows()).find((row) => row.id === id) as ResourceRow,
    intend: (change = {}, count = 1) =>
      ctx.inTx((tx) =>
        intendResources(tx, ctx, { ...line, count, line: { ...line.line, quantity: count, ...change } }),
      ),
    async settle(limit = 600, afterEach) {
      for (let passes = 0; passes < limit; passes++) {
        const next = await mine()
        if (next === undefined) return passes
        if (next.due_at > clock.now()) clock.set(next.due_at.toISOString())
        // A nudge that comes during the pass makes the count positive again, and the item stays.
        await database
          .as(SCOPE_ALL)
          .updateTable('reconcile_item')
          .set({ nudges: 0 })
          .where('id', '=', next.id)
          .execute()
        await work(next.id)
        await afterEach?.()
      }
      throw new Error(
        `not settled after ${limit} passes: ${JSON.stringify((await rows()).map(summary), null, 1)}`,
      )
    },
    async inventory() {
      const counts: Partial<Record<ResourceKind, number>> = {}
      for (const kind of KINDS) {
        const { length } = await cloud.things(kind)
        if (length > 0) counts[kind] = length
      }
      return counts
    },
  }
}

const summary = ({ kind, name, state, agreement, conditions, observed_state }: ResourceRow) => ({
  kind,
  name,
  state,
  agreement,
  observed_state,
  conditions,
})

function createLedger(): Ledger {
  const held = { reserved: NOTHING, allocated: NOTHING }
  const less = (amounts: Amounts) => timesAmounts(amounts, -1)
  return {
    held,
    async reserve(_tx, _ctx, _of, amounts) {
      held.reserved = addAmounts(held.reserved, amounts)
    },
    async allocate(_tx, _ctx, _of, amounts) {
      held.reserved = addAmounts(held.reserved, less(amounts))
      held.allocated = addAmounts(held.allocated, amounts)
    },
    async release(_tx, _ctx, _of, { reserved, allocated }) {
      held.reserved = addAmounts(held.reserved, less(reserved))
      held.allocated = addAmounts(held.allocated, less(allocated))
    },
  }
}

/** One server of 2 vCPU and 4 GiB with a data disk, a key and an address from outside. */
function lineOn(nextId: () => string, cloudId: string): IntendResources {
  const poolId = nextId()
  return {
    count: 1,
    firstNumber: 1,
    site: {
      placementId: nextId(),
      cloudId,
      poolId,
      providerBodyId: nextId(),
      networkZone: 'internet',
      nativeZone: 'az-1',
      mapping: {
        images: [
          { code: 'small', title: { zh: '小', en: 'Small' }, native: 'small-test', minDiskGiB: 1 },
          { code: 'kylin', title: { zh: '麒麟', en: 'Kylin' }, native: 'kylin-v10-sp3', minDiskGiB: 40 },
        ],
        volumeTypes: [{ tier: 'general', native: 'general-ssd' }],
        externalNetwork: 'internet',
      },
    },
    line: {
      requestId: nextId(),
      lineId: nextId(),
      systemId: nextId(),
      systemCode: `sys-${nth}`,
      bodyId: nextId(),
      plan: {
        id: nextId(),
        code: 'c2m4',
        title: { zh: '2核4G', en: '2 vCPU 4 GiB' },
        offeringCode: 'cloud-host',
      },
      fulfilment: { by: 'connector', kinds: ['server', 'volume', 'floating-ip'] },
      quantity: 1,
      dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 20, 'storage-gib': 100, 'public-ip': 1 },
      parameters: { name: 'web', image: 'small', tier: 'general', publicKey: PUBLIC_KEY },
      expiresAt: null,
    },
  }
}

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHZ5fYxX1mJxQm7f6Q0m5i2vTn0bE3dXo5mQ1w2r3t4u test'
