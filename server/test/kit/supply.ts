/** Supply over the whole server: a system with quota on a simulated cloud, approvals by hand, a worker driven by hand. */
import type { PlacementWanted } from '@yunheng/contract'
import { noteObserved } from '../../src/modules/inventory/index.ts'
import { createPlacing, type Placing } from '../../src/modules/placement/index.ts'
import {
  amountsOfUnit,
  createResourceModule,
  intendResources,
  type LineToIntend,
  type ResourceModule,
  type ResourceRow,
  timesAmounts,
} from '../../src/modules/resource/index.ts'
import { insertSystem } from '../../src/modules/system/index.ts'
import { SCOPE_ALL } from '../../src/platform/db/index.ts'
import { type GivenCloud, givenCloud, givenQuota, setupCtx } from './clouds.ts'
import type { TestServer } from './server.ts'

export interface Supply {
  readonly cloud: GivenCloud
  readonly placing: Placing
  readonly resource: ResourceModule
  readonly systemId: string
  /** Places and intends as an approval does, in one transaction. @returns ids of the line's own resources. */
  approve(change?: Partial<LineToIntend>, wanted?: Partial<PlacementWanted>): Promise<readonly string[]>
  /** Works until nothing is due, letting time pass as far as needed. */
  settle(limit?: number): Promise<void>
  row(id: string): Promise<ResourceRow>
}

const MILLION = 1_000_000

export async function givenSupply(
  server: TestServer,
  bodyId = server.world.bodies.department,
): Promise<Supply> {
  const { database, clock, ids } = server
  const cloud = await givenCloud(server)
  await givenQuota(server, bodyId, {
    vcpus: MILLION,
    memoryMiB: MILLION * 1000,
    storageGiB: MILLION,
    floatingIps: MILLION,
    cards: 0,
  }).catch(() => {})
  const systemId = await givenSystem(server, bodyId)
  const placing = createPlacing()
  const resource = createResourceModule({
    placing,
    connections: server.composition.cloud.connections,
    noteObserved,
  })
  const ctx = setupCtx(server)
  const db = database.as(SCOPE_ALL)
  const [reconciler] = resource.reconcilers
  if (reconciler === undefined) throw new Error('resource brings a reconciler')

  async function work(id: string): Promise<void> {
    const result = await reconciler?.reconcile(ctx, id, AbortSignal.timeout(30_000))
    const mine = { id, nudges: 0 }
    if (result?.done !== false)
      await db
        .deleteFrom('reconcile_item')
        .where((eb) => eb.and(mine))
        .execute()
    else
      await db
        .updateTable('reconcile_item')
        .set({ due_at: new Date(clock.now().getTime() + result.againMs) })
        .where((eb) => eb.and(mine))
        .execute()
  }
  return {
    cloud,
    placing,
    resource,
    systemId,
    approve: (change = {}, wanted = {}) =>
      ctx.inTx(async (tx) => {
        const line = {
          ...lineFor(ids.next, systemId, bodyId),
          ...change,
          systemCode: `sys-${systemId.slice(-6)}`,
        }
        const {
          amounts: _,
          imageCodes,
          tiers,
          needsExternalNetwork,
          ...shared
        } = {
          ...wantedFor(line),
          ...wanted,
        }
        const needs = { imageCodes, tiers, needsExternalNetwork }
        const [placed] = await placing.claim(tx, ctx, {
          requestId: line.requestId,
          wanted: shared,
          parts: [
            { requestLineId: line.lineId, quantity: line.quantity, unit: amountsOfUnit(line), ...needs },
          ],
          poolIds: null,
        })
        if (placed?.count !== line.quantity) throw new Error('the line stands in one pool')
        return intendResources(tx, ctx, {
          line,
          site: placed.site,
          count: line.quantity,
          firstNumber: 1,
        })
      }),
    async settle(limit = 500) {
      for (let passes = 0; passes < limit; passes++) {
        const next = await db
          .selectFrom('reconcile_item')
          .select(['id', 'due_at'])
          .where('reconciler', '=', 'resource')
          .orderBy('due_at')
          .limit(1)
          .executeTakeFirst()
        if (next === undefined) return
        if (next.due_at > clock.now()) clock.set(next.due_at.toISOString())
        await db.updateTable('reconcile_item').set({ nudges: 0 }).where('id', '=', next.id).execute()
        await work(next.id)
      }
      throw new Error(`not settled after ${limit} passes`)
    },
    row: async (id) =>
      (await db
        .selectFrom('resource')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()) as unknown as ResourceRow,
  }
}

function wantedFor(line: LineToIntend): PlacementWanted {
  return {
    systemId: line.systemId,
    bodyId: line.bodyId,
    amounts: timesAmounts(amountsOfUnit(line), line.quantity),
    poolClass: 'general',
    networkZone: 'government-extranet',
    cloudId: null,
    poolId: null,
    preference: null,
    needsExternalNetwork: false,
    // The kit's clouds stand on edge nodes.
    atEdge: true,
    imageCodes: [],
    tiers: [],
  }
}

function lineFor(nextId: () => string, systemId: string, bodyId: string): LineToIntend {
  return {
    requestId: nextId(),
    lineId: nextId(),
    systemId,
    bodyId,
    plan: {
      id: nextId(),
      code: 'c2m4',
      title: { zh: '2核4G', en: '2 vCPU 4 GiB' },
      offeringCode: 'cloud-host',
    },
    fulfilment: { by: 'connector', kinds: ['server', 'volume', 'floating-ip'] },
    quantity: 1,
    dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 40, 'storage-gib': 100, 'public-ip': 1 },
    parameters: { name: 'web', image: 'openeuler', tier: 'general-ssd' },
    expiresAt: null,
  }
}

async function givenSystem(server: TestServer, bodyId: string): Promise<string> {
  const { database, clock, ids, world } = server
  const id = ids.next()
  await database.inTx(SCOPE_ALL, (tx) =>
    insertSystem(tx, {
      id,
      body_id: bodyId,
      code: `sys-${id.slice(-6)}`,
      name: '政务服务系统',
      summary: '',
      kind: 'new',
      lifecycle: 'building',
      protection_level: 2,
      protection_filing_no: null,
      classification: 'internal',
      network_zone: 'government-extranet',
      access_paths: ['government-extranet'],
      responsible_person_id: world.people.departmentAdmin.personId,
      has_web: true,
      is_vertical: false,
      deployment: 'cloud',
      exemption: null,
      wave_id: null,
      trial_since: null,
      retired_at: null,
      retire_reason: null,
      created_at: clock.now(),
      updated_at: clock.now(),
    }),
  )
  return id
}
