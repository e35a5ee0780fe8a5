/** Rules of pools: what they hold, and what may be promised of it. */
import type { Amounts, PoolCapacity, PoolCreate, ReasonCode } from '@yunheng/contract'
import { fromColumns, mapAmounts, minus, plus } from '../amounts.ts'
import type { PoolRow } from './pool-store.ts'

type Facts = Pick<PoolCreate, 'class' | 'dedicatedBodyId' | 'accelerator' | 'capacitySource'> & {
  readonly total: Pick<Amounts, 'cards'>
}

/** What a pool of its class must name (R69–R72). */
export function refuseFacts(facts: Facts): ReasonCode | null {
  const isDedicated = facts.class === 'dedicated' || facts.class === 'full-stack-dedicated'
  if (isDedicated && facts.dedicatedBodyId === null) return 'pool.body_required'
  if (!isDedicated && facts.dedicatedBodyId !== null) return 'pool.body_not_expected'
  return facts.class === 'heterogeneous' ? refuseCompute(facts) : null
}

/** Held in PFlops of a stated precision, and in cards (R72). What the cloud counts itself is not asked for. */
function refuseCompute({ accelerator, capacitySource, total }: Facts): ReasonCode | null {
  if (accelerator === null) return 'pool.accelerator_required'
  const hasCards = capacitySource === 'observed' || total.cards > 0
  return Number(accelerator.pflops) > 0 && hasCards ? null : 'pool.cards_required'
}

/** What may be promised: the total times over-commit, less what is kept back; never below nothing. */
export function limitOf(
  total: Amounts,
  overCommit: { readonly vcpus: string; readonly memory: string; readonly storage: string },
  heldBack: Amounts,
): Amounts {
  const ratios: Partial<Record<keyof Amounts, string>> = {
    vcpus: overCommit.vcpus,
    memoryMiB: overCommit.memory,
    storageGiB: overCommit.storage,
  }
  return mapAmounts((field) =>
    Math.max(0, Math.floor((total[field] * centi(ratios[field] ?? '1')) / 100) - heldBack[field]),
  )
}

/** Ratios have two digits behind the point; in hundredths they are exact. */
function centi(ratio: string): number {
  return Math.round(Number(ratio) * 100)
}

export function capacityOf(row: PoolRow): PoolCapacity {
  const [total, limit, reserved, allocated] = [
    fromColumns('total', row),
    fromColumns('limit', row),
    fromColumns('reserved', row),
    fromColumns('allocated', row),
  ]
  const rest = minus(limit, plus(reserved, allocated))
  return {
    total,
    limit,
    reserved,
    allocated,
    free: mapAmounts((field) => Math.max(0, rest[field])),
    isOverCommitted: Object.values(rest).some((amount) => amount < 0),
  }
}

/** What stands in it was approved for this class, zone and body: those do not change under it. */
export function refuseMove(
  row: PoolRow,
  next: Pick<PoolCreate, 'class' | 'networkZone' | 'dedicatedBodyId'>,
): ReasonCode | null {
  const isSame =
    row.class === next.class &&
    row.network_zone === next.networkZone &&
    row.dedicated_body_id === next.dedicatedBodyId
  const isEmpty = Object.values(plus(fromColumns('reserved', row), fromColumns('allocated', row))).every(
    (n) => n === 0,
  )
  return isSame || isEmpty ? null : 'pool.class_in_use'
}
