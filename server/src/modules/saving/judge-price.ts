/** What a resource costs in a month, and what would be left of it. Pure, by the catalogue's estimate, in integer 分. */
import type { Dimension } from '@yunheng/contract'
import { estimate, toScaled } from '../catalogue/index.ts'
import type { Finding, Size } from './judge.ts'

/** As the catalogue's estimate takes them. */
export type Prices = Parameters<typeof estimate>[2]

export interface PricedResource {
  readonly kind: 'server' | 'volume' | 'floating-ip'
  /** What it was ordered as; or what it was taken in with; null for what has neither: it has no price. */
  readonly plan: { readonly id: string; readonly code: string; readonly offeringCode: string } | null
  /** Where it stands: a pool may have prices of its own. */
  readonly poolId: string
  readonly vcpus: number
  readonly memoryMiB: number
  readonly diskGiB: number
  /** Switched off when it was judged. */
  readonly isOff: boolean
}

export interface Saving {
  /** A month, in 分; null where nothing of it has a price. */
  readonly fen: bigint | null
  readonly vcpus: number
  readonly memoryMiB: number
  readonly storageGiB: number
}

const GIB = 1024
const MONTH = { months: 1, days: 0 }

/** A month at the price of the list, without discounts by term. Null where a part of it has no price. */
export function monthlyFen(resource: PricedResource, prices: Prices): bigint | null {
  return costOfAmounts(resource, amountsOf(resource), prices)
}

type Amount = ReturnType<typeof amountsOf>[number]

function costOfAmounts(
  { plan, poolId }: PricedResource,
  all: readonly Amount[],
  prices: Prices,
): bigint | null {
  if (plan === null || prices === null) return null
  const amounts = all.filter(({ amount }) => amount > 0)
  const line = {
    planId: plan.id,
    offeringCode: plan.offeringCode,
    planCode: plan.code,
    title: { zh: '', en: '' },
    quantity: 1,
    amounts,
    aboveRecommended: [],
  }
  const { perMonth, isComplete } = estimate([line], MONTH, prices, poolId)
  return isComplete ? BigInt(perMonth.amountMinor) : null
}

function amountsOf(
  resource: PricedResource,
): readonly { readonly dimension: Dimension; readonly amount: number }[] {
  switch (resource.kind) {
    case 'server':
      return [
        { dimension: 'vcpu', amount: resource.vcpus },
        { dimension: 'memory-gib', amount: Math.ceil(resource.memoryMiB / GIB) },
        { dimension: 'root-disk-gib', amount: resource.diskGiB },
      ]
    case 'volume':
      return [{ dimension: 'storage-gib', amount: resource.diskGiB }]
    case 'floating-ip':
      return [{ dimension: 'public-ip', amount: 1 }]
  }
}

const BILLIONTH = 1_000_000_000n
const NINE = 9
const offPrices = new WeakMap<NonNullable<Prices>, Prices>()

/** Two decimals of at most nine places: their product, rounded half up to as many. */
function times(price: string, share: string): string {
  const product = (toScaled(price) * toScaled(share) + BILLIONTH / 2n) / BILLIONTH
  return `${product / BILLIONTH}.${String(product % BILLIONTH).padStart(NINE, '0')}`
}

/** What is off is charged by its share of the price, as bills count it: giving it back saves no more. */
function whenOff(prices: Prices): Prices {
  if (prices === null) return null
  const known = offPrices.get(prices)
  if (known !== undefined) return known
  const lines = prices.lines.map((line) => ({
    ...line,
    tiers: line.tiers.map((tier) => ({ ...tier, unitPrice: times(tier.unitPrice, line.weights.stopped) })),
  }))
  const off = { ...prices, lines }
  offPrices.set(prices, off)
  return off
}

const staysOff = ({ isOff }: PricedResource, { rule }: Pick<Finding, 'rule'>) =>
  rule === 'stopped' || (rule === 'expired' && isOff)

/** What would be saved each month. What is too small saves nothing. */
export function savingOf(
  resource: PricedResource,
  finding: Pick<Finding, 'rule' | 'size'>,
  prices: Prices,
): Saving {
  if (finding.rule === 'undersized') return { fen: 0n, vcpus: 0, memoryMiB: 0, storageGiB: 0 }
  const whole = monthlyFen(resource, staysOff(resource, finding) ? whenOff(prices) : prices)
  if (finding.size === null)
    return {
      fen: whole,
      vcpus: resource.kind === 'server' ? resource.vcpus : 0,
      memoryMiB: resource.kind === 'server' ? resource.memoryMiB : 0,
      storageGiB: resource.diskGiB,
    }
  const left = monthlyFen({ ...resource, ...finding.size }, prices)
  return {
    fen: whole === null || left === null ? null : whole - left,
    ...freed(resource, finding.size),
    storageGiB: 0,
  }
}

const freed = (resource: Size, size: Size) => ({
  vcpus: resource.vcpus - size.vcpus,
  memoryMiB: resource.memoryMiB - size.memoryMiB,
})
