/** IPv4 ranges of subnets and the addresses in them. */
import { isIPv4 } from 'node:net'

export interface Range {
  readonly first: number
  readonly last: number
  readonly prefix: number
}

/** Null for what is no range that machines can stand in. */
export function parseCidr(cidr: string): Range | null {
  const [address = '', bits = '', ...rest] = cidr.split('/')
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(bits)) return null
  const prefix = Number(bits)
  if (prefix < 8 || prefix > 30) return null
  const size = 2 ** (32 - prefix)
  const start = toNumber(address)
  if (start % size !== 0) return null
  return { first: start, last: start + size - 1, prefix }
}

const toNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
export const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')

/** The lowest that nobody has; the first of a range is its gateway's, by custom. Null when all are taken. */
export function freeAddress({ first, last }: Range, taken: ReadonlySet<string>): string | null {
  for (let value = first + 2; value < last; value++) {
    const address = toAddress(value)
    if (!taken.has(address)) return address
  }
  return null
}

export const gatewayOf = ({ first }: Range): string => toAddress(first + 1)
