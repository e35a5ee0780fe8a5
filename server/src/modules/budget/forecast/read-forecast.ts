import type { BudgetForecast } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { type BodyMonths, type Ends, forecastYear, type YearForecast } from './forecast.ts'
import {
  type ActualFact,
  type CommittedFact,
  type FactsAsked,
  listActualFacts,
  listBilledMonths,
  listCommittedFacts,
} from './forecast-store.ts'

/** Asked of the modules above: which orders are known to end, and on which day at the latest. */
export interface EndPorts {
  listEnds(db: Db, requestIds: readonly string[]): Promise<Ends>
}

export interface KeyForecast extends YearForecast {
  readonly committedMinor: bigint
  readonly actualMinor: bigint
  /** Billed, and no line pays for it. */
  readonly unbudgetedMinor: bigint
}

/** Of every key that has anything; the others have nothing to forecast. */
export async function readForecasts(
  ports: EndPorts,
  db: Db,
  asked: FactsAsked,
): Promise<ReadonlyMap<string, KeyForecast>> {
  if (asked.keys.length === 0) return new Map()
  const committed = await listCommittedFacts(db, asked)
  const actual = await listActualFacts(db, asked)
  const bodyIds = [...new Set([...committed, ...actual].map((one) => one.body_id))]
  const billed = Map.groupBy(await listBilledMonths(db, bodyIds, asked), (one) => one.body_id)
  const ends = await ports.listEnds(db, [...new Set(actual.flatMap((one) => one.request_id ?? []))])
  const byKey = Map.groupBy(committed, (one) => one.key)
  const spentByKey = Map.groupBy(actual, (one) => one.key)
  const inYear = ({ month }: Pick<ActualFact, 'month'>) => month.startsWith(`${asked.fiscalYear}-`)
  return new Map(
    [...new Set([...byKey.keys(), ...spentByKey.keys()])].map((key) => {
      const [held, spent] = [byKey.get(key) ?? [], spentByKey.get(key) ?? []]
      const bodies = [...new Set([...held, ...spent].map((one) => one.body_id))].map((id) =>
        monthsOf(id, held, spent, new Set((billed.get(id) ?? []).map(({ month }) => month))),
      )
      const year = forecastYear(asked.fiscalYear, bodies, ends)
      const sums = {
        committedMinor: sum(held.map(({ amount }) => amount)),
        actualMinor: sum(spent.filter(inYear).map(({ amount }) => amount)),
        unbudgetedMinor: sum(spent.filter(inYear).map(({ unbudgeted }) => unbudgeted)),
      }
      return [key, { ...year, ...sums }] as const
    }),
  )
}

const sum = (amounts: readonly string[]) => amounts.reduce((all, amount) => all + BigInt(amount), 0n)

function monthsOf(
  bodyId: string,
  held: readonly CommittedFact[],
  spent: readonly ActualFact[],
  billed: ReadonlySet<string>,
): BodyMonths {
  return {
    billed,
    committed: new Map(
      held.filter((one) => one.body_id === bodyId).map(({ month, amount }) => [month, BigInt(amount)]),
    ),
    spent: Map.groupBy(
      spent
        .filter((one) => one.body_id === bodyId)
        .map((one) => ({ month: one.month, requestId: one.request_id, amountMinor: BigInt(one.amount) })),
      ({ month }) => month,
    ),
  }
}

const money = (minor: bigint) => ({ amountMinor: Number(minor), currency: 'CNY' as const })

export const toForecast = (of: YearForecast | undefined): BudgetForecast => ({
  amount: money(of?.forecastMinor ?? 0n),
  low: money(of?.lowMinor ?? 0n),
  high: money(of?.highMinor ?? 0n),
  bills: of?.bills ?? 0,
})
