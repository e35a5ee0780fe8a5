/** Which contract a charge belongs to: pure. */
import { monthsLater } from '../../platform/worktime/index.ts'
import type { Lease } from './terms-store.ts'

interface Payer {
  readonly body_path: string
  readonly region_path: string
}

export const isInForce = (lease: Pick<Lease, 'starts_on' | 'ends_on'>, month: string): boolean =>
  lease.starts_on < firstAfter(month) && lease.ends_on >= `${month}-01`

/**
 * The contract with the provider that stands nearest to the body: its own or that of a body above it, then the regulator's of its region
 * or of one above. One at most, so that no charge is settled twice.
 */
export function contractOf(payer: Payer, month: string, leases: readonly Lease[]): string | null {
  const near = leases
    .filter((lease) => isInForce(lease, month))
    .map((lease) => ({ lease, rank: rankOf(payer, lease) }))
    .filter(({ rank }) => rank !== null) as {
    readonly lease: Lease
    readonly rank: readonly [number, number]
  }[]
  const [best] = near.sort(
    (a, b) =>
      b.rank[0] - a.rank[0] ||
      b.rank[1] - a.rank[1] ||
      (a.lease.starts_on < b.lease.starts_on ? 1 : a.lease.starts_on > b.lease.starts_on ? -1 : 0) ||
      (a.lease.id < b.lease.id ? -1 : 1),
  )
  return best?.lease.id ?? null
}

function rankOf(payer: Payer, lease: Lease): readonly [number, number] | null {
  if (payer.body_path.startsWith(lease.body_path)) return [2, lease.body_path.length]
  return lease.is_of_regulator && payer.region_path.startsWith(lease.region_path)
    ? [1, lease.region_path.length]
    : null
}

const firstAfter = (month: string) => `${monthsLater(month, 1)}-01`
