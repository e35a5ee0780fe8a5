/** IPv4 ranges as numbers: all that subnets and floating IPs need. */

export interface Range4 {
  /** First and last address of the block, the network's and the broadcast's own included. */
  readonly first: number
  readonly last: number
  readonly prefix: number
}

/** The block, or null when the text is none: bad octets, a prefix outside 0–32, host bits set. */
export function parseCidr4(text: string): Range4 | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  if (!match) return null
  const [, a, b, c, d, p] = match.map(Number) as [number, number, number, number, number, number]
  if (Math.max(a, b, c, d) > 255 || p > 32) return null
  const first = ((a * 256 + b) * 256 + c) * 256 + d
  const size = 2 ** (32 - p)
  return first % size === 0 ? { first, last: first + size - 1, prefix: p } : null
}

export function overlap(one: Range4, other: Range4): boolean {
  return one.first <= other.last && other.first <= one.last
}

export function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}

/** Addresses that may be given out: without the network's, the gateway's (the first host) and the broadcast's. */
export function hostsOf(range: Range4): { readonly from: number; readonly to: number } {
  return { from: range.first + 2, to: range.last - 1 }
}
