import type { Db } from '../../../platform/db/index.ts'
import { listSubjectsOf, type WholeMonth, type Window } from '../../metering/index.ts'
import { cutsOfPrices, cutsOfTerms, hoursWithin, inOrder, type PriceBook } from './clauses.ts'

type MonthCuts = Pick<WholeMonth, 'cuts' | 'common' | 'apart'>

/**
 * Where everybody's month is cut. Terms begin and end on any day: they cut the month of those alone whose prices change with them, so
 * that a province's usage is not summed day by day for the sake of a few.
 */
export async function cutMonth(
  db: Db,
  book: PriceBook,
  priced: readonly { readonly provider_body_id: string }[],
  window: Window,
): Promise<MonthCuts> {
  const common = cutsOfPrices(book, priced, window)
  const concerned = await listSubjectsOf(db, {
    requestLineIds: [...book.agreed]
      .filter(([, { until }]) => hoursWithin(window, [until]).length > 0)
      .map(([lineId]) => lineId),
    resourceIds: [...book.renewed]
      .filter(([, all]) => all.some(({ from, until }) => hoursWithin(window, [from, until]).length > 0))
      .map(([resourceId]) => resourceId),
  })
  const own = concerned
    .map((subject) => ({ id: subject.id, cuts: cutsOfTerms(book, subject, window) }))
    .filter(({ cuts }) => cuts.length > 0)
  return {
    common,
    cuts: inOrder([...common, ...own.flatMap(({ cuts }) => cuts)]),
    apart: own.map(({ id }) => id),
  }
}
