/** From the cells of a row to a line of a statement, or what is wrong with it. Pure and exact. */
import type { StatementFault } from '@yunheng/contract'
import { parseDay } from '../../../platform/worktime/index.ts'
import { monthOf, windowOfMonth } from '../../metering/index.ts'
import type { ColumnKey, Places } from './columns.ts'
import { kept, meterOf, secondsOfUnit } from './items.ts'

export interface ParsedLine {
  readonly no: number
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
  /** 分 */
  readonly amount: bigint
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
const FEN_DIGITS = 2
const QUANTITY_DIGITS = 9
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
  const at = (key: ColumnKey) => unguarded(cells[places[key] ?? -1] ?? '')
  const [resourceRef, item] = [at('resource'), at('item')]
  const texts = [resourceRef, item, at('pool'), at('unit'), at('from'), at('to')]
  const long = texts.find((text) => text.length > TEXT_MAX)
  if (long !== undefined) return wrong('text-too-long', long)
  const garbled = texts.find((text) => /[\ufffd\0]/.test(text))
  if (garbled !== undefined) return wrong('encoding', garbled.replaceAll('\0', '\ufffd'))
  if (resourceRef === '') return wrong('resource-missing', '')
  if (item === '') return wrong('item-missing', '')
  const elsewhere = refuseElsewhere(at('currency'), at('month'), month, words)
  if (elsewhere) return elsewhere
  const service = serviceMonthOf(at('serviceMonth'), [at('from'), at('to')], month, words)
  if (typeof service === 'object' && service !== null) return service
  // What is given back for an earlier month is below nothing.
  const isSigned = service !== null
  const quantity = readDecimal(at('quantity'), QUANTITY_DIGITS, QUANTITY_WHOLE, isSigned)
  if (quantity !== null && typeof quantity === 'object') return quantityFault(quantity.flaw, at('quantity'))
  const amount = readDecimal(at('amount'), FEN_DIGITS, AMOUNT_WHOLE, isSigned)
  if (amount === null) return wrong('amount-invalid', '')
  if (typeof amount === 'object') return amountFault(amount.flaw, at('amount'))
  const unit = at('unit') || null
  const stretch = [at('from'), at('to')].filter((text) => text !== '').join(' – ') || null
  return {
    no,
    resourceRef,
    item,
    meter: words.meterOf(item),
    pool: at('pool') || null,
    stretch,
    serviceMonth: service,
    quantity: quantity === null ? null : toText(quantity, QUANTITY_DIGITS),
    unit,
    held: heldOf(quantity, unit === null ? null : words.secondsOf(unit)),
    amount,
  }
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
 * An exact decimal as a whole number of its last digit; null for an empty cell. Thousands may be set apart by commas; nothing
 * is rounded.
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
  const [, sign, ahead = '', behind = ''] =
    /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text) ?? /^([+-]?)()\.(\d+)$/.exec(text) ?? []
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

/** Most figures are digits with a point among them; null for any other, which is looked at closely. */
function readPlain(text: string, digits: number, whole: number): bigint | null {
  if (!/^\d+(?:\.\d+)?$/.test(text)) return null
  const point = text.indexOf('.')
  const [front, back] = point < 0 ? [text, ''] : [text.slice(0, point), text.slice(point + 1)]
  return front.length > whole || back.length > digits ? null : BigInt(front + back.padEnd(digits, '0'))
}

/** `12.5` of 12500000000 with nine digits. */
function toText(value: bigint, digits: number): string {
  if (value < 0n) return `-${toText(-value, digits)}`
  const text = value.toString().padStart(digits + 1, '0')
  const back = text.slice(-digits).replace(/0+$/, '')
  return `${text.slice(0, -digits)}${back === '' ? '' : `.${back}`}`
}

const THOUSAND = 1000n

const heldOf = (quantity: bigint | null, seconds: number | null): string | null =>
  quantity === null || seconds === null
    ? null
    : toText(quantity * THOUSAND * BigInt(seconds), QUANTITY_DIGITS)
