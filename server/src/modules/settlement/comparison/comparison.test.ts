import { providerComparisonOperations as operations } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { PriceInForce } from '../../catalogue/index.ts'
import { availabilityOf, costOfNeed, listOf, needOfBasket, unitsOf } from './need.ts'

const SECONDS = 30 * 86_400
const HOST = { offeringCode: 'cloud-host', planCode: null, dimension: 'vcpu' } as const

function aList(parts: Partial<PriceInForce> = {}, unitPrice = '46'): PriceInForce {
  return {
    versionId: '0192f1d2-0000-7000-8000-000000000001',
    versionName: '价目',
    source: '样例',
    isProductDefault: false,
    providerBodyId: null,
    from: new Date(0),
    to: null,
    proration: 'second',
    termFactors: [],
    lines: [
      {
        ...HOST,
        poolId: null,
        per: 'month',
        tiers: [{ upTo: null, unitPrice }],
        weights: { stopped: '0.5', unseen: '1' },
        position: 1,
      },
    ],
    ...parts,
  }
}

describe('R7: one need at a price list', () => {
  it('costs units × price for a basket of a whole month, to the 分, whatever the month is long (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 28, max: 31 }), (vcpus, days) => {
        const seconds = days * 86_400
        const [need] = needOfBasket({ vcpus }, seconds)
        if (need === undefined) throw new Error('it needs something')
        expect(costOfNeed(aList(), need, seconds)).toBe(BigInt(vcpus) * 4600n)
        expect(unitsOf(need, seconds)).toBe(BigInt(vcpus) * 1000n)
      }),
    )
  })

  it('weighs what is switched off as the list says, and rounds once', () => {
    const half = (BigInt(SECONDS) * 1000n) / 2n
    const need = { ...HOST, serving: half, stopped: half, unseen: 0n }
    expect(costOfNeed(aList(), need, SECONDS)).toBe(3450n)
    expect(costOfNeed(aList({}, '0.01'), { ...need, stopped: 0n }, SECONDS)).toBe(1n)
  })

  it('has no cost without a list, without a line, and at the price of a single pool', () => {
    const need = { ...HOST, serving: 1000n * BigInt(SECONDS), stopped: 0n, unseen: 0n }
    const list = aList()
    const ofPool = { ...list, lines: list.lines.map((line) => ({ ...line, poolId: list.versionId })) }
    const other = { ...need, offeringCode: 'vpn' }
    expect([
      costOfNeed(null, need, SECONDS),
      costOfNeed(list, other, SECONDS),
      costOfNeed(ofPool, need, SECONDS),
    ]).toEqual([null, null, null])
  })

  it('goes by the provider’s own list, otherwise by the general one, the latest of several', () => {
    const general = aList({ versionId: 'general' })
    const old = aList({ versionId: 'old', providerBodyId: 'p' })
    const own = aList({ versionId: 'own', providerBodyId: 'p', from: new Date(1) })
    expect(listOf([general, own, old], 'p')?.versionId).toBe('own')
    expect(listOf([general, own, old], 'q')?.versionId).toBe('general')
    expect(listOf([own], 'q')).toBeNull()
  })

  it('is never fully available with a second out, and never below nothing', () => {
    expect(availabilityOf(0, 1000)).toBe('100.00')
    expect(availabilityOf(1, 31_536_000)).toBe('99.99')
    expect(availabilityOf(2000, 1000)).toBe('0.00')
  })
})

describe('R7, R276: providers compared for one need', () => {
  const server = useServer()
  const people = () => server.current.world.people

  it('is the regulators’ alone', async () => {
    for (const persona of [people().departmentAdmin, people().providerAdmin])
      expect((await server.current.call(persona, operations.compare, { query: { vcpus: 1 } })).status).toBe(
        403,
      )
  })

  it('prices a basket with every provider, and what each totals is the sum of its column', async () => {
    const found = await well(
      server.current.call(people().centre, operations.compare, {
        query: { vcpus: 4, memoryGiB: 8, storageGiB: 100 },
      }),
    )
    expect(found).toMatchObject({ of: 'basket', body: null })
    expect(found.rows.map(({ dimension, units }) => [dimension, units])).toEqual([
      ['vcpu', '4'],
      ['memory-gib', '8'],
      ['storage-gib', '100'],
    ])
    expect(found.providers.length).toBeGreaterThan(0)
    for (const [index, { total, unpriced }] of found.providers.entries()) {
      const column = found.rows.map(({ costs }) => costs[index] ?? null)
      expect(column.reduce((sum, cost) => sum + (cost?.amountMinor ?? 0), 0)).toBe(total.amountMinor)
      expect(column.filter((cost) => cost === null)).toHaveLength(unpriced)
    }
  })

  it('says of each how it served: outages that overlap once, work orders past their day, differences', async () => {
    const { world, database, ids } = server.current
    const { people: all } = world
    const provider = all.providerAdmin.bodyId
    const event = (from: string, to: string, cause: string, state: string) =>
      database.owner.query(
        `insert into sla_event (id, no, provider_body_id, starts_at, ends_at, cause, description, evidence, state, entered_by,
           entered_by_name, entered_at, decided_by, decided_by_name, decided_at)
         values ($1, $2, $3, $4, $5, $6, '中断', '记录', $7, $8, '', now(), $9, $10, $11)`,
        [
          ids.next(),
          `SLA-${from}-${cause}-${state}`,
          provider,
          `2026-08-${from}:00Z`,
          `2026-08-${to}:00Z`,
          cause,
          state,
          all.centre.personId,
          state === 'confirmed' ? all.bureau.personId : null,
          state === 'confirmed' ? '' : null,
          state === 'confirmed' ? new Date('2026-08-20T00:00:00Z') : null,
        ],
      )
    await event('10T00:00', '10T01:00', 'provider', 'confirmed')
    await event('10T00:30', '10T01:30', 'provider', 'confirmed')
    await event('11T00:00', '11T05:00', 'customer', 'confirmed')
    await event('12T00:00', '12T05:00', 'provider', 'entered')
    const found = await well(
      server.current.call(people().bureau, operations.compare, { query: { month: '2026-08', vcpus: 1 } }),
    )
    const served = found.providers.find((one) => one.provider.id === provider)
    expect(found.period).toEqual({ from: '2025-09', until: '2026-08' })
    expect(served).toMatchObject({
      outages: 2,
      outageMinutes: 90,
      deliveries: 0,
      lateDeliveries: 0,
      differences: 0,
    })
    expect(Number(served?.availabilityPercent)).toBeLessThan(100)
  })

  it('has nothing to price of a body that holds nothing', async () => {
    const { world } = server.current
    const found = await well(
      server.current.call(people().centre, operations.compare, {
        query: { needBodyId: world.bodies.otherDepartment },
      }),
    )
    expect(found).toMatchObject({ of: 'body', rows: [] })
    expect(found.providers.every(({ total }) => total.amountMinor === 0)).toBe(true)
  })
})
