/**
 * The cockpit reads the same figures as the ledger (R36): every figure that the home page, the targets and the estate show is
 * computed once more here, by SQL of its own over the base tables, without the platform's stores, views and row filters.
 */
import {
  capacityTargetOperations,
  estateOperations,
  homeOperations,
  protectionOperations,
  requestOperations,
  resourceOperations,
  unconnectedPlatformOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenAccount } from './kit/accounts.ts'
import { actOnOrder, handInEvidence, orderOf } from './kit/by-hand.ts'
import { amountsOf, givenCloud, setupCtx } from './kit/clouds.ts'
import { aRequest, findPlanId, submitRequest, well } from './kit/journey.ts'
import { useServer } from './kit/server.ts'
import { givenSupply, type Supply } from './kit/supply.ts'
import type { Persona, PersonaKey } from './kit/world.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply

/** What a persona may see, as conditions on the two columns that say whose a row is; `true` is everything. */
interface Sight {
  readonly bodies: readonly string[] | null
  readonly person: string
}

const LEFT_OUT = `('rejected', 'withdrawn', 'cancelled')`
const mine = `($1::uuid[] is null or body_id = any($1))`
const requests = (where: string) =>
  `select count(*) from request where ${mine} and state not in ${LEFT_OUT} and ${where}`
const orders = (where: string) =>
  `select count(*) from work_order where ${mine} and closed_at is null and ${where}`
const LATE = `state in ('open', 'accepted') and due_at < $3`
const tilted = (where: string) =>
  `select count(*) from resource where ${mine} and agreement = 'tilted' and presence = 'present' and ${where}`
const hosts = `resource h where h.kind = 'server' and h.presence = 'present' and h.released_at is null
  and h.provisioned_at is not null and ($1::uuid[] is null or h.body_id = any($1))`

/** $1: bodies in sight or null, $2: the person, $3: now. One statement for each figure, whoever sees it. */
const FIGURES: Readonly<Record<string, string>> = {
  'requests-mine': requests(`state in ('draft', 'returned') and applicant_id = $2`),
  'requests-in-approval': requests(`state = 'in-approval'`),
  'requests-waiting': requests(`state = 'approved'`),
  'requests-provisioning': requests(`state in ('provisioning', 'partly-delivered')`),
  'requests-failing': requests(`condition ->> 'type' = 'delivery-failing'`),
  'requests-to-confirm': requests(`state = 'delivered'`),
  'papers-overdue': requests(`condition ->> 'type' = 'papers-overdue'`),
  'terms-expiring': `select count(*) from resource_term where ${mine} and released_at is null
    and until <= ($3 at time zone 'Asia/Shanghai')::date + 30`,
  'work-orders-to-pass': orders(`state = 'delivered' and resource_id is null`),
  'work-orders-destructions': orders(`state = 'delivered' and task = 'destruction'`),
  'work-orders-overdue': orders(LATE),
  'drift-changed': tilted(`state <> 'missing' and observed_state = 'ready' and differences <> '[]'`),
  'drift-vanished': tilted(`state = 'missing'`),
  'drift-reappeared': `select count(*) from inventory_item i where i.vanished_at is null
    and exists (select from resource r where r.id = i.resource_id and r.released_at is not null)`,
  'drift-unmanaged': `select count(*) from inventory_item where vanished_at is null and tag is null`,
  'clouds-old': `select count(*) from cloud c where not exists (select from inventory_scan s where s.cloud_id = c.id
    and s.state = 'complete' and s.sort = 'full' and s.began_at > $3 - interval '9 hours')`,
  'rate-r19': `select round(100.0 * count(*) filter (where n.intake = 'managed' and c.state in ('healthy', 'degraded')
      and exists (select from zone z where z.node_id = n.id) and exists (select from inventory_scan s where s.cloud_id = c.id
        and s.state = 'complete' and s.sort = 'full' and s.began_at > $3 - interval '9 hours')) / count(*), 1)
    from node n join cloud c on c.id = n.cloud_id`,
  'rate-r18': `select round(100.0 * count(*) filter (where exists (
      select from resource r join system s on s.id = r.system_id join body b on b.id = s.body_id
      join region own on own.id = b.region_id where own.path like county.path || '%' and r.presence = 'present'
        and r.external_id is not null and r.released_at is null and r.kind <> 'project')) / count(*), 1)
    from region county where county.level = 'county' and county.closed_at is null`,
  'reports-missing': `select count(*) from unconnected_platform p where p.revoked_at is null
    and p.network_type <> 'government-intranet' and not exists (select from unconnected_report r where r.platform_id = p.id
      and r.day >= ($3 at time zone 'Asia/Shanghai')::date - 2)
    and (p.created_at at time zone 'Asia/Shanghai')::date < ($3 at time zone 'Asia/Shanghai')::date - 2`,
  'systems-without-place': `select count(*) from system where ${mine} and lifecycle <> 'retired' and wave_id is null
    and (deployment = 'to-migrate' or (exemption ->> 'validUntil')::date < ($3 at time zone 'Asia/Shanghai')::date)`,
  'departments-connected': `select count(distinct c.body_id) from service_contract c join body b on b.id = c.body_id
    where c.kind = 'lease' and b.kind = 'department' and c.terminated_on is null
      and ($3 at time zone 'Asia/Shanghai')::date between c.starts_on and c.ends_on`,
  'milestones-late': `select count(*) from milestone where evidence_at is null
    and due_on < ($3 at time zone 'Asia/Shanghai')::date`,
  'without-plan': `select count(*) from resource where plan is null and ground is null and released_at is null
    and presence = 'present' and provisioned_at is not null and kind <> 'project'`,
  'vpn-accounts-expired': `select count(*) from vpn_account where ${mine} and revoked_at is null
    and expires_on < ($3 at time zone 'Asia/Shanghai')::date`,
  // Here one delivered subscription of one system, which names nobody: its number, or all hosts when they are fewer.
  'anti-virus-coverage': `select floor(1000.0 * least(count(*), (select sum((v.observed_spec -> 'parameters' ->> 'hosts')::int)
      from resource v where v.kind = 'service' and v.plan ->> 'offeringCode' = 'anti-virus' and v.provisioned_at is not null
        and v.presence = 'present')) / count(*)) / 10 from ${hosts}`,
  'bills-to-confirm': `select count(*) from bill where ${mine} and state = 'sent'`,
  'bills-disputed': `select count(distinct bill_id) from bill_dispute join bill on bill.id = bill_id where ${mine} and outcome is null`,
  'bill-closings': `select count(*) from bill where ${mine} and closing_reason is not null and state in ('sent', 'disputed')`,
  'differences-to-answer': `select count(*) from difference where state = 'open' and owner = 'department'
    and ($1::uuid[] is null or owner_body_id = any($1))`,
  'differences-to-confirm': `select count(*) from difference where state = 'adjusted'`,
  'settlements-to-confirm': `select count(*) from settlement where provider_body_id = any ($1) and state = 'sent'`,
  'settlements-to-approve': `select count(*) from settlement where ${mine} and state = 'confirmed'`,
  'saving-proposals': `select count(*) from saving_proposal where ${mine}`,
  'saving-notices-overdue': `select count(*) from saving_notice where ${mine} and state in ('accepted', 'insisted')
    and due_on < ($3 at time zone 'Asia/Shanghai')::date
    and resource_id in (select id from resource where presence = 'present')`,
  'accounts-active': `select count(*) from account where disabled_at is null`,
  'accounts-locked': `select 0`,
  'accounts-disabled': `select count(*) from account where disabled_at is not null`,
}

/** A number as the database counts it, past every row filter. */
async function counted(sql: string, sight: Sight): Promise<number> {
  const { database, clock } = server.current
  // Each statement uses what it needs: the others would have no type.
  const used = sql.replaceAll('$3', '$3::timestamptz').replaceAll('$2', '$2::uuid')
  const text = `with given as (select $1::uuid[], $2::uuid, $3::timestamptz) ${used}`
  const { rows } = await database.owner.query<Record<string, string>>(text, [
    sight.bodies,
    sight.person,
    clock.now(),
  ])
  return Number(Object.values(rows[0] ?? {})[0])
}

async function givenService(offeringCode: string, parameters: Record<string, unknown>): Promise<string> {
  const title = { zh: offeringCode, en: offeringCode }
  const plan = { id: server.current.ids.next(), code: 'one', title, offeringCode }
  const fulfilment = { by: 'work-order', workingDays: 3 } as const
  const [id = ''] = await supply.approve({ plan, fulfilment, dimensions: {}, parameters })
  await supply.settle()
  return id
}

async function deliver(id: string): Promise<void> {
  const order = await orderOf(server.current, id)
  if (order === undefined) throw new Error('no work order')
  const { providerOperator, departmentApplicant } = people()
  await actOnOrder(server.current, providerOperator, order, 'accept')
  await handInEvidence(server.current, order)
  await actOnOrder(server.current, providerOperator, order, 'deliver', { note: '已开通' })
  await actOnOrder(server.current, departmentApplicant, order, 'confirm', { comment: null })
  await supply.settle()
}

/** Something for every kind of figure: requests, servers that were changed behind our back, orders, accounts, reports. */
beforeAll(async () => {
  const { world, call, clock, database, ids } = server.current
  supply = await givenSupply(server.current)
  await givenCloud(server.current, {
    pool: {
      class: 'heterogeneous',
      total: amountsOf({ vcpus: 1000, storageGiB: 100_000, cards: 8 }),
      accelerator: { model: 'Ascend 910B', pflops: '2.5', precision: 'fp16' },
    },
    provider: world.bodies.otherProvider,
  })
  // Where requests are placed: not at the edge.
  await givenCloud(server.current, { node: 'department-integrated' })
  const planId = await findPlanId(server.current, 'cloud-host', 'c4m8')
  const line = { planId, parameters: { image: 'kylin-v10' } }
  const drafts = [aRequest(supply.systemId, [line]), aRequest(supply.systemId, [])]
  for (const body of drafts)
    await well(call(people().departmentApplicant, requestOperations.create, { body }))
  await submitRequest(server.current, aRequest(supply.systemId, [line]))

  const made = await supply.approve({ quantity: 3 })
  await supply.settle()
  const rows = await Promise.all(made.map((id) => supply.row(id)))
  const [changed, gone] = rows.filter(({ kind }) => kind === 'server')
  await supply.cloud.simulated.alter('server', changed?.external_id ?? '', { power: 'off' })
  await supply.cloud.simulated.vanish('server', gone?.external_id ?? '')
  const [reconciler] = supply.resource.reconcilers
  for (const row of [changed, gone])
    await reconciler?.reconcile(setupCtx(server.current), row?.id ?? '', AbortSignal.timeout(10_000))

  const vpn = await givenService('vpn', { accounts: 5, owner: '韩知', expiresOn: '2026-12-31' })
  for (const [account, expiresOn] of [
    ['han.zhi', '2026-09-17'],
    ['li.yun', '2026-12-31'],
  ] as const)
    await well(
      call(people().providerOperator, protectionOperations.openVpnAccount, {
        body: { resourceId: vpn, account, owner: account, expiresOn },
      }),
    )
  await deliver(await givenService('anti-virus', { hosts: 2 }))
  for (const code of ['one', 'two'])
    await well(
      call(people().centre, unconnectedPlatformOperations.create, {
        body: {
          code: `lower-${code}`,
          name: `下级平台 ${code}`,
          kind: 'government',
          networkType: 'government-extranet',
          regionId: world.regions.countyA,
          bodyId: world.bodies.countyBureau,
          contactName: '周明',
          contactPhone: '0900-1234567',
        },
      }),
    )
  await givenAccount({ database, clock, ids }, people().departmentApplicant, 'applicant')
  clock.set('2026-09-21T04:00:00.000Z')
}, 120_000)

const PERSONAS: readonly PersonaKey[] = [
  'centre',
  'departmentApplicant',
  'operations',
  'guide',
  'systemAdmin',
]

describe('the cockpit reads the same figures as the ledger', () => {
  it('R36 every figure of the home page is what an independent count of the tables gives, for everybody who sees it', async () => {
    const { world, call } = server.current
    const seen = new Map<string, number>()
    for (const key of PERSONAS) {
      const persona = people()[key]
      const { figures } = await well(call(persona, homeOperations.summary))
      const bodies = key === 'departmentApplicant' ? [world.bodies.department, world.bodies.office] : null
      for (const figure of figures) {
        const sql = FIGURES[figure.key]
        expect(sql, `${figure.key} has a count of its own`).toBeDefined()
        const value = await counted(sql ?? '', { bodies, person: persona.personId })
        expect([key, figure.key, figure.value]).toEqual([key, figure.key, value])
        seen.set(figure.key, Math.max(seen.get(figure.key) ?? 0, value))
      }
    }
    // It would be no proof if everything were nought.
    const something = [...seen].filter(([, value]) => value > 0).map(([key]) => key)
    expect(something).toEqual(
      expect.arrayContaining([
        'requests-mine',
        'requests-in-approval',
        'drift-changed',
        'drift-vanished',
        'work-orders-overdue',
        'clouds-old',
        'rate-r18',
        'reports-missing',
        'vpn-accounts-expired',
        'anti-virus-coverage',
        'accounts-active',
      ]),
    )
  })

  it('R36 a figure leads to the list which makes it: the number of its lines is the figure', async () => {
    const { call } = server.current
    const { figures } = await well(call(people().centre, homeOperations.summary))
    const figureOf = (key: string) => figures.find((figure) => figure.key === key)?.value
    const approval = await well(
      call(people().centre, requestOperations.list, { query: { state: ['in-approval'], pageSize: 200 } }),
    )
    expect(approval.items).toHaveLength(figureOf('requests-in-approval') ?? -1)
    const expired = await well(
      call(people().centre, protectionOperations.vpnAccounts, { query: { state: 'expired', pageSize: 200 } }),
    )
    expect(expired.items).toHaveLength(figureOf('vpn-accounts-expired') ?? -1)
    const owing = await well(
      call(people().centre, unconnectedPlatformOperations.list, { query: { missing: true, pageSize: 200 } }),
    )
    expect(owing.items).toHaveLength(figureOf('reports-missing') ?? -1)
    const missing = await well(
      call(people().centre, resourceOperations.list, { query: { state: 'missing', pageSize: 200 } }),
    )
    expect(missing.items).toHaveLength(figureOf('drift-vanished') ?? -1)
  })

  it('R120 from a figure one comes to the record behind it, and there to what may be done, by whom it is theirs to do', async () => {
    const { call } = server.current
    const me = people().departmentApplicant
    const { figures } = await well(call(me, homeOperations.summary))
    const shown = figures.find((figure) => figure.key === 'drift-vanished')?.value
    const { items } = await well(call(me, resourceOperations.list, { query: { state: 'missing' } }))
    expect([shown, items.length]).toEqual([1, 1])
    const params = { id: items[0]?.id ?? '' }
    const actionsOf = async (persona: Persona) =>
      (await well(call(persona, resourceOperations.get, { params }))).actions.recreate
    expect(await actionsOf(me)).toMatchObject({ allowed: true })
    // Who only oversees is told why not.
    expect(await actionsOf(people().guide)).toMatchObject({ allowed: false, reason: expect.any(String) })
  })

  it('R36 the gauges of the targets and the sums of the estate are those of the pools', async () => {
    const { call, database } = server.current
    const { rows } = await database.owner.query<Record<string, string>>(
      `select sum(floor(total_vcpus * over_commit_vcpus)) as vcpus, sum(floor(total_storage_gib * over_commit_storage)) as gib,
        sum((accelerator ->> 'pflops')::numeric) as pflops, sum(limit_vcpus) as limit_vcpus,
        sum(allocated_vcpus) as allocated, sum(reserved_vcpus) as reserved, sum(limit_storage_gib) as limit_gib from pool`,
    )
    const sums = Object.fromEntries(Object.entries(rows[0] ?? {}).map(([key, value]) => [key, Number(value)]))
    const targets = await well(call(people().centre, capacityTargetOperations.list))
    const actual = Object.fromEntries(targets.items.map((target) => [target.code, target.actual]))
    const petabytes = Math.round(((sums.gib ?? 0) * 2 ** 30) / 1e12) / 1e3
    expect(actual).toEqual({
      vcpus: sums.vcpus,
      compute: sums.pflops,
      'block-storage': petabytes,
      'file-storage': null,
    })
    const estate = await well(call(people().centre, estateOperations.get))
    const total = (of: (cloud: (typeof estate.clouds)[number]) => number) =>
      estate.clouds.reduce((sum, cloud) => sum + of(cloud), 0)
    expect([
      total(({ capacity }) => capacity.limit.vcpus),
      total(({ capacity }) => capacity.allocated.vcpus),
      total(({ capacity }) => capacity.reserved.vcpus),
      total(({ capacity }) => capacity.limit.storageGiB),
    ]).toEqual([sums.limit_vcpus, sums.allocated, sums.reserved, sums.limit_gib])
    expect(sums.allocated).toBeGreaterThan(0)
  })
})
