/** Values as a spreadsheet should hold them. */

/** decimal: an exact one as text, which no number of a program would hold · utc: an instant that is written already (ISO 8601, `Z`). */
export type CellKind = 'text' | 'number' | 'decimal' | 'instant' | 'utc' | 'day' | 'money'

const SHANGHAI_MS = 8 * 3_600_000
/** Longest text that a cell takes (ECMA-376). */
const TEXT_MAX = 32_767

/**
 * A text that no spreadsheet, and no CSV made from it, takes for a formula: what begins like one gets an apostrophe
 * before it (OWASP, CSV injection). Control characters that XML cannot carry go.
 */
export function guardText(text: string): string {
  const cleaned = PLAIN.test(text) ? text : [...text].filter(isXmlCharacter).join('')
  const clean = cleaned.slice(0, TEXT_MAX - 1)
  return /^[=+\-@\t\r\n|%]/.test(clean) ? `'${clean}` : clean
}

/** Nothing to clean: nearly every text, and a long list has tens of millions of them. */
const PLAIN = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd]*$/

function isXmlCharacter(char: string): boolean {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code <= 0xdfff)
}

/** `0042` and 18-digit codes stay text: a spreadsheet would make numbers of them. Times are wall-clock times of Shanghai. */
export function toCell(kind: CellKind, value: string | number | Date | null): string | number | Date | null {
  if (value === null) return null
  switch (kind) {
    case 'text':
    case 'utc':
      return guardText(String(value))
    case 'number':
      return Number(value)
    case 'decimal':
      return exactDecimal(value)
    case 'money':
      return Number(value) / 100
    case 'day': {
      const ms = Date.parse(`${String(value)}T00:00:00Z`)
      return Number.isNaN(ms) ? guardText(String(value)) : new Date(ms)
    }
    case 'instant': {
      const at = value instanceof Date ? value : new Date(String(value))
      return Number.isNaN(at.getTime()) ? guardText(String(value)) : new Date(at.getTime() + SHANGHAI_MS)
    }
  }
}

/** Digits as they are, never a formula; anything else is a fault of ours. */
export function exactDecimal(value: string | number | Date): string {
  const text = String(value)
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`assertion: ${text} is a decimal`)
  return text
}

export const FORMAT_OF: Readonly<Record<CellKind, string>> = {
  text: '@',
  number: '#,##0',
  decimal: '@',
  money: '#,##0.00',
  day: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
  utc: '@',
}
