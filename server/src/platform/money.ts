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
