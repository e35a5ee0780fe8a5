/** R270: what a project builds by itself though the catalogue carries it. Pure. */
import type { FilingItemInput, PriceLine, ProjectFilingCreate, Text } from '@yunheng/contract'

/** A published service, with what it costs by the lists in force. */
interface Carrier {
  readonly code: string
  readonly title: Text
}
interface CarrierPrice {
  readonly dimension: PriceLine['dimension']
  readonly per: PriceLine['per']
  /** Yuan, exact: the lowest that is asked by any list in force. */
  readonly unitPrice: string
}
export interface PricedCarrier extends Carrier {
  readonly prices: readonly CarrierPrice[]
}

/** Machine rooms and own clouds have rules of their own; a lease is the cloud. */
export const MAY_BE_CARRIED: ReadonlySet<FilingItemInput['kind']> = new Set(['software', 'security', 'other'])

/** New projects that connect by lease: the clause speaks of new ones, and an exempt one has its ground (R33). */
export const isAskedFor = (of: Pick<ProjectFilingCreate, 'nature' | 'connection'>): boolean =>
  of.nature === 'new' && of.connection === 'lease'

/** The service that its author names, or whose title stands in what he calls it: the longest title where several do. */
export function carrierOf<C extends Carrier>(
  item: {
    readonly kind: FilingItemInput['kind']
    readonly name: string
    readonly offeringCode: string | null
  },
  offerings: readonly C[],
): C | null {
  if (!MAY_BE_CARRIED.has(item.kind)) return null
  if (item.offeringCode !== null) return offerings.find(({ code }) => code === item.offeringCode) ?? null
  const name = plain(item.name)
  const found = offerings.filter(({ title }) => [title.zh, title.en].some((words) => isNamedIn(name, words)))
  return found.reduce<C | null>((longest, one) => (sizeOf(one) > sizeOf(longest) ? one : longest), null)
}

const plain = (words: string) => words.toLowerCase().replaceAll(/\s+/g, '')
const isNamedIn = (name: string, words: string) => plain(words).length >= 2 && name.includes(plain(words))
const sizeOf = (one: Carrier | null) => (one === null ? 0 : plain(one.title.zh).length)

/** Of each dimension the lowest first price above nothing, in the order of the lists; what is paid by the month before what is paid once. */
export function lowestPrices(
  lines: readonly Pick<PriceLine, 'offeringCode' | 'dimension' | 'per' | 'tiers'>[],
  code: string,
): readonly CarrierPrice[] {
  const lowest = new Map<string, CarrierPrice>()
  for (const { offeringCode, dimension, per, tiers } of lines) {
    if (offeringCode !== code) continue
    const unitPrice = tiers.map((tier) => tier.unitPrice).find((price) => !isNothing(price))
    if (unitPrice === undefined) continue
    const known = lowest.get(`${per} ${dimension}`)
    if (known === undefined || isLower(unitPrice, known.unitPrice))
      lowest.set(`${per} ${dimension}`, { dimension, per, unitPrice })
  }
  return [...lowest.values()].sort((a, b) => Number(a.per === 'once') - Number(b.per === 'once')).slice(0, 6)
}

const isNothing = (price: string) => /^0(\.0+)?$/.test(price)
/** Decimals of at most nine places, compared exactly. */
function isLower(a: string, b: string): boolean {
  const scaled = (price: string) => {
    const [whole = '0', part = ''] = price.split('.')
    return BigInt(whole + part.padEnd(9, '0').slice(0, 9))
  }
  return scaled(a) < scaled(b)
}
