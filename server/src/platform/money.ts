/** `1234.50` of 分, exact: for sentences and files; pages format money themselves. */
export function yuanOf(fen: bigint | number): string {
  const exact = BigInt(fen)
  const whole = exact < 0n ? -exact : exact
  return `${exact < 0n ? '-' : ''}${whole / 100n}.${(whole % 100n).toString().padStart(2, '0')}`
}

/** `12.5` of 12500000000 with nine digits: exact, without zeros that say nothing. */
export function decimalText(value: bigint, digits: number): string {
  if (value < 0n) return `-${decimalText(-value, digits)}`
  const text = value.toString().padStart(digits + 1, '0')
  const back = digits === 0 ? '' : text.slice(-digits).replace(/0+$/, '')
  return `${digits === 0 ? text : text.slice(0, -digits)}${back === '' ? '' : `.${back}`}`
}

/**
 * An amount divided by weights, in whole 分, so that the parts add up to it: each is cut off, and what is left goes 分 by 分 to those of
 * which most was cut off (largest remainder); among equals by key. The one rule for what is left over: nothing else divides money.
 */
export function divideByWeight(
  amount: bigint,
  weights: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, bigint> {
  const sum = [...weights.values()].reduce((all, weight) => all + weight, 0n)
  if (sum === 0n) throw new Error('assertion: an amount is divided by something')
  const sign = sum < 0n ? -1n : 1n
  const parts = [...weights].map(([key, weight]) => {
    const [numerator, denominator] = [amount * weight * sign, sum * sign]
    const whole = floorOf(numerator, denominator)
    return { key, whole, cut: numerator - whole * denominator }
  })
  const left = amount - parts.reduce((all, { whole }) => all + whole, 0n)
  const byCut = parts.toSorted((a, b) =>
    a.cut === b.cut ? (a.key < b.key ? -1 : 1) : a.cut > b.cut ? -1 : 1,
  )
  return new Map(byCut.map(({ key, whole }, at) => [key, whole + (BigInt(at) < left ? 1n : 0n)]))
}

/** Toward below, the divisor above nothing. */
function floorOf(numerator: bigint, denominator: bigint): bigint {
  const cut = numerator / denominator
  return numerator < 0n && cut * denominator !== numerator ? cut - 1n : cut
}
