/** What is told by platforms that are not connected: which way, how long it counts, what is missing. Pure. */
import type { NetworkType, ReasonCode, TellingWay } from '@yunheng/contract'
import { addDays } from '../../platform/worktime/index.ts'

/** How far back figures are taken: a platform catches up on a month, a count on a year. */
const REACH_DAYS: Readonly<Record<TellingWay, number>> = { reported: 31, counted: 366 }
/** Days that are looked through for missing reports. */
export const LOOKED_BACK_DAYS = 14

export interface Standing {
  readonly network_type: NetworkType
  readonly revoked_at: Date | null
}

/** R37: what stands in the 政务内网 is only counted, never connected. */
export const wayOf = (networkType: NetworkType): TellingWay =>
  networkType === 'government-intranet' ? 'counted' : 'reported'

export const refuseChange = ({ revoked_at }: Standing): ReasonCode | null =>
  revoked_at === null ? null : 'unconnected-platform.revoked'

export function refuseCount(platform: Standing): ReasonCode | null {
  if (wayOf(platform.network_type) === 'reported') return 'unconnected-platform.reports_itself'
  return refuseChange(platform)
}

export function refuseCredential(platform: Standing): ReasonCode | null {
  if (wayOf(platform.network_type) === 'counted') return 'unconnected-platform.only_counted'
  return refuseChange(platform)
}

/** Days that figures may be of, today included: nobody knows tomorrow's. */
export const reachOf = (way: TellingWay, today: string) => ({
  from: addDays(today, -REACH_DAYS[way]),
  until: today,
})

export const isCurrent = (day: string | null, today: string, currentDays: number): boolean =>
  day !== null && day >= addDays(today, -currentDays)

/** Whole days since it was registered, today not among them, of which nothing was told. */
export function missingDaysOf(
  told: ReadonlySet<string>,
  registeredOn: string,
  today: string,
): readonly string[] {
  return Array.from({ length: LOOKED_BACK_DAYS }, (_, at) => addDays(today, at - LOOKED_BACK_DAYS)).filter(
    (day) => day >= registeredOn && !told.has(day),
  )
}
