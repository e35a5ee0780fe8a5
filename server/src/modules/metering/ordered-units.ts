import { isCounted } from '@yunheng/contract'
import type { Db } from '../../platform/db/index.ts'
import { amountsOf, findPlans } from '../catalogue/index.ts'
import { listLineParameters } from '../request/index.ts'
import type { OrderedAmounts } from './metered-amounts.ts'
import type { StoredPhase } from './phase-store.ts'

export interface OrderedUnits {
  /** What one unit of the phase's plan amounts to, with the parameters of its order; null without an order. */
  of(phase: Pick<StoredPhase, 'plan' | 'request_line_id' | 'spec'>): OrderedAmounts | null
}

/** Reads plans and parameters of many phases at once. */
export async function orderedUnitsOf(db: Db, phases: readonly StoredPhase[]): Promise<OrderedUnits> {
  const planIds = new Set(phases.flatMap(({ plan }) => plan?.id ?? []))
  const lineIds = new Set(phases.flatMap(({ request_line_id }) => request_line_id ?? []))
  const plans = new Map((await findPlans(db, [...planIds])).map((plan) => [plan.id, plan]))
  const parameters = await listLineParameters(db, [...lineIds])
  return {
    of({ plan, request_line_id, spec }) {
      const known = plan === null ? undefined : plans.get(plan.id)
      if (known === undefined) return null
      const own = spec.parameters as Readonly<Record<string, unknown>> | undefined
      const given = own ?? (request_line_id === null ? undefined : parameters.get(request_line_id)) ?? {}
      // What is counted is so whatever was expected of it, also where nobody ever said.
      return amountsOf(known, given).filter(
        ({ dimension, amount }) => isCounted(dimension) || Number.isSafeInteger(amount),
      )
    },
  }
}
