/** Exact decimals as integers of a billionth: prices and factors have at most nine digits behind the point. */
export const SCALE = 1_000_000_000n

export function toScaled(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(decimal)
  if (!match) throw new Error(`assertion: ${decimal} is no decimal of at most nine places`)
  const [, sign, whole, fraction = ''] = match as unknown as [string, string, string, string | undefined]
  const value = BigInt(whole) * SCALE + BigInt(fraction.padEnd(9, '0'))
  return sign === '-' ? -value : value
}

/** Division rounded half away from zero: the one rounding of money here. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n !== denominator < 0n
  const n = numerator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  const rounded = (n * 2n + d) / (d * 2n)
  return isNegative ? -rounded : rounded
}

/** Without zeros that say nothing: `46.000000000` → `46`. */
export function trimDecimal(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal
}
