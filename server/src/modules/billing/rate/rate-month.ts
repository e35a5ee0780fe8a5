/**
 * The charges of a body for a month, from its usage between the cuts: pure. All of the body's usage under one clause in one
 * stretch counts together for tiers and rounding; every subject has its charge.
 */
import { isCounted } from '@yunheng/contract'
import {
  beyond,
  type Package,
  type PriceInForce,
  type PriceLine,
  packageFor,
  packagesIn,
  priceLineFor,
  toScaled,
} from '../../catalogue/index.ts'
import {
  type BilledSubject,
  dimensionOfMeter,
  type HeldByStretch,
  hourOf,
  type Window,
} from '../../metering/index.ts'
import { type PriceBook, type PriceStretch, priceStretches, stretchesBetween } from './clauses.ts'
import { BILLIONTH, type Clause, type Held, rateUsage } from './rate-usage.ts'

export type Unpriced = 'no-order' | 'no-price' | 'no-clause'

/** Usage of one subject and dimension in one stretch of a price clause, and what it costs. */
export interface RatedCharge {
  readonly subject: number
  readonly meter: number
  readonly window: Window
  readonly serving: bigint
  readonly stopped: bigint
  readonly unseen: bigint
  readonly price: { readonly versionId: string; readonly position: number; readonly factor: bigint } | null
  /** Null where there is no price. */
  readonly billable: bigint | null
  readonly amount: bigint | null
  readonly unpriced: Unpriced | null
  /** Given back for this charge of an earlier bill that was closed without confirmation. */
  readonly disputed?: { readonly billId: string; readonly no: number }
  /** Paid once: the order line that was delivered. */
  readonly lineId?: string
}

export interface MonthToRate {
  readonly window: Window
  readonly cuts: readonly number[]
  readonly subjects: ReadonlyMap<number, BilledSubject>
  readonly book: PriceBook
  /** In any order; several of one subject, dimension and stretch count together. */
  readonly held: readonly HeldByStretch[]
}

interface Piece {
  readonly subject: BilledSubject
  readonly meter: number
  readonly stretch: PriceStretch
  serving: bigint
  stopped: bigint
  unseen: bigint
  /** As the clause counts it: the same, or natural days, whole. */
  counted: { serving: bigint; stopped: bigint; unseen: bigint }
}

const SECONDS_OF_HOUR = 3600

export function rateMonth(month: MonthToRate): readonly RatedCharge[] {
  const groups = new Map<string, { readonly clause: Clause; readonly pieces: Piece[] }>()
  const charges: RatedCharge[] = []
  const findLine = lineFinder()
  for (const { piece, within } of inPackages([...piecesOf(month)])) {
    const { subject, meter, stretch } = piece
    const found = within ?? findLine(stretch.price, subject, meter)
    if (within !== null && isNothing(piece.counted)) charges.push(paidOnce(piece, within))
    else if (typeof found === 'string') charges.push(unpricedOf(piece, found))
    else if (found.per === 'once') charges.push(paidOnce(piece, found))
    else {
      const { versionId } = stretch.price as PriceInForce
      const { from, to } = stretch.window
      const key = `${versionId} ${found.position} ${meter} ${from} ${to}`
      const group = groups.get(key) ?? {
        clause: toClause(key, found, month.window, stretch.window),
        pieces: [],
      }
      groups.set(key, group)
      group.pieces.push(piece)
    }
  }
  for (const { clause, pieces } of groups.values()) charges.push(...rateGroup(clause, pieces))
  return charges
}

function* piecesOf({ window, cuts, subjects, book, held }: MonthToRate): Generator<Piece> {
  const windows = stretchesBetween(cuts, window)
  const stretchesOf = memo(
    (subject: BilledSubject) => priceStretches(book, subject, windows),
    priceKey(book, window),
  )
  const pieces = new Map<string, Piece>()
  for (const row of held) {
    const subject = subjects.get(row.subject)
    const stretch = subject && stretchesOf(subject)[row.stretch]
    if (!subject || !stretch) throw new Error(`assertion: usage of subject ${row.subject} lies in the month`)
    const key = `${row.subject} ${row.meter} ${stretch.window.from}`
    const piece = pieces.get(key) ?? { subject, meter: row.meter, stretch, ...nothing(), counted: nothing() }
    pieces.set(key, piece)
    add(piece, row, '')
    add(piece.counted, row, goesByDays(stretch, row.meter) ? 'day_' : '')
  }
  yield* pieces.values()
}

/** What is counted as it flows is no day's, whatever a price says of days: all of it counts. */
const goesByDays = ({ price }: PriceStretch, meter: number): boolean =>
  price?.proration === 'day' && !isCounted(dimensionOfMeter(meter))

interface Placed {
  readonly piece: Piece
  /** The package's line, where it prices the piece or all of it is in the package; null: priced by amount. */
  readonly within: PriceLine | null
}

/** Of plans at a flat price: packages in place of what tells them, and of what they include the rest alone. */
function* inPackages(pieces: readonly Piece[]): Generator<Placed> {
  const find = packageFinder()
  const owns = new Map<string, Piece>()
  const keyOf = ({ subject, stretch }: Piece) => `${subject.id} ${stretch.window.from}`
  for (const piece of pieces)
    if (find(piece)?.line.dimension === dimensionOfMeter(piece.meter)) owns.set(keyOf(piece), piece)
  for (const piece of pieces) {
    const pack = find(piece)
    const dimension = dimensionOfMeter(piece.meter)
    if (pack === null || !pack.includes.has(dimension)) yield { piece, within: null }
    else if (dimension === pack.line.dimension)
      yield {
        piece: { ...piece, counted: each((way) => packagesIn(piece.counted[way], pack)) },
        within: pack.line,
      }
    else {
      const own = owns.get(keyOf(piece))?.counted ?? nothing()
      const counted = isCounted(dimension)
        ? beyondAllowance(pack, dimension, piece.counted, own)
        : each((way) => beyond(pack, dimension, piece.counted[way], own[way]))
      yield { piece: { ...piece, counted }, within: isNothing(counted) ? pack.line : null }
    }
  }
}

const each = (of: (way: keyof Piece['counted']) => bigint): Piece['counted'] => ({
  serving: of('serving'),
  stopped: of('stopped'),
  unseen: of('unseen'),
})
const sumOf = ({ serving, stopped, unseen }: Piece['counted']) => serving + stopped + unseen
const min = (a: bigint, b: bigint) => (a < b ? a : b)

/** What is counted as it flows has the allowance of the month whole, however the thing was held; what was read in time uses it first. */
function beyondAllowance(
  pack: Package,
  dimension: PriceLine['dimension'],
  flowed: Piece['counted'],
  own: Piece['counted'],
): Piece['counted'] {
  const rest = beyond(pack, dimension, sumOf(flowed), sumOf(own))
  const unseen = min(rest, flowed.unseen)
  return { serving: rest - unseen, stopped: 0n, unseen }
}

const isNothing = ({ serving, stopped, unseen }: Piece['counted']) =>
  serving === 0n && stopped === 0n && unseen === 0n

function packageFinder() {
  const known = new Map<string, Package | null>()
  return ({ subject, stretch: { price } }: Piece): Package | null => {
    if (price === null) return null
    const { offering_code: offeringCode, plan_code: planCode, pool_id: poolId } = subject
    const key = `${price.versionId} ${offeringCode} ${planCode} ${poolId}`
    const before = known.get(key)
    if (before !== undefined) return before
    const found = packageFor(price, { offeringCode, planCode, poolId })
    known.set(key, found)
    return found
  }
}

const nothing = () => ({ serving: 0n, stopped: 0n, unseen: 0n })

function add(
  sums: { serving: bigint; stopped: bigint; unseen: bigint },
  row: HeldByStretch,
  of: '' | 'day_',
): void {
  sums.serving += BigInt(row[`${of}serving`])
  sums.stopped += BigInt(row[`${of}stopped`])
  sums.unseen += BigInt(row[`${of}unseen`])
}

/** Subjects of one provider share their prices, where the same was agreed with their orders as far as the month goes. */
const priceKey = (book: PriceBook, month: Window) => (subject: BilledSubject) => {
  const { provider_body_id: provider, request_line_id: line, resource_id: resource } = subject
  const order = book.agreed.get(line ?? '')
  const lasts = order?.until ? Math.max(month.from, Math.min(month.to, hourOf(order.until))) : month.to
  const own = order === undefined ? '' : `${order.versionId} ${order.termMonths} ${lasts}`
  return `${provider} ${own} ${book.renewed.has(resource) ? resource : ''}`
}

function memo<A, B>(make: (of: A) => B, keyOf: (of: A) => string): (of: A) => B {
  const known = new Map<string, B>()
  return (of) => {
    const key = keyOf(of)
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(of)
    known.set(key, made)
    return made
  }
}

/** Looks for the clause of a price, once for each sort. */
function lineFinder() {
  const known = new Map<string, PriceLine | Unpriced>()
  return (price: PriceInForce | null, subject: BilledSubject, meter: number): PriceLine | Unpriced => {
    if (subject.offering_code === null) return 'no-order'
    if (price === null) return 'no-price'
    const { offering_code: offeringCode, plan_code: planCode, pool_id: poolId } = subject
    const key = `${price.versionId} ${offeringCode} ${planCode} ${poolId} ${meter}`
    const before = known.get(key)
    if (before !== undefined) return before
    const wanted = { offeringCode, planCode, poolId, dimension: dimensionOfMeter(meter) }
    const line = priceLineFor(price, wanted) ?? priceLineFor(price, wanted, 'once') ?? 'no-clause'
    known.set(key, line)
    return line
  }
}

/** Tiers are written in units, exact to a thousandth. */
const THOUSANDTHS_OF = BILLIONTH / 1000n

export function toClause(id: string, line: PriceLine, month: Window, stretch: Window): Clause {
  return {
    id,
    dimension: line.dimension,
    tiers: line.tiers.map(({ upTo, unitPrice }) => ({
      upTo: upTo === null ? null : toScaled(String(upTo)) / THOUSANDTHS_OF,
      unitPrice: toScaled(unitPrice),
    })),
    weights: {
      serving: BILLIONTH,
      stopped: toScaled(line.weights.stopped),
      unseen: toScaled(line.weights.unseen),
    },
    secondsInForce: (stretch.to - stretch.from) * SECONDS_OF_HOUR,
    secondsOfMonth: (month.to - month.from) * SECONDS_OF_HOUR,
  }
}

function rateGroup(clause: Clause, pieces: readonly Piece[]): readonly RatedCharge[] {
  const held = pieces.map(
    ({ subject, stretch, counted }): Held => ({ subject: subject.id, factor: stretch.factor, ...counted }),
  )
  const rated = new Map(rateUsage(clause, held).map((charge) => [charge.subject, charge]))
  const position = Number(clause.id.split(' ')[1])
  return pieces.map((piece) => {
    const { billable, amount } = rated.get(piece.subject.id) as { billable: bigint; amount: bigint }
    const { versionId } = piece.stretch.price as PriceInForce
    const price = { versionId, position, factor: piece.stretch.factor }
    return { ...shown(piece), price, billable, amount, unpriced: null }
  })
}

const shown = ({ subject, meter, stretch, serving, stopped, unseen }: Piece) => ({
  subject: subject.id,
  meter,
  window: stretch.window,
  serving,
  stopped,
  unseen,
})

/** What is held of it costs nothing by the month: its price is paid at delivery. */
const paidOnce = (piece: Piece, { position }: PriceLine): RatedCharge => ({
  ...shown(piece),
  price: { versionId: (piece.stretch.price as PriceInForce).versionId, position, factor: BILLIONTH },
  billable: 0n,
  amount: 0n,
  unpriced: null,
})

const unpricedOf = (piece: Piece, unpriced: Unpriced): RatedCharge => ({
  ...shown(piece),
  price: null,
  billable: null,
  amount: null,
  unpriced,
})
