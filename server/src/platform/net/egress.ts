/**
 * Where this process may connect to on somebody's word. An endpoint is typed by a person, or named by a catalogue that
 * somebody else's server sent: neither may lead the platform to its own loopback, to the metadata service of the machine
 * it runs on, or to itself (SSRF).
 */

import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { lookup as resolveName } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Text } from '@yunheng/contract'
import { createAddressList, plainAddress } from './address-list.ts'

/** What is refused unless the operator allows it, and what it is. */
const REFUSED: readonly { readonly ranges: readonly string[]; readonly what: Text }[] = [
  { ranges: ['127.0.0.0/8', '::1/128'], what: { zh: '本机回环地址', en: 'a loopback address' } },
  {
    // Metadata of public clouds stands outside link-local as well: Alibaba, Azure, AWS over IPv6.
    ranges: ['100.100.100.200/32', '168.63.129.16/32', 'fd00:ec2::254/128'],
    what: { zh: '云主机元数据地址', en: 'a metadata address' },
  },
  {
    ranges: ['169.254.0.0/16', 'fe80::/10'],
    what: { zh: '链路本地（元数据）地址', en: 'a link-local (metadata) address' },
  },
  { ranges: ['0.0.0.0/8', '::/128'], what: { zh: '未指定地址', en: 'an unspecified address' } },
  { ranges: ['224.0.0.0/4', 'ff00::/8'], what: { zh: '组播地址', en: 'a multicast address' } },
  { ranges: ['240.0.0.0/4'], what: { zh: '保留或广播地址', en: 'a reserved or broadcast address' } },
]

export interface EgressRefusal {
  readonly address: string
  readonly what: Text
}

export interface Egress {
  /** Why this address may not be connected to; null when it may. */
  refuse(address: string): EgressRefusal | null
  /** The same of whatever the host resolves to now; null also when it does not resolve, which is said elsewhere. */
  refuseHost(host: string): Promise<EgressRefusal | null>
  /** For sockets: resolves, keeps what may be connected to, and hands on only that, so that nothing is resolved twice. */
  readonly lookup: LookupFunction
}

export class EgressError extends Error {
  readonly code = 'EGRESS_REFUSED'
  readonly refusal: EgressRefusal
  constructor(refusal: EgressRefusal) {
    super(`${refusal.address} is ${refusal.what.en}`)
    this.name = 'EgressError'
    this.refusal = refusal
  }
}

/** @param own addresses of the platform itself; those of this machine's interfaces unless given. */
export function createEgress(options: {
  readonly allowed: readonly string[]
  readonly own?: () => readonly string[]
}): Egress {
  const allowed = createAddressList(options.allowed)
  const refused = REFUSED.map(({ ranges, what }) => ({ list: createAddressList(ranges), what }))
  const own = options.own ?? ownAddresses

  function refuse(given: string): EgressRefusal | null {
    const address = plainAddress(given)
    if (allowed.has(address)) return null
    const found = refused.find(({ list }) => list.has(address))
    if (found) return { address, what: found.what }
    return own().some((each) => plainAddress(each) === address)
      ? { address, what: { zh: '平台自身的地址', en: 'an address of the platform itself' } }
      : null
  }

  const lookup: LookupFunction = (host, { all, ...wanted }, callback) => {
    systemLookup(host, { ...wanted, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '', 0)
      const usable = found.filter(({ address }) => refuse(address) === null)
      const first = usable[0]
      if (first === undefined)
        return callback(new EgressError(refuse(found[0]?.address ?? host) as EgressRefusal), '', 0)
      return all ? callback(null, usable) : callback(null, first.address, first.family)
    })
  }

  return {
    refuse,
    lookup,
    async refuseHost(host) {
      const bare = host.replace(/^\[|\]$/g, '')
      if (isIP(bare) !== 0) return refuse(bare)
      const found = await resolveName(bare, { all: true }).catch(() => [])
      const refusals = found.map(({ address }) => refuse(address))
      // One way in is enough: the socket takes only those that may be connected to.
      return refusals.length > 0 && refusals.every((one) => one !== null) ? (refusals[0] ?? null) : null
    },
  }
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
}
