/** From the cells of a row to a line of a statement, or what is wrong with it. Pure and exact. */
import type { LineCategory, StatementFault } from '@yunheng/contract'
import { sm3Hex } from '../../../platform/crypto/index.ts'
import { decimalText } from '../../../platform/money.ts'
import { parseDay } from '../../../platform/worktime/index.ts'
import { monthOf, windowOfMonth } from '../../metering/index.ts'
import { YUAN_DIGITS } from './amount.ts'
import type { ColumnKey, Places } from './columns.ts'
import { categoryOf, isApart, isCorrectionSaid } from './focus.ts'
import { kept, meterOf, secondsOfLine, secondsOfUnit } from './items.ts'

export interface ParsedLine {
  readonly no: number
  /** Empty for what is billed for no resource. */
  readonly resourceRef: string
  readonly item: string
  readonly meter: number | null
  readonly pool: string | null
  readonly stretch: string | null
  /** The earlier month that it corrects; null for the one of the statement. */
  readonly serviceMonth: string | null
  readonly quantity: string | null
  readonly unit: string | null
  /** Thousandths of a unit × seconds, an exact decimal. */
  readonly held: string | null
  /** Exactly what the file says, in its last decimal of a yuan that is kept (`amount.ts`). */
  readonly amount: bigint
  /** Of FOCUS; null where the file does not say. */
  readonly category: LineCategory | null
  readonly isCorrection: boolean
  /** The whole row in short, of FOCUS: two lines may be alike in all that is read here, and be two. */
  readonly rowDigest: string | null
}

export interface Faulty {
  readonly fault: StatementFault
  readonly value: string
}

export interface Expected {
  /** `2026-10` */
  readonly month: string
  readonly monthSeconds: number
}

const TEXT_MAX = 200
/** As fine as amounts: what is measured by the byte is billed by the GiB. */
const QUANTITY_DIGITS = 30
/** Whole digits; more no purse and no cloud has, and their sums stay exact. */
const AMOUNT_WHOLE = 11
const QUANTITY_WHOLE = 15

/** What the words of a file mean. */
interface Words {
  meterOf(item: string): number | null
  secondsOf(unit: string): number | null
  monthOf(said: string): string | null
  timeOf(said: string): string | null
}

export type LineReader = (no: number, cells: readonly string[], places: Places) => ParsedLine | Faulty

/** Reads the lines of one file. @returns what throws nothing: what is wrong is an answer. */
export function createLineReader(expected: Expected): LineReader {
  const words: Words = {
    meterOf: kept(meterOf),
    secondsOf: kept((unit) => secondsOfUnit(unit, expected.monthSeconds)),
    monthOf: kept(readMonth),
    timeOf: kept(localTime),
  }
  return (no, cells, places) => readLine(no, cells, places, expected.month, words)
}

function readLine(
  no: number,
  cells: readonly string[],
  places: Places,
  month: string,
  words: Words,
): ParsedLine | Faulty {
  const at = (key: ColumnKey) => cellAt(cells, places[key])
  const said = categorySaid(at('category'), at('class'), places)
  if ('fault' in said) return said
  const resourceRef = at('resource')
  const item = itemOf(cells, places, said.category)
  const texts = [resourceRef, item, at('pool'), at('unit'), at('from'), at('to')]
  const long = texts.find((text) => text.length > TEXT_MAX)
  if (long !== undefined) return wrong('text-too-long', long)
  const garbled = texts.find((text) => /[\ufffd\0]/.test(text))
  if (garbled !== undefined) return wrong('encoding', garbled.replaceAll('\0', '\ufffd'))
  if (resourceRef === '' && said.category === null) return wrong('resource-missing', '')
  if (item === '') return wrong('item-missing', '')
  const elsewhere = refuseElsewhere(at('currency'), at('month'), month, words)
  if (elsewhere) return elsewhere
  const service = serviceMonthOf(at('serviceMonth'), [at('from'), at('to')], month, words)
  // What is compared by itself may span what it likes.
  const isLoose = isApart(said.category, resourceRef !== '')
  const serviceMonth = isFault(service) && isLoose ? null : service
  if (isFault(serviceMonth)) return serviceMonth
  // What is given back for an earlier month is below nothing; of FOCUS every category may be.
  const isSigned = serviceMonth !== null || said.category !== null
  const figures = figuresOf(at('quantity'), at('amount'), isSigned)
  if ('fault' in figures) return figures
  const { quantity, amount } = figures
  const unit = at('unit') || null
  const counting = { meter: words.meterOf(item), unit, month: serviceMonth ?? month }
  return {
    no,
    resourceRef,
    item,
    meter: counting.meter,
    pool: at('pool') || null,
    stretch: [at('from'), at('to')].filter((text) => text !== '').join(' – ') || null,
    serviceMonth,
    quantity: quantity === null ? null : decimalText(quantity, QUANTITY_DIGITS),
    unit,
    held: heldOf(quantity, secondsOfLine(counting, words.secondsOf)),
    amount,
    ...said,
    rowDigest: places.focus === null ? null : sm3Hex(cells.join('\u001f')),
  }
}

const isFault = (read: string | null | Faulty): read is Faulty => typeof read === 'object' && read !== null

const cellAt = (cells: readonly string[], place: number | undefined) => unguarded(cells[place ?? -1] ?? '')

/** By the most exact of its names; what has none at all goes by its category. */
function itemOf(cells: readonly string[], { items }: Places, category: LineCategory | null): string {
  for (const place of items) {
    const item = cellAt(cells, place)
    if (item !== '' || category === null) return item
  }
  return category ?? ''
}

function categorySaid(
  said: string,
  classSaid: string,
  { focus }: Places,
): Pick<ParsedLine, 'category' | 'isCorrection'> | Faulty {
  const category = categoryOf(said)
  if (category === null && (said !== '' || focus !== null)) return wrong('category-unknown', said)
  const isCorrection = isCorrectionSaid(classSaid)
  return isCorrection === null ? wrong('class-unknown', classSaid) : { category, isCorrection }
}

function figuresOf(
  quantitySaid: string,
  amountSaid: string,
  isSigned: boolean,
): { readonly quantity: bigint | null; readonly amount: bigint } | Faulty {
  const quantity = readDecimal(quantitySaid, QUANTITY_DIGITS, QUANTITY_WHOLE, isSigned)
  if (quantity !== null && typeof quantity === 'object') return quantityFault(quantity.flaw, quantitySaid)
  const amount = readDecimal(amountSaid, YUAN_DIGITS, AMOUNT_WHOLE, isSigned)
  if (amount === null) return wrong('amount-invalid', '')
  if (typeof amount === 'object') return amountFault(amount.flaw, amountSaid)
  return { quantity, amount }
}

export const isFaulty = (read: ParsedLine | Faulty): read is Faulty => 'fault' in read

const wrong = (fault: StatementFault, value: string): Faulty => ({ fault, value: value.slice(0, 100) })

type Flaw = 'invalid' | 'negative' | 'overprecise'
const quantityFault = (flaw: Flaw, value: string) => wrong(`quantity-${flaw}`, value)
const amountFault = (flaw: Flaw, value: string) => wrong(`amount-${flaw}`, value)

/** An apostrophe that a spreadsheet puts before what would be a formula is none of the text. Formulas stay what they are: text. */
const unguarded = (cell: string) => {
  const text = cell.trim()
  return text.startsWith("'") && /^'[=+\-@|%]/.test(text) ? text.slice(1) : text
}

const YUAN = new Set(['', 'cny', 'rmb', '人民币', '元', '¥', '￥', '人民币元'])

function refuseElsewhere(currency: string, said: string, month: string, words: Words): Faulty | null {
  if (!YUAN.has(currency.toLowerCase())) return wrong('currency-other', currency)
  if (said === '') return null
  const read = words.monthOf(said)
  if (read === null) return wrong('month-invalid', said)
  return read === month ? null : wrong('month-other', said)
}

/**
 * The earlier month that a line is for: said in a column of its own, or its charges lie in it whole (FOCUS: the charge period before the
 * billing period). A line that reaches into the month of the statement is of that month; one of several earlier months is of none.
 */
function serviceMonthOf(
  said: string,
  [from, to]: readonly [string, string],
  month: string,
  words: Words,
): string | null | Faulty {
  if (said === '') {
    const [begun, ended] = [words.timeOf(from), words.timeOf(to)]
    const isBefore = begun !== null && ended !== null && begun <= ended && ended <= firstOf(month)
    if (!isBefore || begun.slice(0, 7) >= month) return null
    const service = begun.slice(0, 7)
    const next = monthOf(windowOfMonth(service).to)
    return ended <= firstOf(next) ? service : wrong('service-month-several', `${from} – ${to}`)
  }
  const read = words.monthOf(said)
  if (read === null) return wrong('service-month-invalid', said)
  if (read > month) return wrong('service-month-later', said)
  return read === month ? null : read
}

/** As {@link localTime} writes it. */
const firstOf = (month: string) => `${month}-01 00:00`

const DAY_MS = 86_400_000
/** Days of a spreadsheet begin with this one. */
const SHEET_EPOCH_MS = Date.UTC(1899, 11, 30)
const SHANGHAI_MS = 8 * 3_600_000

/** `2026-09-30 08:00` of Shanghai, however it was written; null for what is no day. */
function localTime(said: string): string | null {
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(said)) {
    const at = Date.parse(said)
    return Number.isNaN(at) ? null : new Date(at + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ')
  }
  const [, year, month, day, hour = '00', minute = '00'] =
    /^(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ](\d{1,2}):(\d\d).*)?$/.exec(said) ?? []
  if (!year || !month || !day) return null
  const two = (part: string) => part.padStart(2, '0')
  const date = `${year}-${two(month)}-${two(day)}`
  return parseDay(date) === null ? null : `${date} ${two(hour)}:${minute}`
}

/** `2026-10`, `2026/10`, `202610`, `2026年10月`, a day or an instant of it, or the number that a spreadsheet makes of a day. */
export function readMonth(said: string): string | null {
  if (/^[3-6]\d{4}$/.test(said))
    return new Date(SHEET_EPOCH_MS + Number(said) * DAY_MS).toISOString().slice(0, 7)
  // FOCUS tells instants in UTC: the month of Shanghai begins eight hours before.
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(said)) {
    const at = Date.parse(said)
    return Number.isNaN(at) ? null : new Date(at + SHANGHAI_MS).toISOString().slice(0, 7)
  }
  const [, year, number] = /^(20\d\d)(?:[-/.年]|(?=\d\d$))(0?[1-9]|1[0-2])(?:$|月|[-/.].*)/.exec(said) ?? []
  return year && number ? `${year}-${number.padStart(2, '0')}` : null
}

/**
 * An exact decimal as a whole number of its last digit; null for an empty cell. Thousands may be set apart by commas, powers of ten
 * written out (`35.2E-7`); nothing is rounded.
 * @param isSigned whether it may be below nothing
 */
export function readDecimal(
  cell: string,
  digits: number,
  whole: number,
  isSigned = false,
): bigint | null | { readonly flaw: Flaw } {
  const plain = readPlain(cell, digits, whole)
  if (plain !== null) return plain
  const text = cell.replace(/^[¥￥]\s*/, '').replace(/\s*元$/, '')
  if (text === '') return null
  const [, sign, ahead = '', behind = ''] = partsOf(unfolded(text))
  if (sign === undefined) return { flaw: 'invalid' }
  const front = ahead.replaceAll(',', '').replace(/^0+(?=\d)/, '')
  if (front.length > whole) return { flaw: 'invalid' }
  const back = behind.replace(/0+$/, '')
  const isNought = /^0*$/.test(front) && back === ''
  const isNegative = sign === '-' && !isNought
  if (isNegative && !isSigned) return { flaw: 'negative' }
  if (back.length > digits) return { flaw: 'overprecise' }
  const value = BigInt(`${front}${back.padEnd(digits, '0')}`)
  return isNegative ? -value : value
}

const partsOf = (text: string): readonly (string | undefined)[] =>
  /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text) ?? /^([+-]?)()\.(\d+)$/.exec(text) ?? []

const EXPONENT_MAX = 60

/** `0.00000352` of `35.2E-7`, which FOCUS allows: the point moves, no digit changes. */
function unfolded(text: string): string {
  const [, sign, ahead, behind = '', exponent] =
    /^([+-]?)(\d{1,40})(?:\.(\d{0,60}))?[eE]([+-]?\d{1,2})$/.exec(text) ?? []
  if (sign === undefined || ahead === undefined || exponent === undefined) return text
  const by = Number(exponent)
  if (Math.abs(by) > EXPONENT_MAX) return text
  const digits = by < 0 ? `${'0'.repeat(-by)}${ahead}${behind}` : `${ahead}${behind}${'0'.repeat(by)}`
  const point = by < 0 ? ahead.length : ahead.length + by
  return `${sign}${digits.slice(0, point) || '0'}.${digits.slice(point)}`
}

/** Most figures are digits with a point among them; null for any other, which is looked at closely. */
function readPlain(text: string, digits: number, whole: number): bigint | null {
  if (!/^\d+(?:\.\d+)?$/.test(text)) return null
  const point = text.indexOf('.')
  const [front, back] = point < 0 ? [text, ''] : [text.slice(0, point), text.slice(point + 1)]
  return front.length > whole || back.length > digits ? null : BigInt(front + back.padEnd(digits, '0'))
}

const THOUSAND = 1000n

const heldOf = (quantity: bigint | null, seconds: number | null): string | null =>
  quantity === null || seconds === null
    ? null
    : decimalText(quantity * THOUSAND * BigInt(seconds), QUANTITY_DIGITS)
