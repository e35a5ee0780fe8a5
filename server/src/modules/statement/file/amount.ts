/**
 * Amounts as files write them: exact, however many decimals (a provider of FOCUS bills parts of a 分 a line), and the one rule by which
 * they become whole 分. Lines are added up exactly; what is compared, a resource, an item and a month at a time, is rounded once,
 * half away from zero, as the amounts of bills are; and so is the sum of a file, which is never the sum of what was rounded. The same
 * rule in SQL is `round(sum(amount))` (`statement/gather-store.ts`): PostgreSQL rounds numerics half away from zero as well.
 */
import { decimalText } from '../../../platform/money.ts'
import { roundHalfAway } from '../../billing/index.ts'

/** Decimals of a 分 that are kept: more than any double has that a program writes out. */
const FEN_DIGITS = 28
const FEN_OF_YUAN_DIGITS = 2
/** Decimals of a yuan. */
export const YUAN_DIGITS = FEN_DIGITS + FEN_OF_YUAN_DIGITS
const FEN = 10n ** BigInt(FEN_DIGITS)

/** Of a yuan's last decimal that is kept ({@link YUAN_DIGITS}) to whole 分. */
export const wholeFen = (exact: bigint): bigint => roundHalfAway(exact, FEN)

/** 分 as an exact decimal, `1234` or `1234.5678`. */
export const fenText = (exact: bigint): string => decimalText(exact, FEN_DIGITS)

/** Yuan of 分 that PostgreSQL tells as an exact decimal: `12.345678` of `1234.5678`. Null where they are whole. */
export function finerYuan(fen: string): string | null {
  const [, sign = '', whole = '0', back = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(fen) ?? []
  const part = back.replace(/0+$/, '')
  if (part === '') return null
  const digits = whole.padStart(FEN_OF_YUAN_DIGITS + 1, '0')
  return `${sign}${digits.slice(0, -FEN_OF_YUAN_DIGITS)}.${digits.slice(-FEN_OF_YUAN_DIGITS)}${part}`
}
