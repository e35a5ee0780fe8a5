import type { Dimension } from '@yunheng/contract'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { instantOf, type Window } from '../civil-month.ts'
import type { Holding } from '../meter.ts'
import { meteredAmounts } from '../metered-amounts.ts'
import { orderedUnitsOf } from '../ordered-units.ts'
import type { BilledSubject } from './held-store.ts'
import { listPhases, type ShownPhase } from './read-store.ts'

/** A stretch in which a resource held the same amount in the same way. */
export interface HeldStretch {
  readonly from: Date
  readonly until: Date
  readonly holding: Holding
  /** Thousandths of a unit. */
  readonly amount: number
  readonly seconds: number
}

const PHASES_MAX = 500

/**
 * What a subject held of a dimension within whole hours, stretch by stretch, from the phases that usage is derived from: the sum of
 * amount × seconds is its usage. Null where there are more stretches than anybody reads.
 */
export async function heldStretches(
  tx: Tx,
  subject: BilledSubject,
  dimension: Dimension,
  window: Window,
): Promise<readonly HeldStretch[] | null> {
  const shown = { from: instantOf(window.from), to: instantOf(window.to) }
  const phases = await listPhases(tx, subject.resource_id, shown, PHASES_MAX + 2)
  if (phases.length > PHASES_MAX) return null
  const units = await elevated(tx, () => orderedUnitsOf(tx, phases))
  const found: HeldStretch[] = []
  for (const phase of phases) {
    if (phase.condition === 'missing' || phase.condition === 'over' || !isOf(phase, subject)) continue
    const held = meteredAmounts(phase.kind, phase.spec, units.of(phase)).find(
      (one) => one.dimension === dimension,
    )
    const from = Math.max(secondOf(phase.at), secondOf(shown.from))
    const until = Math.min(
      phase.until === null ? Number.POSITIVE_INFINITY : secondOf(phase.until),
      secondOf(shown.to),
    )
    if (held === undefined || until <= from) continue
    found.push({
      from: new Date(from * 1000),
      until: new Date(until * 1000),
      holding: phase.condition,
      amount: held.amount,
      seconds: until - from,
    })
  }
  return found
}

const secondOf = (at: Date) => Math.floor(at.getTime() / 1000)

const isOf = (phase: ShownPhase, subject: BilledSubject) =>
  phase.system_id === subject.system_id &&
  phase.provider_body_id === subject.provider_body_id &&
  phase.pool_id === subject.pool_id &&
  phase.request_line_id === subject.request_line_id &&
  (phase.plan?.offeringCode ?? null) === subject.offering_code &&
  (phase.plan?.code ?? null) === subject.plan_code
