import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalRange, createAddressList } from './address-list.ts'

/** Written without any of the code under test: numbers to text, and membership by shifting. */
const text4 = (bits: bigint) => [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.')
const text6 = (bits: bigint) =>
  [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((bits >> shift) & 65_535n).toString(16)).join(':')

const families = [
  // First bits set, so that no IPv6 address is an IPv4 one in disguise.
  { width: 32n, text: text4, low: 0n },
  { width: 128n, text: text6, low: 1n << 125n },
] as const

describe('a list of addresses (R57)', () => {
  it('holds exactly the addresses whose first bits are those of a range, in both families', () => {
    for (const { width, text, low } of families) {
      const address = fc.bigInt({ min: low, max: (1n << width) - 1n })
      const near = fc.tuple(
        address,
        fc.bigInt({ min: 0n, max: width }),
        fc.bigInt({ min: 0n, max: width - 1n }),
      )
      fc.assert(
        fc.property(near, address, ([base, prefix, flipped], other) => {
          const shift = width - prefix
          const network = (base >> shift) << shift
          const range = `${text(network)}/${prefix}`
          const list = createAddressList([range])
          // The base itself, one that differs in one bit anywhere, and one that has nothing to do with it.
          for (const tried of [base, base ^ (1n << flipped), other]) {
            if (tried < low) continue
            expect(list.has(text(tried)), `${text(tried)} in ${range}`).toBe(tried >> shift === base >> shift)
          }
          const canonical = canonicalRange(range)
          expect(canonicalRange(canonical ?? '')).toBe(canonical)
          expect(canonical === null).toBe(false)
          if (network !== base) expect(canonicalRange(`${text(base)}/${prefix}`)).toBeNull()
        }),
        { numRuns: 300 },
      )
    }
  })

  it('knows an IPv4 address in every spelling that a socket may give it', () => {
    const list = createAddressList(['10.20.0.0/16', '2001:db8::/32'])
    for (const address of [
      '10.20.3.7',
      '::ffff:10.20.3.7',
      '::ffff:a14:307',
      '2001:DB8:0::1',
      '2001:db8::1%eth0',
    ])
      expect(list.has(address), address).toBe(true)
    for (const address of ['10.21.0.1', '::ffff:10.21.0.1', '2001:db9::1', '', 'unknown'])
      expect(list.has(address), address).toBe(false)
  })

  it('writes a range in one way, and refuses what is none', () => {
    expect(canonicalRange('2001:0DB8:0:0::/32')).toBe('2001:db8::/32')
    expect(canonicalRange('10.1.2.3/32')).toBe('10.1.2.3')
    expect(canonicalRange('::ffff:10.1.2.3')).toBe('10.1.2.3')
    expect(canonicalRange('0.0.0.0/0')).toBe('0.0.0.0/0')
    for (const wrong of [
      '10.1.2.3/16',
      '10.1.2',
      '10.1.2.3/33',
      '10.0.0.0/08',
      '::/129',
      'fe80::1%eth0',
      '1/2/3',
      '',
    ])
      expect(canonicalRange(wrong), wrong).toBeNull()
    expect(canonicalRange('::ffff:10.0.0.0/104')).toBeNull()
  })
})
