export const moneyOf = (fen: bigint | string) => ({ amountMinor: Number(fen), currency: 'CNY' as const })
export const moneyOrNull = (fen: bigint | string | null) => (fen === null ? null : moneyOf(fen))
