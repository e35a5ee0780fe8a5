/** From what a cloud held before the platform came to the lines of a bill, in exact 分. */
import {
  type AdoptionEntry,
  type AdoptionList,
  adoptionPlanOperations,
  billOperations,
  type Charge,
  adoptionOperations as operations,
  resourceOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenQuota, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { billBody, billedUntil, createBillingReconciler } from '../../billing/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { type AdoptionStage, givenStage, givenSystem } from '../stage.fixture.ts'
import { createAdoptionReconciler } from '../take-in/adoption-reconciler.ts'

const server = useServer()
const people = () => server.current.world.people
let stage: AdoptionStage
let list: AdoptionList
let later: AdoptionList

const aServer = (name: string, vcpus: number, gib: number, subnet: string) =>
  ({
    kind: 'server',
    name,
    vcpus,
    memoryMiB: gib * 1024,
    rootDiskGiB: 40,
    image: 'kylin-v10-sp3',
    subnetRefs: [subnet],
    securityGroupRefs: [],
    keyPairRef: null,
    zone: 'az-1',
    power: 'on',
    rebootGeneration: 0,
  }) as const
const aVolume = (name: string, sizeGiB: number) =>
  ({ kind: 'volume', name, sizeGiB, volumeType: 'general-ssd', serverRef: null }) as const

beforeAll(async () => {
  const { world, clock, database } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-20T02:00:00.000Z')
  stage = await givenStage(server.current)
  await givenQuota(server.current, world.bodies.department, {
    vcpus: 100,
    memoryMiB: 1_000_000,
    storageGiB: 10_000,
  })
  await givenSystem(server.current, world.bodies.department, 'old', '老系统')
  const { simulated } = stage.cloud
  const ref = await simulated.make({ kind: 'project', name: 'OLD', description: '' }, null)
  const networkRef = await simulated.make({ kind: 'network', name: '旧网' }, ref)
  const subnet = await simulated.make(
    { kind: 'subnet', name: '旧子网', networkRef, cidr: '10.9.0.0/24', dnsServers: [] },
    ref,
  )
  await simulated.make(aServer('等规格主机', 2, 4, subnet), ref)
  await simulated.make(aServer('异形主机', 3, 5, subnet), ref)
  await simulated.make(aVolume('旧盘', 10), ref)
  await simulated.make(aVolume('后计价盘', 20), ref)
  const address = {
    kind: 'floating-ip',
    name: '旧地址',
    externalNetwork: 'government-extranet',
    serverRef: null,
  } as const
  await simulated.make(address, ref)
  await stage.scan()
  await stage.propose()
}, 120_000)

const planOf = (entries: readonly AdoptionEntry[]) =>
  Object.fromEntries(
    entries.map((one) => [one.name, one.plan && `${one.plan.offeringCode}/${one.plan.code}`]),
  )

async function planId(code: string): Promise<string> {
  const { body } = await server.current.call(people().centre, adoptionPlanOperations.plans, { query: {} })
  return body.items.find((one) => one.code === code)?.id ?? ''
}

async function setPlan(
  entryNames: readonly string[] | null,
  code: string | null,
  as = people().centre,
  id = list.id,
) {
  const { version } = await stage.get(id)
  const entries = await stage.entries(id)
  const entryIds = entryNames && entries.filter((one) => entryNames.includes(one.name)).map((one) => one.id)
  const body = {
    version,
    entryIds,
    planId: code === null ? null : code.includes('-0') ? code : await planId(code),
  }
  return server.current.call(as, adoptionPlanOperations.setPlan, { params: { id }, body } as never)
}

async function assign(names: readonly string[]): Promise<AdoptionList> {
  const itemIds = await Promise.all(names.map(async (name) => (await stage.item(name)).id))
  return (await stage.assign({ bodyId: server.current.world.bodies.department, itemIds })).list
}

describe('the plan of what is taken in', () => {
  it('is shown at the desk with its reason before anything is listed', async () => {
    const [even, odd] = [await stage.item('等规格主机'), await stage.item('异形主机')]
    expect([even.plan?.code, even.planBecause?.zh]).toEqual(['c2m4', '大小与该规格一致'])
    expect([odd.plan, odd.planBecause?.zh]).toEqual([null, '服务目录没有相同大小的规格，请选定'])
  })

  it('stands on the list as proposed; whoever may not assign, or chooses what does not fit, is refused', async () => {
    list = await assign(['等规格主机', '异形主机', '旧盘', '旧地址'])
    expect(list).toMatchObject({ withoutPlan: 1, pricedFrom: null })
    expect(planOf(await stage.entries(list.id))).toEqual({
      OLD: null,
      旧网: 'virtual-network/private-network',
      旧子网: null,
      等规格主机: 'cloud-host/c2m4',
      异形主机: null,
      旧盘: 'cloud-storage/general-ssd',
      旧地址: 'virtual-network/public-address',
    })
    const reason = async (answer: ReturnType<typeof setPlan>) => (await answer).problem?.reason
    expect(await reason(setPlan(null, 'c4m8', people().departmentAdmin))).toBe('common.forbidden')
    expect((await setPlan(null, 'c4m8', people().otherAdmin)).status).toBe(404)
    expect(await reason(setPlan(['旧盘'], 'c4m8'))).toBe('adoption.plan_unfit')
    expect(await reason(setPlan(null, '00000000-0000-0000-0000-000000000000'))).toBe('adoption.plan_unfit')
    expect(await reason(setPlan(['OLD'], null))).toBe('adoption.plan_unfit')
    expect(await reason(setPlan(null, 'standard'))).toBe('adoption.nothing_left')
    const pricedFrom = { params: { id: list.id }, body: { version: list.version, pricedFrom: '2026-09-01' } }
    const past = await server.current.call(people().centre, adoptionPlanOperations.setPricedFrom, pricedFrom)
    expect(past.problem.reason).toBe('adoption.priced_from_past')
    const stale = { params: { id: list.id }, body: { version: 99, entryIds: null, planId: null } }
    const late = await server.current.call(people().centre, adoptionPlanOperations.setPlan, stale)
    expect(late.problem.reason).toBe('common.version_stale')
  })

  it('is chosen where none fits, or taken away; after it is submitted it stands', async () => {
    expect((await setPlan(['异形主机', '旧盘'], null)).body.withoutPlan).toBe(2)
    expect((await setPlan(['旧盘'], 'general-ssd')).status).toBe(200)
    const { body } = await setPlan(['异形主机'], 'c4m8')
    expect(body.withoutPlan).toBe(0)
    const odd = (await stage.entries(list.id)).find((one) => one.name === '异形主机')
    expect(odd?.planBecause?.zh).toBe('由人员选定，按实测用量计价')
    later = await assign(['后计价盘'])
    const from = { params: { id: later.id }, body: { version: later.version, pricedFrom: '2026-09-25' } }
    const answer = await server.current.call(people().centre, adoptionPlanOperations.setPricedFrom, from)
    expect(answer.body.pricedFrom).toBe('2026-09-25')
    list = await stage.submit(await stage.get(list.id))
    later = await stage.submit(await stage.get(later.id))
    expect((await setPlan(null, null)).problem.reason).toBe('adoption.not_open')
  })
})

describe('its bill', () => {
  const charges = async () => {
    const { call } = server.current
    const { body } = await call(people().centre, billOperations.list, { query: { month: '2026-09' } })
    const id = body.items[0]?.id ?? ''
    const query = { pageSize: 200 }
    return {
      id,
      all: (await call(people().centre, billOperations.charges, { params: { id }, query })).body.items,
    }
  }
  const sumOf = (all: readonly Charge[], dimension: Charge['dimension']) =>
    all
      .filter((one) => one.dimension === dimension)
      .reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)

  it('F1: a list whose day has not come is taken in without a price, and is looked at when it comes', async () => {
    const { clock, composition } = server.current
    clock.set('2026-09-21T03:00:00.000Z')
    for (const one of [list, later]) {
      await stage.decide(people().departmentApprover, one, 'approve')
      await stage.takeIn(one.id)
    }
    const priced = (await stage.entries(later.id)).find((one) => one.name === '后计价盘')
    expect([priced?.state, priced?.pricedAt]).toEqual(['taken-in', null])
    const { sweep } = createAdoptionReconciler(composition.cloud.connections)
    const due = async () => (await sweep?.(setupCtx(server.current))) ?? []
    expect(await due()).toEqual([])
    clock.set('2026-10-09T02:00:00.000Z')
    expect(await due()).toEqual([later.id])
    await stage.takeIn(later.id)
    expect(await due()).toEqual([])
  })

  it('R276, R277: from the day of taking in, or the day given, at the price in force, to the 分', async () => {
    const { database } = server.current
    const ctx = setupCtx(server.current)
    await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
    for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
    const { all } = await charges()
    // Ten of thirty days: the day of taking in counts. Reference prices: 46, 17, 0.2, 0.2 and 20 yuan a month.
    expect(sumOf(all, 'vcpu')).toBe(7667)
    expect(sumOf(all, 'memory-gib')).toBe(5100)
    expect(sumOf(all, 'root-disk-gib')).toBe(533)
    expect(sumOf(all, 'public-ip')).toBe(667)
    // 10 GiB for ten days, and 20 GiB for six: from the 25th on.
    expect(sumOf(all, 'storage-gib')).toBe(147)
    const before = all.filter((one) => one.amount === null)
    expect(before.map((one) => [one.dimension, one.unpriced])).toEqual([['storage-gib', 'no-order']])
    expect(all.reduce((sum, one) => sum + (one.amount?.amountMinor ?? 0), 0)).toBe(
      7667 + 5100 + 533 + 667 + 147,
    )
  })

  it('metered again, not a row is written', async () => {
    const { database } = server.current
    const again = await meterUsage(
      setupCtx(server.current),
      { database, closedUntil: billedUntil },
      new AbortController().signal,
    )
    expect(again?.written).toBe(0)
  })

  it('R277: the charge tells by which list and plan, from when; so does the history', async () => {
    const { call } = server.current
    const { id, all } = await charges()
    const explained = await Promise.all(
      all
        .filter((one) => one.amount !== null && one.dimension === 'storage-gib')
        .map(async ({ no }) => {
          const { body } = await call(people().departmentApplicant, billOperations.explain, {
            params: { id, no: String(no) },
          })
          return body.sentences[0]?.zh
        }),
    )
    expect(explained.sort()).toEqual([
      `2026-09-21 纳管；规格“普通存储（IOPS 1000–3000）”由清单 ${list.no} 确定，自 2026-09-21 起按生效价格计费，没有订购期限，也不享受期限折扣。`,
      `2026-09-21 纳管；规格“普通存储（IOPS 1000–3000）”由清单 ${later.no} 确定，自 2026-09-25 起按生效价格计费，没有订购期限，也不享受期限折扣。`,
    ])
    const { resource = '' } = (await stage.entries(later.id)).find((one) => one.name === '后计价盘') ?? {}
    const history = await call(people().departmentApplicant, resourceOperations.history, {
      params: { id: resource as string },
      query: {},
    })
    expect(history.body.items.map((one) => one.text.zh)).toContain(
      `按规格“普通存储（IOPS 1000–3000）”计价，自 2026-09-25 起（清单 ${later.no}）`,
    )
  })

  it('the day of a list may be given when it is assigned, never one that has gone', async () => {
    const { cloudId, poolId } = stage.cloud
    const bodyId = server.current.world.bodies.department
    const body = {
      cloudId,
      poolId,
      bodyId,
      systemId: null,
      itemIds: null,
      filter: null,
      note: '',
      pricedFrom: '2026-10-08',
    }
    const answer = await server.current.call(people().centre, operations.assign, { body })
    expect(answer.problem.reason).toBe('adoption.priced_from_past')
  })
})
