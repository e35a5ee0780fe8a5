import { type Dimension, isCounted, type ResourceKind } from '@yunheng/contract'
import { AMOUNT_SCALE } from './meter.ts'

export interface MeteredAmount {
  readonly dimension: Dimension
  /** Thousandths of a unit. */
  readonly amount: number
}

/** What one unit of the order amounts to, by its plan (catalogue). */
export type OrderedAmounts = readonly { readonly dimension: Dimension; readonly amount: number }[]

const MIB_OF_GIB = 1024

/**
 * What is held while a resource is as `spec` says. What a cloud shows is measured; what no cloud shows (bandwidth,
 * accounts, seats) is what was ordered. Taken in without an order, a thing is what is seen of it.
 * What is counted as it flows is held by nobody: what was expected of it in the order says nothing of what flowed (`count/`).
 * Parts of a MiB that make no whole thousandth of a GiB are rounded to the nearest one.
 */
export function meteredAmounts(
  kind: ResourceKind,
  spec: Readonly<Record<string, unknown>>,
  ordered: OrderedAmounts | null,
): readonly MeteredAmount[] {
  const amounts = seenAmounts(kind, spec)
  for (const { dimension, amount } of ordered ?? [])
    if (!amounts.has(dimension) && counts(kind, dimension)) amounts.set(dimension, amount * AMOUNT_SCALE)
  return [...amounts].flatMap(([dimension, amount]) => (amount > 0 ? [{ dimension, amount }] : []))
}

/** Whether the amount is what the cloud shows, not what was ordered. */
export const isObserved = (
  kind: ResourceKind,
  spec: Readonly<Record<string, unknown>>,
  dimension: Dimension,
): boolean => seenAmounts(kind, spec).has(dimension)

/** Which of the things that one order makes carries a dimension that no cloud shows: each is counted once. */
const CARRIER: Partial<Record<Dimension, ResourceKind>> = {
  vcpu: 'server',
  'memory-gib': 'server',
  'root-disk-gib': 'server',
  'storage-gib': 'volume',
  'snapshot-gib': 'snapshot',
  'public-ip': 'floating-ip',
  'bandwidth-mbps': 'floating-ip',
  'object-gib': 'bucket',
}
/** Made along with a network, never by themselves. */
const PARTS: readonly ResourceKind[] = ['project', 'subnet', 'router']

function counts(kind: ResourceKind, dimension: Dimension): boolean {
  if (isCounted(dimension)) return false
  if (kind === 'service') return true
  return (CARRIER[dimension] ?? kind) === kind && !PARTS.includes(kind)
}

/** Whether the plan goes by what flows through the thing: then its counters are metered. */
export const goesByTraffic = (kind: ResourceKind, ordered: OrderedAmounts | null): boolean =>
  TRAFFIC_KINDS.includes(kind) && (ordered ?? []).some(({ dimension }) => dimension === 'traffic-gb')

/** What traffic of the Internet goes through. */
export const TRAFFIC_KINDS: readonly ResourceKind[] = ['floating-ip', 'load-balancer']

function seenAmounts(kind: ResourceKind, spec: Readonly<Record<string, unknown>>): Map<Dimension, number> {
  const found = new Map<Dimension, number>()
  const note = (dimension: Dimension, field: string, divisor = 1) => {
    const value = spec[field]
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0)
      found.set(dimension, Math.round((value * AMOUNT_SCALE) / divisor))
  }
  if (kind === 'server') {
    note('vcpu', 'vcpus')
    note('memory-gib', 'memoryMiB', MIB_OF_GIB)
    note('root-disk-gib', 'rootDiskGiB')
  }
  if (kind === 'volume') note('storage-gib', 'sizeGiB')
  if (kind === 'snapshot' || kind === 'backup') note('snapshot-gib', 'sizeGiB')
  // What lies in it, not what may: pay as used (R279).
  if (kind === 'bucket') note('object-gib', 'usedBytes', 1024 ** 3)
  if (kind === 'floating-ip') found.set('public-ip', AMOUNT_SCALE)
  return found
}
