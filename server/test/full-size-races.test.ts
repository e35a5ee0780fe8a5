/** The races of facts F6 and F7 at the size that is asked for; smaller ones stand beside what they test. */
import { organisationOperations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { amountsOf, givenCloud, givenQuota, setupCtx } from './kit/clouds.ts'
import { useServer } from './kit/server.ts'
import { givenSupply } from './kit/supply.ts'

const server = useServer()

describe('F6: 1,000 keys, each used twice at once, three times later and once with another body', () => {
  const KEYS = 1_000
  const AT_ONCE = 20

  it('have one effect each; every repetition gets the very same answer, another body is refused', {
    timeout: 180_000,
  }, async () => {
    const { call, world, database } = server.current
    const { departmentAdmin } = world.people
    const body = (nth: number) => ({
      bodyId: departmentAdmin.bodyId,
      name: `员工${nth}`,
      phone: '13800000000',
    })
    const send = (nth: number, as = body(nth)) =>
      call(departmentAdmin, organisationOperations.createPerson, {
        body: as,
        headers: { 'idempotency-key': `full-size-${nth}` },
      })
    const oneKey = async (nth: number) => {
      const [one, other] = await Promise.all([send(nth), send(nth)])
      const late = [await send(nth), await send(nth), await send(nth)]
      const answers = [one, other, ...late]
      expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201])
      expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
      const changed = await send(nth, { ...body(nth), name: '别人' })
      expect([changed.status, changed.problem.reason]).toEqual([409, 'common.idempotency_mismatch'])
    }
    const left = Array.from({ length: KEYS }, (_, nth) => nth)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let nth = left.pop(); nth !== undefined; nth = left.pop()) await oneKey(nth)
      }),
    )
    const { rows } = await database.owner.query(
      "select count(*)::int as made, count(distinct name)::int as names from person where name like '员工%'",
    )
    expect(rows[0]).toEqual({ made: KEYS, names: KEYS })
    const strangers = await database.owner.query("select from person where name = '别人'")
    expect(strangers.rowCount).toBe(0)
  })
})

describe('F7: 200 who claim the last unit of a quota at once, in 100 rounds', () => {
  const ROUNDS = 100
  const CLAIMANTS = 200

  it('exactly one wins each round, and neither quota nor pool ever holds more than was placed', {
    timeout: 240_000,
  }, async () => {
    const { current } = server
    const { office } = current.world.bodies
    const supply = await givenSupply(current)
    const cloud = await givenCloud(current, { pool: { networkZone: 'internet' } })
    await givenQuota(current, office, { vcpus: 1 })
    const ctx = setupCtx(current)
    const wanted = {
      systemId: supply.systemId,
      bodyId: office,
      poolClass: 'general' as const,
      networkZone: 'internet' as const,
      cloudId: cloud.cloudId,
      poolId: null,
      preference: null,
      atEdge: true,
    }
    const needs = { imageCodes: [], tiers: [], needsExternalNetwork: false }
    const part = { requestLineId: null, quantity: 1, unit: amountsOf({ vcpus: 1 }), ...needs }
    const claim = () =>
      ctx
        .inTx((tx) =>
          supply.placing.claim(tx, ctx, { requestId: null, wanted, parts: [part], poolIds: null }),
        )
        .then(
          ([placed]) => placed?.site.placementId ?? '',
          (error: { reason: string }) => error.reason,
        )
    for (let round = 0; round < ROUNDS; round++) {
      const outcomes = await Promise.all(Array.from({ length: CLAIMANTS }, claim))
      const placed = outcomes.filter((outcome) => outcome !== 'quota.exceeded')
      expect(placed).toHaveLength(1)
      expect(await held()).toEqual({ quota: '1', pool: '1', placements: '1' })
      await ctx.inTx((tx) => supply.placing.giveUp(tx, ctx, placed[0] as string))
    }
    expect(await held()).toEqual({ quota: '0', pool: '0', placements: '0' })

    async function held() {
      const { rows } = await current.database.owner.query(
        `select (select used_vcpus from quota where body_id = $1) as quota,
           (select sum(reserved_vcpus) from pool where cloud_id = $2) as pool,
           (select count(*) from placement where body_id = $1 and state = 'claimed') as placements`,
        [office, cloud.cloudId],
      )
      return rows[0]
    }
  })
})
