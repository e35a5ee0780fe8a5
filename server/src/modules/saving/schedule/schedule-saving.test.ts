import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookAsOf, type PriceBook, rateMonth } from '../../billing/index.ts'
import type { PriceInForce } from '../../catalogue/index.ts'
import {
  type BilledSubject,
  deriveUsage,
  type HeldByStretch,
  meterNumber,
  type Phase,
  type UsageRow,
  windowOfMonth,
} from '../../metering/index.ts'
import { estimateSaving, type ServerToRate, savedBetween } from './schedule-saving.ts'

const subjectOf = (id: number): BilledSubject => ({
  id,
  resource_id: `r${id}`,
  system_id: 's',
  provider_body_id: 'p',
  pool_id: 'pool',
  offering_code: 'cloud-host',
  plan_code: 'c',
  request_line_id: `line-${id}`,
})

const DIMENSIONS = ['vcpu', 'memory-gib'] as const
const decimal = fc.integer({ min: 0, max: 1000 }).map((thousandths) => (thousandths / 1000).toFixed(3))
const list = fc.record({
  proration: fc.constantFrom('day' as const, 'second' as const),
  stopped: decimal,
  prices: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 4, maxLength: 4 }),
  free: fc.integer({ min: 1, max: 40 }),
  factor: decimal,
})

interface PriceTold {
  readonly proration: 'day' | 'second'
  readonly stopped: string
  readonly prices: readonly number[]
  readonly free: number
  readonly factor: string
}

function priceOf({ proration, stopped, prices, free, factor }: PriceTold): PriceInForce {
  const yuan = (at: number) => ((prices[at] as number) / 1000).toFixed(3)
  return {
    versionId: 'v',
    versionName: 'v',
    source: 's',
    isProductDefault: false,
    providerBodyId: null,
    from: new Date(0),
    to: null,
    proration,
    termFactors: [{ fromMonths: 12, factor }],
    lines: DIMENSIONS.map((dimension, position) => ({
      position,
      offeringCode: 'cloud-host',
      planCode: null,
      poolId: null,
      dimension,
      per: 'month',
      tiers: [
        { upTo: free, unitPrice: yuan(position * 2) },
        { upTo: null, unitPrice: yuan(position * 2 + 1) },
      ],
      weights: { stopped, unseen: '1' },
    })),
  }
}

const server = fc.record({
  vcpus: fc.integer({ min: 1, max: 64 }),
  memory: fc.integer({ min: 1, max: 256_000 }),
  hasTerm: fc.boolean(),
  /** Minutes of the month at which it is switched, in turn off and on. */
  switches: fc.uniqueArray(fc.integer({ min: 1, max: 30 * 1440 - 1 }), { maxLength: 60 }),
})

const WINDOW = windowOfMonth('2026-11')
const BEGIN_MS = WINDOW.from * 3_600_000

const ordered = (switches: readonly number[]) => [...switches].sort((a, b) => a - b)
const offSecondsOf = (switches: readonly number[]) =>
  ordered(switches).reduce(
    (sum, minute, index, all) =>
      index % 2 === 0 ? sum + ((all[index + 1] ?? 30 * 1440) - minute) * 60 : sum,
    0,
  )

describe('R122 what a power schedule promises', () => {
  it('is what the bills of the month differ by, to the 分: by the second and by natural days, with tiers and terms', () => {
    fc.assert(
      fc.property(list, fc.array(server, { minLength: 1, maxLength: 4 }), (told, servers) => {
        const book: PriceBook = {
          prices: [priceOf(told)],
          kept: [],
          agreed: new Map(
            servers.flatMap(({ hasTerm }, id) =>
              hasTerm ? [[`line-${id}`, { versionId: null, termMonths: 12, until: null }] as const] : [],
            ),
          ),
          renewed: new Map(),
        }
        const subjects = servers.map((_, id) => subjectOf(id))
        const amountsOf = ({ vcpus, memory }: (typeof servers)[number]) => [
          { dimension: 'vcpu' as const, amount: vcpus * 1000 },
          { dimension: 'memory-gib' as const, amount: memory },
        ]
        const billed = (isSwitched: boolean) =>
          rateMonth({
            window: WINDOW,
            cuts: [],
            subjects: new Map(subjects.map((one) => [one.id, one])),
            book,
            held: servers.flatMap((one, id) =>
              heldOf(
                deriveUsage(phasesOf(id, amountsOf(one), isSwitched ? ordered(one.switches) : []), WINDOW),
              ),
            ),
          }).reduce((sum, { amount }) => sum + (amount ?? 0n), 0n)

        const asOf = bookAsOf(book, subjects, WINDOW.from)
        const toRate = servers.map(
          (one, id): ServerToRate => ({ subject: subjectOf(id), amounts: amountsOf(one), book: asOf }),
        )
        const promised = savedBetween(toRate, WINDOW, ({ subject }) =>
          offSecondsOf(servers[subject.id]?.switches ?? []),
        )
        expect(promised).toBe(billed(false) - billed(true))
      }),
      { numRuns: 150 },
    )
  })

  it('is the same for as many hours at any time of the day, by natural days as well', () => {
    const book = bookAsOf(
      {
        prices: [
          priceOf({
            proration: 'day',
            stopped: '0.200',
            prices: [46_000, 46_000, 17_000, 17_000],
            free: 1,
            factor: '1.000',
          }),
        ],
        kept: [],
        agreed: new Map(),
        renewed: new Map(),
      },
      [subjectOf(1)],
      0,
    )
    const one: ServerToRate = {
      subject: subjectOf(1),
      amounts: [{ dimension: 'vcpu', amount: 4000 }],
      book,
    }
    const WEEK = [1, 2, 3, 4, 5, 6, 7]
    const saved = (from: string, to: string) =>
      estimateSaving([{ days: WEEK, from, to }], new Map([['a', one]])).perMonth
    // Eight of 24 hours off: a third of four fifths of 184 yuan.
    expect(saved('06:00', '22:00')).toBe(4907n)
    expect(saved('08:30', '00:30')).toBe(4907n)
    expect(saved('08:00', '24:00')).toBe(4907n)
  })
})

function phasesOf(id: number, amounts: Phase['amounts'], switches: readonly number[]): readonly Phase[] {
  const begun = { at: BEGIN_MS, ordinal: 0, condition: 'serving' as const, subject: id, amounts }
  return [
    begun,
    ...switches.map((minute, index) => ({
      ...begun,
      at: BEGIN_MS + minute * 60_000,
      ordinal: index + 1,
      condition: index % 2 === 0 ? ('stopped' as const) : ('serving' as const),
    })),
  ]
}

const heldOf = (rows: readonly UsageRow[]): readonly HeldByStretch[] =>
  rows.map((row) => {
    const at = (holding: UsageRow['holding'], value: number) => String(row.holding === holding ? value : 0)
    const ofDay = (row.hour + 8) % 24 === 23 ? (row.ofDay ?? 24 * row.quantity) : 0
    return {
      subject: row.subject,
      meter: meterNumber(row.dimension),
      stretch: 0,
      serving: at('serving', row.quantity),
      stopped: at('stopped', row.quantity),
      unseen: at('unseen', row.quantity),
      day_serving: at('serving', ofDay),
      day_stopped: at('stopped', ofDay),
      day_unseen: at('unseen', ofDay),
    }
  })
