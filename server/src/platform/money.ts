/** `1234.50` of 分, exact: for sentences and files; pages format money themselves. */
export function yuanOf(fen: bigint | number): string {
  const exact = BigInt(fen)
  const whole = exact < 0n ? -exact : exact
  return `${exact < 0n ? '-' : ''}${whole / 100n}.${(whole % 100n).toString().padStart(2, '0')}`
}
