/** Addresses and ranges of both families: one spelling each, and whether an address lies within a list. */
import { BlockList, isIP } from 'node:net'

export interface AddressList {
  /** Any spelling of the address; what is no address is within nothing. */
  has(address: string): boolean
}

/** @param ranges addresses or `address/prefix`, well-formed. */
export function createAddressList(ranges: readonly string[]): AddressList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return {
    has(given) {
      const address = plainAddress(given)
      const family = isIP(address)
      return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
    },
  }
}

/**
 * An IPv4 address inside an IPv6 one (mapped `::ffff:0:0/96`, compatible `::/96`, NAT64 `64:ff9b::/96`) is the IPv4 address:
 * the kernel or the translator connects to that. Zones (`%eth0`) say only through which interface.
 */
export function plainAddress(given: string): string {
  const address = given.replace(/%.*$/, '')
  if (isIP(address) !== 6) return address
  // The URL parser knows every spelling of IPv6 and writes one.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const inner = /^(?:::ffff:|64:ff9b::|::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (inner === null) return canonical
  const bits = Number.parseInt(inner[1] ?? '', 16) * 65_536 + Number.parseInt(inner[2] ?? '', 16)
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.')
}

/**
 * The one way to write an address or range; null when it is none, or when bits beyond the prefix are set (10.20.3.7/16 is
 * most often a slip of the pen, so nobody guesses which was meant).
 */
export function canonicalRange(text: string): string | null {
  const [given = '', prefixText, ...more] = text.split('/')
  const family = isIP(given)
  if (family === 0 || given.includes('%') || more.length > 0) return null
  const address = plainAddress(given)
  if (prefixText === undefined) return address
  // A mapped range would be IPv4 in disguise: it is to be written as such.
  if (isIP(address) !== family || !/^(0|[1-9][0-9]{0,2})$/.test(prefixText)) return null
  const prefix = Number(prefixText)
  const width = family === 4 ? 32 : 128
  if (prefix > width) return null
  const hostBits = bitsOf(address) & ((1n << BigInt(width - prefix)) - 1n)
  if (hostBits !== 0n) return null
  return prefix === width ? address : `${address}/${prefix}`
}

/** The number that a plain address is. */
function bitsOf(address: string): bigint {
  if (isIP(address) === 4) return join(address.split('.'), 10, 8n)
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length
  return join([...front, ...Array<string>(zeros).fill('0'), ...back], 16, 16n)
}

function join(parts: readonly string[], radix: number, width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(Number.parseInt(part, radix)), 0n)
}
