/**
 * Credits of a quarter by its SLA events; and those of earlier quarters, whose sheets were approved before an event became known: they
 * are settled with the next sheet.
 */
import type { Db } from '../../../platform/db/index.ts'
import { sumByResource } from '../../billing/index.ts'
import { instantOf, windowOfMonth } from '../../metering/index.ts'
import { contractOf, isInForce, type Lease } from '../../service-contract/index.ts'
import { type Credit, creditsOfMonth, type EventWindow, lateOf } from '../calc/credits.ts'
import { type Quarter, quarterOfDay } from '../calc/quarter.ts'
import { type RulesRow, rulesOn } from '../sla/rules-store.ts'
import { doesCount } from '../sla/sla-event.ts'
import { listEventsWithin, type SlaEventRow } from '../sla/sla-store.ts'
import { listLate, sumGiven } from './settlement-store.ts'

/** The sheet's contract and quarter; its own lines of before do not count against it. */
export interface Asked {
  readonly sheetId: string
  readonly contractId: string
  readonly providerBodyId: string
  readonly quarter: Quarter
}

export interface Span {
  readonly months: readonly string[]
  readonly leases: readonly Lease[]
}

interface Credits {
  readonly credits: readonly Credit[]
  readonly rules: ReadonlyMap<string, RulesRow>
  readonly events: readonly SlaEventRow[]
  readonly hasOpenEvents: boolean
}

/** @param knownAt of a quarter that was settled: rules that were entered later do not reach back to it. */
export async function creditsOfQuarter(
  db: Db,
  of: Asked,
  { months, leases }: Span,
  knownAt?: Date,
): Promise<Credits> {
  const [first, last] = [windowOfMonth(of.quarter.months[0]).from, windowOfMonth(of.quarter.months[2]).to]
  const window = {
    providerBodyId: of.providerBodyId,
    from: instantOf(first),
    to: instantOf(last),
  }
  const events = await listEventsWithin(db, { ...window, state: 'confirmed' })
  const waiting = await listEventsWithin(db, { ...window, state: 'entered' })
  const rules = new Map<string, RulesRow>()
  for (const month of months) rules.set(month, await rulesOn(db, of.contractId, `${month}-01`, knownAt))
  const charges = await sumByResource(db, {
    providerBodyId: of.providerBodyId,
    months,
    resourceIds: [...new Set(events.flatMap((event) => event.resources.map(({ id }) => id)))],
    poolIds: [...new Set(events.flatMap(({ pool_id }) => pool_id ?? []))],
  })
  const own = charges.filter((one) => contractOf(one, one.month, leases) === of.contractId)
  const windows = events.map(toWindow)
  const credits = months.flatMap((month) => {
    const { from, to } = windowOfMonth(month)
    const { least_minutes: leastMinutes, credits: steps } = rules.get(month) as RulesRow
    return creditsOfMonth({
      month,
      window: { from: instantOf(from).getTime(), to: instantOf(to).getTime() },
      events: windows,
      charges: own
        .filter((one) => one.month === month)
        .map((one) => ({
          resourceId: one.resource_id,
          poolId: one.pool_id,
          amount: BigInt(one.amount),
        })),
      rules: { leastMinutes, credits: steps },
    })
  })
  return { credits, rules, events, hasOpenEvents: waiting.length > 0 }
}

const toWindow = (event: SlaEventRow): EventWindow => ({
  id: event.id,
  from: event.starts_at.getTime(),
  to: event.ends_at.getTime(),
  counts: doesCount(event),
  poolId: event.pool_id,
  resourceIds: new Set(event.resources.map(({ id }) => id)),
})

export interface LateCredit {
  /** Of the sheet that was approved without it. */
  readonly quarter: string
  readonly no: string
  readonly month: string
  readonly eventIds: readonly string[]
  readonly events: readonly string[]
  /** 分: of the month with all that is known, what other sheets gave of it, and what is left. */
  readonly total: bigint
  readonly given: bigint
  readonly credit: bigint
}

/** What events that were confirmed after the sheet of their quarter was approved give back, less what other sheets gave of it. */
export async function lateCredits(
  db: Db,
  of: Asked,
  leases: readonly Lease[],
): Promise<readonly LateCredit[]> {
  const own = leases.find(({ id }) => id === of.contractId)
  const found: LateCredit[] = []
  for (const sheet of await listLate(db, of.contractId, of.quarter.first)) {
    const quarter: Quarter = quarterOfDay(sheet.quarter)
    const months = quarter.months.filter((month) => own !== undefined && isInForce(own, month))
    const { credits, events } = await creditsOfQuarter(
      db,
      { ...of, quarter },
      { months, leases },
      sheet.approved_at,
    )
    const given = await sumGiven(db, of, months)
    const numbers = new Map(events.map(({ id, no }) => [id, no]))
    for (const late of lateOf({ credits, given, lateIds: new Set(sheet.event_ids) }))
      found.push({
        ...late,
        quarter: quarter.name,
        no: sheet.no,
        events: late.eventIds.map((id) => numbers.get(id) ?? ''),
      })
  }
  return found
}
