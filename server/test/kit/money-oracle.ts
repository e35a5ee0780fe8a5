/**
 * What orders cost by their history alone: phases in, 分 out. Fractions, written apart from metering and rating and sharing nothing
 * with them but the prices that were agreed.
 */

export interface MoneyPhase {
  readonly resourceId: string
  readonly bodyId: string
  /** Seconds since 1970. */
  readonly at: number
  readonly condition: 'serving' | 'stopped' | 'unseen' | 'over'
  readonly vcpus: number
  readonly memoryGiB: number
}

interface MoneyLine {
  readonly dimension: 'vcpu' | 'memory-gib'
  readonly tiers: readonly { readonly upTo: number | null; readonly unitPrice: string }[]
  readonly weights: { readonly stopped: string; readonly unseen: string }
}

export interface MoneyVersion {
  readonly name: string
  /** The day it begins; it ends where the next one begins. */
  readonly from: string
  readonly proration: 'second' | 'day'
  readonly lines: readonly MoneyLine[]
}

class Fraction {
  readonly n: bigint
  readonly d: bigint
  constructor(n: bigint, d = 1n) {
    let [a, b] = [n < 0n ? -n : n, d]
    while (b !== 0n) [a, b] = [b, a % b]
    this.n = n / (a || 1n)
    this.d = d / (a || 1n)
  }
  static of(decimal: string): Fraction {
    const [whole = '0', part = ''] = decimal.split('.')
    return new Fraction(BigInt(whole + part), 10n ** BigInt(part.length))
  }
  plus(other: Fraction) {
    return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d)
  }
  minus(other: Fraction) {
    return new Fraction(this.n * other.d - other.n * this.d, this.d * other.d)
  }
  times(other: Fraction) {
    return new Fraction(this.n * other.n, this.d * other.d)
  }
  isBelow(other: Fraction) {
    return this.n * other.d < other.n * this.d
  }
  /** To the nearest whole, the half up. */
  rounded(): bigint {
    return (this.n * 2n + this.d) / (this.d * 2n)
  }
}

const ZERO = new Fraction(0n)
const DAY_S = 86_400
const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`) / 1000
const monthOf = (second: number) => new Date((second + 8 * 3600) * 1000).toISOString().slice(0, 7)
const beginOf = (month: string) => midnight(`${month}-01`)
function endOf(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return midnight(new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10))
}

type Counted = readonly { readonly condition: MoneyPhase['condition']; readonly seconds: number }[]

/**
 * Of a stretch within [from, to]: seconds; or whole days, each for whatever is held when it ends, by its seconds switched off and unseen,
 * the rest as running.
 */
function counted(
  proration: MoneyVersion['proration'],
  life: readonly MoneyPhase[],
  { at, from, to }: { readonly at: MoneyPhase; readonly from: number; readonly to: number },
): Counted {
  if (proration === 'second') return [{ condition: at.condition, seconds: to - from }]
  const all: { condition: MoneyPhase['condition']; seconds: number }[] = []
  for (let day = midnight('2026-09-02'); day <= to; day += DAY_S) {
    if (day <= from) continue
    let rest = DAY_S
    for (const [index, { at: begun, condition }] of life.entries()) {
      if (condition !== 'stopped' && condition !== 'unseen') continue
      const end = Math.min(day, life[index + 1]?.at ?? day)
      const seconds = Math.max(0, end - Math.max(begun, day - DAY_S))
      all.push({ condition, seconds })
      rest -= seconds
    }
    all.push({ condition: 'serving', seconds: rest })
  }
  return all
}

/** 分 of all bodies and months together: every group of one body, month, version and dimension is rounded once. */
export function moneyOf(phases: readonly MoneyPhase[], versions: readonly MoneyVersion[]): bigint {
  const sums = new Map<string, { readonly line: MoneyLine; readonly share: Fraction; held: Fraction }>()
  for (const life of Map.groupBy(phases, (one) => one.resourceId).values()) {
    const ordered = [...life].sort((a, b) => a.at - b.at)
    for (const [index, phase] of ordered.entries()) {
      const end = ordered[index + 1]?.at
      if (phase.condition === 'over') continue
      if (end === undefined) throw new Error('every life ends')
      addStretch(sums, { phase, end, life: ordered }, versions)
    }
  }
  let total = 0n
  for (const { line, share, held } of sums.values())
    total += costOf(held, line, share).times(new Fraction(100n)).rounded()
  return total
}

function addStretch(
  sums: Map<string, { readonly line: MoneyLine; readonly share: Fraction; held: Fraction }>,
  {
    phase,
    end,
    life,
  }: { readonly phase: MoneyPhase; readonly end: number; readonly life: readonly MoneyPhase[] },
  versions: readonly MoneyVersion[],
): void {
  for (let from = phase.at; from < end; ) {
    const month = monthOf(from)
    const position = versions.findLastIndex((one) => midnight(one.from) <= from)
    const version = versions[position] as MoneyVersion
    const next = versions[position + 1]
    const to = Math.min(
      end,
      endOf(month),
      next === undefined ? Number.POSITIVE_INFINITY : midnight(next.from),
    )
    const ofMonth = endOf(month) - beginOf(month)
    const inForce =
      Math.min(endOf(month), next === undefined ? Number.POSITIVE_INFINITY : midnight(next.from)) -
      Math.max(beginOf(month), midnight(version.from))
    for (const line of version.lines) {
      const key = `${phase.bodyId} ${month} ${version.name} ${line.dimension}`
      const share = new Fraction(BigInt(inForce), BigInt(ofMonth))
      const sum = sums.get(key) ?? { line, share, held: ZERO }
      const units = line.dimension === 'vcpu' ? phase.vcpus : phase.memoryGiB
      for (const { condition, seconds } of counted(version.proration, life, { at: phase, from, to })) {
        const weight = condition === 'serving' ? '1' : line.weights[condition as 'stopped' | 'unseen']
        const held = new Fraction(BigInt(seconds * units), BigInt(ofMonth))
        sum.held = sum.held.plus(Fraction.of(weight).times(held))
      }
      sums.set(key, sum)
    }
    from = to
  }
}

/** Yuan for so many units held for the month; tiers end at their share of it. */
function costOf(units: Fraction, { tiers }: MoneyLine, share: Fraction): Fraction {
  let [cost, below] = [ZERO, ZERO]
  for (const { upTo, unitPrice } of tiers) {
    const end = upTo === null ? units : new Fraction(BigInt(upTo)).times(share)
    const top = end.isBelow(units) ? end : units
    if (below.isBelow(top)) cost = cost.plus(top.minus(below).times(Fraction.of(unitPrice)))
    below = end
  }
  return cost
}
