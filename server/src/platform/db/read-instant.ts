/** The common form in which PostgreSQL writes a timestamptz: `2026-11-22 23:48:42.123456+00`. */
const SECONDS_END = 19
const ZERO = 48

/**
 * An instant from PostgreSQL's text (DateStyle ISO), to the millisecond, what is beyond it cut off. A page of fifty rows has
 * two hundred of them, and the general reader takes four times as long.
 * @returns null for what is not in the common form: other centuries’ zones with minutes, BC, infinity.
 */
export function readInstant(text: string): Date | null {
  const { length } = text
  if (length < 22 || length > 29 || text[4] !== '-' || text[10] !== ' ' || text[13] !== ':') return null
  const sign = text[length - 3]
  if (sign !== '+' && sign !== '-') return null
  const pair = (at: number) => (text.charCodeAt(at) - ZERO) * 10 + (text.charCodeAt(at + 1) - ZERO)
  let milliseconds = 0
  for (let at = SECONDS_END + 1, weight = 100; at < length - 3 && weight >= 1; at += 1, weight /= 10)
    milliseconds += (text.charCodeAt(at) - ZERO) * weight
  const year = pair(0) * 100 + pair(2)
  // Date.UTC takes years below 100 for those of the twentieth century.
  if (year < 100) return null
  const utc = Date.UTC(year, pair(5) - 1, pair(8), pair(11), pair(14), pair(17), milliseconds)
  const zone = pair(length - 2) * 3_600_000
  return new Date(sign === '+' ? utc - zone : utc + zone)
}
