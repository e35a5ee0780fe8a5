/**
 * Usage of every sort under prices that change within months, and what it costs by another arithmetic (F24): fractions, hour by
 * hour, written apart from the rater and sharing nothing with it.
 */
import { priceOperations } from '@yunheng/contract'
import { type UsageRow, windowOfMonth } from '../../src/modules/metering/index.ts'
import type { TestServer } from './open-server.ts'

export interface ExactSubject {
  readonly id: number
  readonly resourceId: string
  readonly providerBodyId: string
  readonly isOrdered: boolean
}

interface ExactLine {
  readonly dimension: UsageRow['dimension']
  readonly tiers: readonly { readonly upTo: number | null; readonly unitPrice: string }[]
  readonly weights: { readonly stopped: string; readonly unseen: string }
}

interface ExactVersion {
  readonly name: string
  /** Null: for all providers. */
  readonly providerBodyId: string | null
  /** The day it begins; it ends where the next one of the same provider begins. */
  readonly from: string
  readonly proration: 'second' | 'day'
  readonly lines: readonly ExactLine[]
}

export interface ExactWorld {
  readonly bodyId: string
  readonly subjects: readonly ExactSubject[]
  readonly versions: readonly ExactVersion[]
}

const line = (
  dimension: UsageRow['dimension'],
  tiers: ExactLine['tiers'],
  stopped = '1',
  unseen = '1',
): ExactLine => ({ dimension, tiers, weights: { stopped, unseen } })
const flat = (unitPrice: string) => [{ upTo: null, unitPrice }]

function versionsOf(provider: string, otherProvider: string): readonly ExactVersion[] {
  return [
    {
      name: '一般价 1',
      providerBodyId: null,
      from: '2026-09-20',
      proration: 'second',
      lines: [
        line(
          'vcpu',
          [
            { upTo: 3, unitPrice: '46.123456789' },
            { upTo: 17, unitPrice: '39.9' },
            { upTo: null, unitPrice: '0.000000001' },
          ],
          '0.333333333',
          '0.5',
        ),
        line('memory-gib', flat('17')),
      ],
    },
    {
      name: '一般价 2',
      providerBodyId: null,
      from: '2026-11-12',
      proration: 'second',
      lines: [
        line('vcpu', flat('45.5'), '0', '1'),
        line(
          'memory-gib',
          [
            { upTo: 20, unitPrice: '0' },
            { upTo: null, unitPrice: '16.05' },
          ],
          '0.7',
          '0',
        ),
        line('root-disk-gib', flat('0.2')),
      ],
    },
    {
      name: '一般价 3',
      providerBodyId: null,
      from: '2027-03-07',
      proration: 'day',
      lines: [
        line('vcpu', flat('44.4'), '0.1'),
        line('memory-gib', [
          { upTo: 5, unitPrice: '18.18' },
          { upTo: null, unitPrice: '9.09' },
        ]),
      ],
    },
    {
      name: '甲商合同价',
      providerBodyId: provider,
      from: '2027-01-15',
      proration: 'second',
      lines: [
        line(
          'vcpu',
          [
            { upTo: 8, unitPrice: '40.01' },
            { upTo: null, unitPrice: '38.123' },
          ],
          '0.05',
          '0.95',
        ),
      ],
    },
    {
      name: '乙商合同价',
      providerBodyId: otherProvider,
      from: '2027-02-01',
      proration: 'day',
      lines: [line('vcpu', flat('33.333333333')), line('root-disk-gib', flat('0.15'), '1', '0.25')],
    },
  ]
}

/** Prices by the platform's own operations, and subjects of one body at two providers, one of them without an order. */
export async function givenExactWorld(server: TestServer, subjects = 40): Promise<ExactWorld> {
  const { call, world, database } = server
  const { department: bodyId, provider, otherProvider } = world.bodies
  const versions = versionsOf(provider, otherProvider)
  for (const { name, providerBodyId, from, proration, lines } of versions) {
    const body = {
      name,
      effectiveFrom: from,
      effectiveTo: null,
      source: '测试合同',
      isProductDefault: false,
      providerBodyId,
      proration,
      pinsOrders: false,
      termFactors: [],
      lines: lines.map((one) => ({
        ...one,
        tiers: [...one.tiers],
        offeringCode: 'cloud-host',
        planCode: null,
        poolId: null,
        per: 'month' as const,
      })),
    }
    const made = await call(world.people.centre, priceOperations.create, { body })
    if (made.status !== 201) throw new Error(`prices ${name}: ${JSON.stringify(made.body)}`)
    const published = await call(world.people.bureau, priceOperations.publish, {
      params: { id: made.body.id },
      body: { version: made.body.version },
    })
    if (published.status !== 200) throw new Error(`prices ${name}: ${JSON.stringify(published.body)}`)
  }
  await database.owner.query('alter table usage_subject drop constraint usage_subject_resource_id_fkey')
  const { rows } = await database.owner.query<{
    id: number
    resource_id: string
    provider_body_id: string
    offering_code: string | null
  }>(
    `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind,
       offering_code, plan_code)
     select gen_random_uuid(), $1, gen_random_uuid(), case when n % 2 = 0 then $2::uuid else $3::uuid end, gen_random_uuid(),
       gen_random_uuid(), 'government-extranet', 'server', case when n % 13 = 7 then null else 'cloud-host' end, null
     from generate_series(1, $4::int) n returning id, resource_id, provider_body_id, offering_code`,
    [bodyId, provider, otherProvider, subjects],
  )
  return {
    bodyId,
    versions,
    subjects: rows.map((row) => ({
      id: row.id,
      resourceId: row.resource_id,
      providerBodyId: row.provider_body_id,
      isOrdered: row.offering_code !== null,
    })),
  }
}

/** A small generator of its own, so that a seed says everything (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const DIMENSIONS = ['vcpu', 'memory-gib', 'root-disk-gib'] as const
const HOLDINGS = ['serving', 'serving', 'stopped', 'unseen'] as const

/** So many different hours of usage in the month at most. */
export function randomUsage(
  world: ExactWorld,
  month: string,
  count: number,
  seed: number,
): readonly UsageRow[] {
  const random = seeded(seed)
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const window = windowOfMonth(month)
  const rows = new Map<string, UsageRow>()
  for (let n = 0; n < count; n++) {
    const row: UsageRow = {
      subject: pick(world.subjects).id,
      hour: window.from + Math.floor(random() * (window.to - window.from)),
      dimension: pick(DIMENSIONS),
      holding: pick(HOLDINGS),
      quantity: 1 + Math.floor(random() * 64_000 * 3600),
    }
    // Where a day was otherwise than its last hour.
    const isUneven = (row.hour + 8) % 24 === 23 && random() < 0.5
    rows.set(`${row.subject} ${row.hour} ${row.dimension} ${row.holding}`, {
      ...row,
      ...(isUneven && { ofDay: Math.floor(random() * 64_000 * 86_400) }),
    })
  }
  return [...rows.values()]
}

// ------------------------------------------------------------------------------------------- the oracle

interface Fraction {
  readonly n: bigint
  readonly d: bigint
}
function fraction(n: bigint, d = 1n): Fraction {
  if (d === 1n) return { n, d }
  let [a, b] = [n < 0n ? -n : n, d]
  while (b !== 0n) [a, b] = [b, a % b]
  return { n: n / a, d: d / a }
}
const plus = (a: Fraction, b: Fraction) => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
const minus = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
const times = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d)
const over = (a: Fraction, b: Fraction) => fraction(a.n * b.d, a.d * b.n)
const isLess = (a: Fraction, b: Fraction) => a.n * b.d < b.n * a.d
const ZERO = fraction(0n)

/** `0.25` as 25/100. */
function parse(decimal: string): Fraction {
  const [whole = '0', part = ''] = decimal.split('.')
  return fraction(BigInt(whole + part), 10n ** BigInt(part.length))
}

/** To the nearest whole, the half up: amounts here are never below nothing. */
const nearest = ({ n, d }: Fraction) => (n * 2n + d) / (d * 2n)

export interface ExactCharge {
  readonly subject: number
  readonly dimension: string
  readonly fromHour: number
  /** 分; null where there is no price. */
  readonly amount: bigint | null
}

const hourOfDay = (day: string) => Date.parse(`${day}T00:00:00+08:00`) / 3_600_000

/** Takes usage of one month in any order, then says what every charge is. */
export function createOracle(world: ExactWorld, month: string) {
  const window = windowOfMonth(month)
  const subjects = new Map(world.subjects.map((one) => [one.id, one]))
  const timelines = new Map<string, readonly (ExactVersion | null)[]>()
  for (const { providerBodyId } of world.subjects)
    if (!timelines.has(providerBodyId))
      timelines.set(providerBodyId, timelineOf(world, providerBodyId, window))
  /** By subject, dimension and the first hour of the stretch: thousandths × seconds by holding. */
  const sums = new Map<
    string,
    {
      subject: ExactSubject
      dimension: string
      from: number
      to: number
      version: ExactVersion | null
      held: [bigint, bigint, bigint]
    }
  >()
  return {
    add({ subject: id, hour, dimension, holding, quantity, ofDay }: UsageRow): void {
      const subject = subjects.get(id) as ExactSubject
      const timeline = timelines.get(subject.providerBodyId) as readonly (ExactVersion | null)[]
      const version = timeline[hour - window.from] ?? null
      const from = firstOf(timeline, hour - window.from) + window.from
      const key = `${id} ${dimension} ${from}`
      const sum = sums.get(key) ?? {
        subject,
        dimension,
        from,
        to: lastOf(timeline, hour - window.from) + 1 + window.from,
        version,
        held: [0n, 0n, 0n] as [bigint, bigint, bigint],
      }
      sums.set(key, sum)
      const byDay = (hour + 8) % 24 === 23 ? BigInt(ofDay ?? quantity * 24) : 0n
      sum.held[holding === 'serving' ? 0 : holding === 'stopped' ? 1 : 2] +=
        version?.proration === 'day' ? byDay : BigInt(quantity)
    },
    charges(): readonly ExactCharge[] {
      const charges: ExactCharge[] = []
      for (const group of Map.groupBy(sums.values(), groupOf).values()) {
        const [first] = group as [(typeof group)[0]]
        const priced = first.version?.lines.find((one) => one.dimension === first.dimension)
        const amounts = first.subject.isOrdered && priced ? rated(group, priced) : null
        for (const [index, { subject, dimension, from }] of sorted(group).entries())
          charges.push({ subject: subject.id, dimension, fromHour: from, amount: amounts?.[index] ?? null })
      }
      return charges
    },
  }

  function groupOf({
    subject,
    dimension,
    version,
    from,
    to,
  }: {
    subject: ExactSubject
    dimension: string
    version: ExactVersion | null
    from: number
    to: number
  }) {
    return `${subject.isOrdered} ${version?.name} ${dimension} ${from} ${to}`
  }

  function sorted<T extends { subject: ExactSubject }>(group: readonly T[]): readonly T[] {
    return [...group].sort((a, b) => a.subject.id - b.subject.id)
  }

  function rated(
    group: readonly { subject: ExactSubject; from: number; to: number; held: readonly bigint[] }[],
    priced: ExactLine,
  ) {
    const weights = [fraction(1n), parse(priced.weights.stopped), parse(priced.weights.unseen)]
    const seconds = fraction(BigInt(window.to - window.from) * 3600n * 1000n)
    /** Units held for the whole month. */
    const units = sorted(group).map(({ held }) =>
      over(
        held.reduce((sum, one, at) => plus(sum, times(fraction(one), weights[at] as Fraction)), ZERO),
        seconds,
      ),
    )
    const all = units.reduce(plus, ZERO)
    const [{ from, to }] = group as [(typeof group)[0]]
    const share = fraction(BigInt(to - from), BigInt(window.to - window.from))
    const cost = costOf(all, priced, share)
    let [reached, charged] = [ZERO, 0n]
    return units.map((own) => {
      reached = plus(reached, own)
      const upToHere = all.n === 0n ? 0n : nearest(over(times(times(cost, reached), fraction(100n)), all))
      const amount = upToHere - charged
      charged = upToHere
      return amount
    })
  }
}

function costOf(units: Fraction, { tiers }: ExactLine, share: Fraction): Fraction {
  let [cost, below] = [ZERO, ZERO]
  for (const { upTo, unitPrice } of tiers) {
    const end = upTo === null ? units : times(fraction(BigInt(upTo)), share)
    const top = isLess(end, units) ? end : units
    if (isLess(below, top)) cost = plus(cost, times(minus(top, below), parse(unitPrice)))
    below = end
  }
  return cost
}

/** Hour by hour: the provider's own version that began last, otherwise the general one. */
function timelineOf(
  world: ExactWorld,
  providerBodyId: string,
  window: { readonly from: number; readonly to: number },
) {
  return Array.from({ length: window.to - window.from }, (_, offset) => {
    const hour = window.from + offset
    const begun = world.versions.filter((one) => hourOfDay(one.from) <= hour)
    const latest = (owner: string | null) =>
      begun
        .filter((one) => one.providerBodyId === owner)
        .sort((a, b) => hourOfDay(b.from) - hourOfDay(a.from))[0] ?? null
    return latest(providerBodyId) ?? latest(null)
  })
}

function firstOf<T>(line: readonly T[], at: number): number {
  let first = at
  while (first > 0 && line[first - 1] === line[at]) first -= 1
  return first
}

function lastOf<T>(line: readonly T[], at: number): number {
  let last = at
  while (last < line.length - 1 && line[last + 1] === line[at]) last += 1
  return last
}
