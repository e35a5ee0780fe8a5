/**
 * Credits of a quarter by its SLA events; and those of earlier quarters, whose sheets were approved before an event became known: they
 * are settled with the next sheet.
 */
import type { Db } from '../../../platform/db/index.ts'
import { type ResourceSum, sumByResource } from '../../billing/index.ts'
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
  const window = windowOf(of)
  const events = await listEventsWithin(db, { ...window, state: 'confirmed' })
  const waiting = await listEventsWithin(db, { ...window, state: 'entered' })
  const charges = await chargesOf(db, of, months, events)
  const own = charges.filter((one) => contractOf(one, one.month, leases) === of.contractId)
  const rules = await rulesOfMonths(db, of.contractId, months, knownAt)
  return { credits: creditsUnder(rules, events, own), rules, events, hasOpenEvents: waiting.length > 0 }
}

function windowOf({ providerBodyId, quarter }: Asked) {
  const [first, last] = [windowOfMonth(quarter.months[0]).from, windowOfMonth(quarter.months[2]).to]
  return { providerBodyId, from: instantOf(first), to: instantOf(last) }
}

/** What was charged for the resources that were down, under whichever contract. */
const chargesOf = (
  db: Db,
  { providerBodyId }: Asked,
  months: readonly string[],
  events: readonly SlaEventRow[],
) =>
  sumByResource(db, {
    providerBodyId,
    months,
    resourceIds: [...new Set(events.flatMap((event) => event.resources.map(({ id }) => id)))],
    poolIds: [...new Set(events.flatMap(({ pool_id }) => pool_id ?? []))],
  })

async function rulesOfMonths(
  db: Db,
  contractId: string,
  months: readonly string[],
  knownAt?: Date,
): Promise<ReadonlyMap<string, RulesRow>> {
  const rules = new Map<string, RulesRow>()
  for (const month of months) rules.set(month, await rulesOn(db, contractId, `${month}-01`, knownAt))
  return rules
}

/** Month by month, of the charges of one contract by its rules. */
function creditsUnder(
  rules: ReadonlyMap<string, RulesRow>,
  events: readonly SlaEventRow[],
  charges: readonly ResourceSum[],
): readonly Credit[] {
  const windows = events.map(toWindow)
  return [...rules].flatMap(([month, { least_minutes: leastMinutes, credits: steps }]) => {
    const { from, to } = windowOfMonth(month)
    return creditsOfMonth({
      month,
      window: { from: instantOf(from).getTime(), to: instantOf(to).getTime() },
      events: windows,
      charges: charges
        .filter((one) => one.month === month)
        .map((one) => ({
          resourceId: one.resource_id,
          poolId: one.pool_id,
          amount: BigInt(one.amount),
        })),
      rules: { leastMinutes, credits: steps },
    })
  })
}

/**
 * Credits of the quarter under the provider’s other contracts, each by its own rules; looked at are those alone whose resources were down.
 * The assessment is of the provider, so that what it took off for an event is given back on every sheet, once the event gave a credit on any.
 */
export async function creditedElsewhere(
  db: Db,
  of: Asked,
  leases: readonly Lease[],
): Promise<readonly Credit[]> {
  const events = await listEventsWithin(db, { ...windowOf(of), state: 'confirmed' })
  if (events.length === 0) return []
  const charges = await chargesOf(db, of, of.quarter.months, events)
  const found: Credit[] = []
  for (const [contractId, own] of Map.groupBy(charges, (one) => contractOf(one, one.month, leases))) {
    if (contractId === null || contractId === of.contractId) continue
    const months = [...new Set(own.map(({ month }) => month))].sort()
    found.push(...creditsUnder(await rulesOfMonths(db, contractId, months), events, own))
  }
  return found
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
