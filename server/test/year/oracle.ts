/**
 * What a body owes for a month by an arithmetic of its own: the story's lives and the price lists in, 分 out, in whole numbers. It
 * shares no line with metering and rating.
 */
import { beginOf, endOf, secondOf } from './civil.ts'
import { COUNTED, type Life, type Stretch } from './life.ts'
import { type Dimension, PRICE_LISTS, type PriceClause, type PriceList } from './price-lists.ts'

const E9 = 1_000_000_000n
const DAY_S = 86_400

/** `0.25` → 250000000 */
function billionths(decimal: string): bigint {
  const [whole = '0', part = ''] = decimal.split('.')
  return BigInt(whole) * E9 + BigInt(part.padEnd(9, '0'))
}

/** What is in force with a provider, from one hour to another within the month. */
interface Reign {
  readonly list: PriceList
  readonly from: number
  readonly to: number
}

const reigns = new Map<string, readonly Reign[]>()

/** The provider's own list where it has one in force, otherwise the general one; side by side they are one reign. */
function reignsOf(provider: number, month: string): readonly Reign[] {
  const key = `${provider} ${month}`
  const known = reigns.get(key)
  if (known) return known
  const [begin, end] = [beginOf(month), endOf(month)]
  const cuts = PRICE_LISTS.flatMap(({ from, until }) => [
    secondOf(from),
    ...(until === null ? [] : [secondOf(until) + DAY_S]),
  ])
  const edges = [...new Set([begin, ...cuts.filter((at) => at > begin && at < end), end])].sort(
    (a, b) => a - b,
  )
  const found: Reign[] = []
  for (const [index, to] of edges.slice(1).entries()) {
    const from = edges[index] as number
    const list = listAt(provider, from)
    const before = found.at(-1)
    if (before?.list === list) found[found.length - 1] = { list, from: before.from, to }
    else found.push({ list, from, to })
  }
  reigns.set(key, found)
  return found
}

function listAt(provider: number, at: number): PriceList {
  const latest = (owner: number | null) =>
    PRICE_LISTS.filter(
      (one) =>
        one.provider === owner &&
        secondOf(one.from) <= at &&
        (one.until === null || at < secondOf(one.until) + DAY_S),
    ).sort((a, b) => secondOf(b.from) - secondOf(a.from))[0]
  const list = latest(provider) ?? latest(null)
  if (list === undefined) throw new Error('prices are in force from the first day on')
  return list
}

/** All that one body holds under one clause in one reign counts together, for tiers and for the one rounding. */
interface Group {
  readonly clause: PriceClause
  /** Seconds that the clause is in force, and of the month. */
  readonly inForce: number
  readonly ofMonth: number
  /** Units × seconds × billionths, as the clause weighs them. */
  held: bigint
  /** Of the resources that were asked for. */
  heldByThese: bigint
}

export interface Asked {
  readonly month: string
  /** Whatever was known when the bill of the month of this number was sent. */
  readonly knownUpTo: number
  /** As if the saving programme had changed nothing. */
  readonly withoutSaving?: boolean
  readonly these?: ReadonlySet<string>
}

/** 分 that these lives of one body cost in the month. */
export function owedBy(lives: readonly Life[], asked: Asked): bigint {
  let sum = 0n
  for (const group of groupsOf(lives, asked)) {
    const { numerator, denominator } = costOf(group)
    sum += (2n * numerator + denominator) / (2n * denominator)
  }
  return sum
}

/** What of it lies on some of them, each bearing its share of what is held together; to the 分 at the end. */
export function shareOf(
  lives: readonly Life[],
  asked: Asked & { readonly these: ReadonlySet<string> },
): bigint {
  // Exact to a millionth of a 分 for each group: far below what the sum is compared by.
  const MILLION = 1_000_000n
  let sum = 0n
  for (const group of groupsOf(lives, asked)) {
    if (group.held === 0n) continue
    const { numerator, denominator } = costOf(group)
    sum += (numerator * group.heldByThese * MILLION) / (denominator * group.held)
  }
  return sum / MILLION
}

function groupsOf(lives: readonly Life[], asked: Asked): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const life of lives) addLife(groups, life, asked)
  return groups.values()
}

function addLife(groups: Map<string, Group>, life: Life, asked: Asked): void {
  const [begin, end] = [beginOf(asked.month), endOf(asked.month)]
  const known = life.stretches.filter(
    (one) => one.known <= asked.knownUpTo && !(asked.withoutSaving === true && one.isSaving),
  )
  const isOneOfThese = asked.these?.has(life.id) ?? false
  for (const [index, stretch] of known.entries()) {
    if (stretch.condition === 'over') continue
    const from = Math.max(begin, stretch.at)
    const to = Math.min(end, known[index + 1]?.at ?? end)
    if (from >= to) continue
    for (const reign of reignsOf(life.provider, asked.month)) {
      const [first, last] = [Math.max(from, reign.from), Math.min(to, reign.to)]
      if (first >= last) continue
      const counted =
        reign.list.proration === 'second'
          ? [{ condition: stretch.condition, seconds: last - first }]
          : daysCounted(known, first, last)
      for (const [position, dimension] of COUNTED[life.kind].entries())
        for (const { condition, seconds } of counted)
          add(
            groups,
            { stretch, condition, reign, dimension, units: (stretch.amounts[position] ?? 0) * seconds },
            {
              ofMonth: end - begin,
              isOneOfThese,
            },
          )
    }
  }
}

/**
 * The days that end while a stretch lasts, each whole: its seconds switched off and unseen, whoever had them, and the rest as running.
 */
function daysCounted(all: readonly Stretch[], from: number, to: number) {
  const seconds = { serving: 0, stopped: 0, unseen: 0 }
  const first = (Math.floor((from + 8 * 3600) / DAY_S) + 1) * DAY_S - 8 * 3600
  for (let midnight = first; midnight <= to; midnight += DAY_S) {
    const within = (condition: Stretch['condition']) =>
      all.reduce((sum, one, index) => {
        if (one.condition !== condition) return sum
        const [begin, end] = [
          Math.max(one.at, midnight - DAY_S),
          Math.min(all[index + 1]?.at ?? midnight, midnight),
        ]
        return sum + Math.max(0, end - begin)
      }, 0)
    const [stopped, unseen] = [within('stopped'), within('unseen')]
    seconds.stopped += stopped
    seconds.unseen += unseen
    seconds.serving += DAY_S - stopped - unseen
  }
  return (['serving', 'stopped', 'unseen'] as const).map((condition) => ({
    condition,
    seconds: seconds[condition],
  }))
}

function add(
  groups: Map<string, Group>,
  part: {
    readonly stretch: Stretch
    readonly condition: Stretch['condition']
    readonly reign: Reign
    readonly dimension: Dimension
    readonly units: number
  },
  { ofMonth, isOneOfThese }: { readonly ofMonth: number; readonly isOneOfThese: boolean },
): void {
  const { stretch, condition, reign, dimension } = part
  const clause = clauseOf(reign.list, dimension, stretch.pool)
  const key = `${reign.list.name} ${reign.list.clauses.indexOf(clause)} ${reign.from} ${reign.to}`
  const group = groups.get(key) ?? {
    clause,
    inForce: reign.to - reign.from,
    ofMonth,
    held: 0n,
    heldByThese: 0n,
  }
  groups.set(key, group)
  const weight =
    condition === 'serving' ? E9 : billionths(condition === 'stopped' ? clause.stopped : clause.unseen)
  const held = BigInt(part.units) * weight
  group.held += held
  if (isOneOfThese) group.heldByThese += held
}

function clauseOf({ name, clauses }: PriceList, dimension: Dimension, pool: number): PriceClause {
  const some = clauses.filter((one) => one.dimension === dimension)
  const clause = some.find((one) => one.pool === pool) ?? some.find((one) => one.pool === null)
  if (clause === undefined) throw new Error(`${name} has a price for ${dimension}`)
  return clause
}

/** What one resource alone costs in a month by the list in force on a day, switched off where it is: billionths of a 分. */
export function listedFor(
  { kind, provider }: Pick<Life, 'kind' | 'provider'>,
  { pool, amounts, condition }: Pick<Stretch, 'pool' | 'amounts' | 'condition'>,
  day: string,
): bigint {
  const list = listAt(provider, secondOf(day))
  let sum = 0n
  for (const [position, dimension] of COUNTED[kind].entries()) {
    const amount = BigInt(amounts[position] ?? 0)
    const { tiers, stopped } = clauseOf(list, dimension, pool)
    const share = condition === 'stopped' ? billionths(stopped) : E9
    let below = 0n
    for (const { upTo, unitPrice } of tiers) {
      const top = upTo === null || BigInt(upTo) > amount ? amount : BigInt(upTo)
      if (top > below) sum += ((top - below) * billionths(unitPrice) * 100n * share) / E9
      below = top
    }
  }
  return sum
}

/** 分, exact. A tier ends at its share of the month in which the clause is in force. */
function costOf({ clause, held, inForce, ofMonth }: Group) {
  let below = 0n
  let sum = 0n
  for (const { upTo, unitPrice } of clause.tiers) {
    const end = upTo === null ? held : BigInt(upTo) * BigInt(inForce) * E9
    const top = end < held ? end : held
    if (top > below) sum += (top - below) * billionths(unitPrice)
    below = end
  }
  return { numerator: sum * 100n, denominator: E9 * E9 * BigInt(ofMonth) }
}
