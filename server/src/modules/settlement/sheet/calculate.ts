/** Gathers what a sheet rests on and has it calculated; within the caller's transaction, with the whole platform in sight. */
import type { SettlementOpenPoint } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { listBilledAmong, type ProviderSum, sumByProvider } from '../../billing/index.ts'
import { contractOf, isInForce, type Lease, listLeasesWith } from '../../service-contract/index.ts'
import { findConfirmed } from '../assessment/assessment-store.ts'
import { type AgreedStatement, type Base, baseOf } from '../calc/attribution.ts'
import { factorOf, withoutDoubleDeduction } from '../calc/score.ts'
import { settle } from '../calc/sheet.ts'
import { rulesOn } from '../sla/rules-store.ts'
import { listAdvances } from '../spending/payment-store.ts'
import {
  type Asked,
  creditedElsewhere,
  creditsOfQuarter,
  lateCredits,
  type Span,
} from './credits-of-quarter.ts'
import { listToCarry } from './settlement-store.ts'
import { type Assessed, type LineDraft, toLines } from './sheet-lines.ts'

/** What this module asks of those that agree statements with providers. */
export interface SettlementPorts {
  /** Null: the platform keeps none, and closed bills count. Months from the first to the last, both in it. */
  agreedStatements(
    db: Db,
    ask: { readonly providerId: string; readonly from: string; readonly to: string },
  ): Promise<readonly AgreedStatement[] | null>
  /** What of agreed statements was agreed for the resources of each body. */
  agreedByBody(db: Db, statementIds: readonly string[]): Promise<readonly AgreedOfBody[]>
}

interface AgreedOfBody {
  readonly statement_id: string
  readonly body_path: string
  readonly region_path: string
  /** Billionths of a 分, a whole number. */
  readonly billionths: string
}

export interface Calculated {
  readonly lines: readonly LineDraft[]
  readonly due: bigint
  readonly payable: bigint
  readonly openPoints: readonly SettlementOpenPoint[]
}

export async function calculate(ports: SettlementPorts, db: Db, of: Asked): Promise<Calculated> {
  const leases = await listLeasesWith(db, of.providerBodyId)
  const own = leases.find(({ id }) => id === of.contractId)
  const months = of.quarter.months.filter((month) => own !== undefined && isInForce(own, month))
  const { base, isOpen } = await baseOfQuarter(ports, db, of, { months, leases })
  const { credits, rules, events, hasOpenEvents } = await creditsOfQuarter(db, of, { months, leases })
  const late = await lateCredits(db, of, leases)
  const elsewhere = await creditedElsewhere(db, of, leases)
  const assessed = await factorOfQuarter(db, of, [...credits, ...late, ...elsewhere])
  const carried = await listToCarry(db, of.contractId, of.sheetId)
  const advances = await listAdvances(db, of.contractId, of.sheetId)
  const sheet = settle({
    base,
    factorPercent: assessed?.step.percent ?? null,
    credits: [...credits, ...late],
    carried: carried.map((one) => ({ ...one, payable: BigInt(one.payable) })),
    advances: advances.map((one) => ({ ...one, open: BigInt(one.open) })),
  })
  const openPoints: SettlementOpenPoint[] = []
  if (isOpen) openPoints.push('settlement.month_open')
  if (assessed === null) openPoints.push('settlement.assessment_missing')
  if (hasOpenEvents) openPoints.push('settlement.events_open')
  return {
    lines: toLines({ base, credits, late, rules, events, assessed, carried, sheet }),
    due: sheet.due,
    payable: sheet.payable,
    openPoints,
  }
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
  const whole = (statements ?? []).filter((statement) => statement.contractId === null)
  const monthOf = new Map(whole.map(({ statementId, month }) => [statementId, month]))
  const byBody = await ports.agreedByBody(db, [...monthOf.keys()])
  const found = months.map((month) =>
    baseOf({
      month,
      contractId,
      statements,
      // The same that says under which contract a charge is exported and settled says whose a line of a statement is.
      agreed: byBody
        .filter((part) => monthOf.get(part.statement_id) === month)
        .map((part) => ({
          statementId: part.statement_id,
          contractId: contractOf(part, month, leases),
          billionths: BigInt(part.billionths),
        })),
      percents: percentsOf(leases, month),
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

const percentsOf = (leases: readonly Lease[], month: string): ReadonlyMap<string, number> =>
  new Map(
    leases.flatMap((lease) =>
      lease.settled_percent !== null && isInForce(lease, month)
        ? [[lease.id, lease.settled_percent] as const]
        : [],
    ),
  )

/** By the rules in force when the quarter began. */
async function factorOfQuarter(
  db: Db,
  of: Asked,
  credits: readonly { readonly eventIds: readonly string[] }[],
): Promise<Assessed | null> {
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
