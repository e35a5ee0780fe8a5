/** Gathers what a sheet rests on and has it calculated; within the caller's transaction, with the whole platform in sight. */
import type { SettlementOpenPoint } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { listBilledAmong, type ProviderSum, sumByProvider, sumByResource } from '../../billing/index.ts'
import { instantOf, windowOfMonth } from '../../metering/index.ts'
import { type Lease, listLeasesWith } from '../../service-contract/index.ts'
import { findConfirmed } from '../assessment/assessment-store.ts'
import { type AgreedStatement, type Base, baseOf, contractOf, isInForce } from '../calc/attribution.ts'
import { type Credit, creditsOfMonth, type EventWindow } from '../calc/credits.ts'
import type { Quarter } from '../calc/quarter.ts'
import { factorOf, withoutDoubleDeduction } from '../calc/score.ts'
import { settle } from '../calc/sheet.ts'
import { type RulesRow, rulesOn } from '../sla/rules-store.ts'
import { doesCount } from '../sla/sla-event.ts'
import { listEventsWithin, type SlaEventRow } from '../sla/sla-store.ts'
import { listAdvances } from '../spending/payment-store.ts'
import { listToCarry } from './settlement-store.ts'
import { type Assessed, type LineDraft, toLines } from './sheet-lines.ts'

/** What this module asks of those that agree statements with providers. */
export interface SettlementPorts {
  /** Null: the platform keeps none, and closed bills count. Months from the first to the last, both in it. */
  agreedStatements(
    db: Db,
    ask: { readonly providerId: string; readonly from: string; readonly to: string },
  ): Promise<readonly AgreedStatement[] | null>
}

export interface Calculated {
  readonly lines: readonly LineDraft[]
  readonly due: bigint
  readonly payable: bigint
  readonly openPoints: readonly SettlementOpenPoint[]
}

/** The sheet's contract and quarter; its own lines of before do not count against it. */
export interface Asked {
  readonly sheetId: string
  readonly contractId: string
  readonly providerBodyId: string
  readonly quarter: Quarter
}

export async function calculate(ports: SettlementPorts, db: Db, of: Asked): Promise<Calculated> {
  const leases = await listLeasesWith(db, of.providerBodyId)
  const own = leases.find(({ id }) => id === of.contractId)
  const months = of.quarter.months.filter((month) => own !== undefined && isInForce(own, month))
  const { base, isOpen } = await baseOfQuarter(ports, db, of, { months, leases })
  const { credits, rules, events, hasOpenEvents } = await creditsOfQuarter(db, of, { months, leases })
  const assessed = await factorOfQuarter(db, of, credits)
  const carried = await listToCarry(db, of.contractId, of.sheetId)
  const advances = await listAdvances(db, of.contractId, of.sheetId)
  const sheet = settle({
    base,
    factorPercent: assessed?.step.percent ?? null,
    credits,
    carried: carried.map((one) => ({ ...one, payable: BigInt(one.payable) })),
    advances: advances.map((one) => ({ ...one, open: BigInt(one.open) })),
  })
  const openPoints: SettlementOpenPoint[] = []
  if (isOpen) openPoints.push('settlement.month_open')
  if (assessed === null) openPoints.push('settlement.assessment_missing')
  if (hasOpenEvents) openPoints.push('settlement.events_open')
  return {
    lines: toLines({ base, credits, rules, events, assessed, carried, sheet }),
    due: sheet.due,
    payable: sheet.payable,
    openPoints,
  }
}

interface Span {
  readonly months: readonly string[]
  readonly leases: readonly Lease[]
}

async function baseOfQuarter(
  ports: SettlementPorts,
  db: Db,
  { contractId, providerBodyId }: Asked,
  { months, leases }: Span,
): Promise<{ readonly base: readonly Base[]; readonly isOpen: boolean }> {
  const [from, to] = [months[0], months.at(-1)]
  if (from === undefined || to === undefined) return { base: [], isOpen: false }
  const statements = await ports.agreedStatements(db, { providerId: providerBodyId, from, to })
  const sums = await sumByProvider(db, { providerBodyId, months })
  const billed = new Set(await listBilledAmong(db, months))
  const found = months.map((month) =>
    baseOf({
      month,
      contractId,
      statements,
      bills: sums
        .filter((sum) => sum.month === month)
        .map((sum) => ({
          contractId: contractOf(sum, month, leases),
          amount: BigInt(sum.amount),
          isClosed: sum.state === 'closed',
        })),
      isBilled: billed.has(month),
    }),
  )
  return { base: found.flatMap(({ base }) => base), isOpen: found.some(({ isOpen }) => isOpen) }
}

/** Of the provider's charges those that belong to the contract. */
export async function ownSums(
  db: Db,
  of: { readonly contractId: string; readonly providerBodyId: string } & Span,
): Promise<readonly ProviderSum[]> {
  const sums = await sumByProvider(db, of)
  return sums.filter((sum) => contractOf(sum, sum.month, of.leases) === of.contractId)
}

interface Credits {
  readonly credits: readonly Credit[]
  readonly rules: ReadonlyMap<string, RulesRow>
  readonly events: readonly SlaEventRow[]
  readonly hasOpenEvents: boolean
}

async function creditsOfQuarter(db: Db, of: Asked, { months, leases }: Span): Promise<Credits> {
  const [first, last] = [windowOfMonth(of.quarter.months[0]).from, windowOfMonth(of.quarter.months[2]).to]
  const window = {
    providerBodyId: of.providerBodyId,
    from: instantOf(first),
    to: instantOf(last),
  }
  const events = await listEventsWithin(db, { ...window, state: 'confirmed' })
  const waiting = await listEventsWithin(db, { ...window, state: 'entered' })
  const rules = new Map<string, RulesRow>()
  for (const month of months) rules.set(month, await rulesOn(db, of.contractId, `${month}-01`))
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

/** By the rules in force when the quarter began. */
async function factorOfQuarter(db: Db, of: Asked, credits: readonly Credit[]): Promise<Assessed | null> {
  const assessment = await findConfirmed(db, of.providerBodyId, of.quarter.first)
  if (assessment === undefined) return null
  const score = withoutDoubleDeduction(assessment.lines, new Set(credits.flatMap(({ eventIds }) => eventIds)))
  const rules = await rulesOn(db, of.contractId, of.quarter.first)
  return {
    assessmentId: assessment.id,
    entered: assessment.score_tenths,
    score,
    step: factorOf(score.tenths, rules.factors),
    rules,
  }
}
