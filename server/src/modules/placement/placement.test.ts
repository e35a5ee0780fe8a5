import {
  placementOperations as operations,
  poolOperations,
  ruleSetOperations as rules,
  placementWhatIfOperations as whatIfs,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { amountsOf, aPool, givenCloud, givenQuota, setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { createPool } from '../cloud/index.ts'
import type { Part } from './index.ts'

const server = useServer()
let supply: Supply
let smallPoolId: string

beforeAll(async () => {
  supply = await givenSupply(server.current)
  const { current } = server
  const small = {
    ...aPool(supply.cloud.zoneId),
    networkZone: 'internet' as const,
    total: amountsOf({ vcpus: 10 }),
  }
  smallPoolId = (
    await createPool(setupCtx(current, poolOperations.create), {
      ...small,
      overCommit: { ...small.overCommit, vcpus: '1' },
    })
  ).id
})

const wanted = (more: object = {}) => ({
  systemId: supply.systemId,
  bodyId: server.current.world.bodies.department,
  amounts: amountsOf({ vcpus: 1 }),
  poolClass: 'general' as const,
  networkZone: 'internet' as const,
  cloudId: null,
  poolId: null,
  preference: null,
  needsExternalNetwork: false,
  atEdge: true,
  imageCodes: [],
  tiers: [],
  ...more,
})
const claimAll = (parts: readonly Partial<Part>[], more: object = {}, poolIds: string[] | null = null) => {
  const ctx = setupCtx(server.current)
  const { amounts, imageCodes, tiers, needsExternalNetwork, ...shared } = wanted(more)
  const needs = { imageCodes, tiers, needsExternalNetwork }
  const one = { requestLineId: null, quantity: 1, unit: amounts, ...needs }
  return ctx.inTx((tx) =>
    supply.placing.claim(tx, ctx, {
      requestId: null,
      wanted: shared,
      parts: parts.map((part) => ({ ...one, ...part })),
      poolIds,
    }),
  )
}
const claim = async (more: object = {}) => {
  const [placed] = await claimAll([{}], more)
  if (placed === undefined) throw new Error('placed or refused')
  return placed.site
}
const reasonOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'placed',
    (error: { reason: string }) => error.reason,
  )

describe('a claim', () => {
  it('lets exactly as many in as there is room for, of forty who come at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => reasonOf(claim())))
    expect(outcomes.filter((one) => one === 'placed')).toHaveLength(10)
    expect(outcomes.filter((one) => one === 'placement.no_fit')).toHaveLength(30)
    const { rows } = await server.current.database.owner.query(
      'select reserved_vcpus from pool where id = $1',
      [smallPoolId],
    )
    expect(rows[0]).toEqual({ reserved_vcpus: '10' })
  })

  it('takes nothing of the quota when no pool has room', async () => {
    const used = async () =>
      (await server.current.database.owner.query('select sum(used_vcpus) as used from quota')).rows[0].used
    const before = await used()
    expect(await reasonOf(claim())).toBe('placement.no_fit')
    expect(await used()).toBe(before)
  })

  it('R7 R9 follows the body’s own choice of provider and says why in words', async () => {
    const { current } = server
    await givenCloud(current, { provider: current.world.bodies.otherProvider })
    const preference = { providerBodyId: current.world.bodies.otherProvider, reason: '已有同城灾备' }
    const site = await claim({ networkZone: 'government-extranet', preference })
    expect(site.providerBodyId).toBe(current.world.bodies.otherProvider)
    const { body } = await current.call(current.world.people.centre, operations.get, {
      params: { id: site.placementId },
    })
    expect(body.explanation.summary.zh).toContain('已有同城灾备')
    expect(body.explanation.candidates.map((one) => one.total)).toEqual(
      [...body.explanation.candidates.map((one) => one.total)].sort((a, b) => b - a),
    )
  })

  it('is refused when the quota is used up, and names what is short', async () => {
    const { current } = server
    const { office } = current.world.bodies
    await givenQuota(current, office, { vcpus: 1 })
    const attempt = claim({
      bodyId: office,
      networkZone: 'government-extranet',
      amounts: amountsOf({ vcpus: 2 }),
    })
    expect(await reasonOf(attempt)).toBe('quota.exceeded')
  })

  it('foresees without writing', async () => {
    const { current } = server
    const count = async () =>
      (await current.database.owner.query('select count(*) from placement')).rows[0].count
    const before = await count()
    const { body } = await current.call(current.world.people.centre, operations.try, { body: wanted() })
    expect(body).toMatchObject({
      chosenPoolId: null,
      summary: { zh: expect.stringContaining('剩余容量不足') },
    })
    expect(await count()).toBe(before)
  })
})

describe('R9 a move', () => {
  it('builds elsewhere what is not built yet, keeps the reason, and leaves what works where it is', async () => {
    const { current } = server
    const { centre, departmentAdmin } = current.world.people
    const line = {
      fulfilment: { by: 'connector' as const, kinds: ['server' as const] },
      dimensions: { vcpu: 1, 'memory-gib': 1, 'root-disk-gib': 40 },
    }
    await supply.cloud.simulated.set({ overQuota: true })
    const [id] = await supply.approve(line, { poolId: supply.cloud.poolId })
    const hanging = {
      fulfilment: { by: 'connector' as const, kinds: ['volume' as const] },
      dimensions: { 'storage-gib': 10 },
      parameters: { serverId: id as string },
    }
    const [diskId] = await supply.approve(hanging, { poolId: supply.cloud.poolId })
    const other = await createPool(setupCtx(current, poolOperations.create), aPool(supply.cloud.zoneId))
    const row = await supply.row(id as string)
    const { body: before } = await current.call(centre, operations.get, {
      params: { id: row.placement_id as string },
    })
    const move = (persona: typeof centre, poolId: string) =>
      current.call(persona, operations.move, {
        params: { id: before.id },
        body: { version: before.version, poolId, reason: '原资源池故障' },
      })
    expect((await move(departmentAdmin, other.id)).problem.reason).toBe('common.forbidden')
    expect((await move(centre, supply.cloud.poolId)).problem.reason).toBe('placement.same_pool')
    // Never onto what does not fit: the options say so beforehand, and the move is refused.
    const options = async (persona: typeof centre) =>
      current.call(persona, operations.options, { params: { id: before.id } })
    expect((await options(departmentAdmin)).status).toBe(403)
    const { candidates } = (await options(centre)).body
    const fits = new Map(candidates.map((one) => [one.pool.id, one.refusedBy?.filter ?? 'fits']))
    expect(fits.get(other.id)).toBe('fits')
    expect(fits.has(supply.cloud.poolId)).toBe(false)
    expect((await move(centre, smallPoolId)).problem.reason).toBe('placement.does_not_fit')
    const moved = await move(centre, other.id)
    expect(moved.body).toMatchObject({
      pool: { id: other.id },
      moves: [{ reason: '原资源池故障' }],
      explanation: { override: { reason: '原资源池故障', by: 'centre' } },
    })
    await supply.cloud.simulated.set({ overQuota: false })
    await supply.settle()
    expect(await supply.row(id as string)).toMatchObject({ state: 'released' })
    const servers = await supply.cloud.simulated.things('server')
    expect(servers).toHaveLength(1)
    // The volume of another line that was to hang on it hangs on the one that was built.
    expect(await supply.row(diskId as string)).toMatchObject({
      agreement: 'level',
      observed_spec: { serverRef: servers[0]?.externalId },
    })
    const { rows } = await current.database.owner.query(
      'select id, reserved_vcpus + allocated_vcpus as held from pool where id = any($1)',
      [[other.id, supply.cloud.poolId]],
    )
    expect(Object.fromEntries(rows.map((one) => [one.id, one.held]))).toMatchObject({ [other.id]: '1' })
    const again = await current.call(centre, operations.get, { params: { id: moved.body.id } })
    const built = await current.call(centre, operations.move, {
      params: { id: moved.body.id },
      body: { version: again.body.version, poolId: supply.cloud.poolId, reason: 'x' },
    })
    expect(built.problem.reason).toBe('placement.built_already')
  })
})

describe('R9 the policy', () => {
  const networkZone = 'dedicated-line' as const
  const shape = (more: object = {}) => ({
    count: 4,
    unit: amountsOf({ vcpus: 2 }),
    poolClass: 'general' as const,
    networkZone,
    bodyId: null,
    systemId: null,
    providerBodyId: null,
    protectionLevel: null,
    domesticOnly: false,
    needsExternalNetwork: false,
    atEdge: true,
    atRecovery: false,
    kinds: [],
    ruleSetId: null,
    ...more,
  })
  const pool = async (vcpus: number, more: object = {}) => {
    const given = { ...aPool(supply.cloud.zoneId), networkZone, total: amountsOf({ vcpus }), ...more }
    const made = { ...given, overCommit: { ...given.overCommit, vcpus: '1' } }
    return (await createPool(setupCtx(server.current, poolOperations.create), made)).id
  }

  it('R9 is tried as a draft without changing anything, and weighs from the day that it is published for', async () => {
    const { current } = server
    const { centre, bureau, departmentAdmin } = current.world.people
    const [large, small] = [await pool(100), await pool(10, { isDomestic: true, protectionLevel: 3 })]
    const tried = async (more: object = {}) => {
      const { body } = await current.call(centre, whatIfs.shape, { body: shape(more) })
      const units = (id: string) => body.pools.find((one) => one.pool.id === id)?.units
      return { body, units: [units(large), units(small)] }
    }
    const asOthers = await current.call(departmentAdmin, whatIfs.shape, { body: shape() })
    expect(asOthers.problem.reason).toBe('common.forbidden')
    const first = await tried()
    expect(first).toMatchObject({
      units: [4, 0],
      body: { asked: 4, placed: 4, lacking: null, policy: { number: 1 } },
    })
    expect(first.body.pools[0]).toMatchObject({ freeBefore: { vcpus: 100 }, freeAfter: { vcpus: 92 } })

    const value = (code: string, number: number) => ({
      code,
      value: number,
      source: '某省规定',
      isProductDefault: false,
    })
    const today = dayInChina(current.clock.now())
    const items = [value('placement.weight.consolidation', 100), value('placement.domestic.from-level', 3)]
    const { body: draft } = await current.call(centre, rules.create, {
      body: { effectiveFrom: today, reason: '集中存放以便腾空主机', items },
    })
    const ruleSetId = draft.id
    expect(await tried({ ruleSetId })).toMatchObject({
      units: [0, 4],
      body: { policy: { ruleSetId, number: 2 } },
    })
    // R17: from level 3 on only the domestic pool, and that has room for five.
    const graded = await tried({ ruleSetId, protectionLevel: 3, count: 9 })
    expect(graded).toMatchObject({
      units: [0, 5],
      body: { placed: 5, lacking: { en: expect.stringContaining('domestic') } },
    })
    expect(graded.body.pools.find((one) => one.pool.id === large)?.refusedBy?.filter).toBe('domestic')
    const unknown = await current.call(centre, whatIfs.shape, { body: shape({ ruleSetId: small }) })
    expect(unknown.problem.reason).toBe('placement.policy_unknown')
    expect((await tried()).units).toEqual([4, 0])

    const published = await current.call(bureau, rules.publish, {
      params: { id: ruleSetId },
      body: { version: draft.version },
    })
    expect(published.status).toBe(200)
    const site = await claim({ networkZone, amounts: amountsOf({ vcpus: 2 }) })
    expect(site.poolId).toBe(small)
    const { body } = await current.call(centre, operations.get, { params: { id: site.placementId } })
    expect(body.explanation).toMatchObject({ policy: { ruleSetId, number: 2 }, override: null })
    expect(body.explanation.candidates[0]?.scores.map((one) => one.score)).toContain('consolidation')
  })

  it('R12 keeps recovery off the node of what it recovers', async () => {
    const { current } = server
    const recovery = await givenCloud(current, { node: 'dr-same-city', pool: { networkZone } })
    const wants = { networkZone, atEdge: false, atRecovery: true }
    const named = await claimAll([{}], { networkZone, atEdge: false }, [recovery.poolId])
    expect(named[0]?.site.poolId).toBe(recovery.poolId)
    expect(await reasonOf(claim(wants))).toBe('placement.no_fit')
    const other = await givenCloud(current, { node: 'dr-same-city', pool: { networkZone } })
    expect((await claim(wants)).poolId).toBe(other.poolId)
  })
})
