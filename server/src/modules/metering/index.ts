/** How much of what was held, for whom, hour by hour. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { usagePolicy } from './metering-policy.ts'

export { hourOf, instantOf, monthOf, naturalDays, type Window, windowOfMonth } from './civil-month.ts'
export { createCounterReconciler } from './count/counter-reconciler.ts'
export { keepReadings } from './count/keep-readings.ts'
export { listThingsWithCounters } from './count/reading-store.ts'
export { listThingsByTraffic } from './count/things-by-traffic.ts'
export { deriveUsage, type Phase, type UsageRow } from './derive-usage.ts'
export { createFoldReconciler } from './fold/fold-reconciler.ts'
export { findFoldable, foldUsage } from './fold/fold-usage.ts'
export { DIMENSION_WORDS, dimensionOfMeter, meterNumber } from './meter.ts'
export { meterUsage } from './meter-usage.ts'
export { type MeteredAmount, meteredAmounts } from './metered-amounts.ts'
export { createMeteringReconciler } from './metering-reconciler.ts'
export { meteringRoutes } from './metering-routes.ts'
export type { ClosedUntil } from './ports.ts'
export { countedOfDays } from './read/counted-of-days.ts'
export {
  type BilledSubject,
  type Corrections,
  findFirstMonth,
  findLastCorrection,
  type HeldByStretch,
  listBilledSubjects,
  listCorrectedMonths,
  listHoldingBodies,
  listPricedBy,
  listSubjectsOf,
  readMonthSums,
  type SumWanted,
  sumCorrections,
  sumUsage,
  sumWholeMonth,
  type WholeMonth,
} from './read/held-store.ts'
export { type HeldStretch, heldStretches } from './read/held-stretches.ts'
export { countedUnits, shownQuantity, toDecimal } from './read/quantity.ts'
export { findMeteredHour } from './read/read-store.ts'
export {
  ensureMonth,
  holdMetering,
  judgeGapsFrom,
  mergeUsage,
  openMetering,
  saveMark,
  USAGE_COLUMNS,
  writeUsage,
} from './usage-store.ts'

export const meteringPolicies: readonly Policy[] = [usagePolicy]
