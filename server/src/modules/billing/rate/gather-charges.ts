/** Reads usage and prices of a body's month and rates them: what the charges of its bill are, as far as it is known now. */

import type { Db, Tx } from '../../../platform/db/index.ts'
import {
  listAgreedTerms,
  listPricesInForce,
  listPriceVersions,
  listRenewedTerms,
  type PriceInForce,
} from '../../catalogue/index.ts'
import {
  type BilledSubject,
  type Corrections,
  findLastCorrection,
  type HeldByStretch,
  instantOf,
  listBilledSubjects,
  listCorrectedMonths,
  type SumWanted,
  sumCorrections,
  sumUsage,
  type Window,
  windowOfMonth,
} from '../../metering/index.ts'
import { cutsOf, type PriceBook } from './clauses.ts'
import { type MonthToRate, type RatedCharge, rateMonth } from './rate-month.ts'

export interface Gathered {
  readonly book: PriceBook
  readonly subjects: ReadonlyMap<number, BilledSubject>
  readonly usage: readonly RatedCharge[]
  readonly adjustments: readonly RatedCharge[]
  /** Corrections up to here are among them. */
  readonly adjustedUpTo: string
}

/** What was read for many bodies at once: the prices of all of them, and where something cuts the month, its usage between the cuts. */
export interface ReadBefore {
  readonly book: PriceBook
  readonly summed: { readonly cuts: readonly number[]; readonly held: readonly HeldByStretch[] } | null
}

/** @param after corrections up to this one are on earlier bills. */
export async function gatherCharges(
  tx: Tx,
  bill: { readonly bodyId: string; readonly month: string; readonly after: string },
  before?: ReadBefore,
): Promise<Gathered> {
  const { bodyId, month, after } = bill
  const all = await listBilledSubjects(tx, bodyId)
  const subjects = new Map(all.map((subject) => [subject.id, subject]))
  const book = before?.book ?? (await readPriceBook(tx, all, windowOfMonth(month)))
  const parts = { bodyId, book, all, subjects }
  const wanted = toRate(parts, month)
  const usage = rateMonth({
    ...wanted.month,
    ...(before?.summed ?? { held: await sumUsage(tx, wanted.sum) }),
  })
  const upTo = await findLastCorrection(tx, bodyId)
  const adjustments: RatedCharge[] = []
  for (const corrected of await listCorrectedMonths(tx, bodyId, { after, upTo }))
    adjustments.push(...(await adjustmentsOf(tx, toRate(parts, corrected), { after, upTo })))
  return { book, subjects, usage, adjustments, adjustedUpTo: upTo }
}

/** @param subjects without their resources: everybody's renewals are read. */
export async function readPriceBook(
  tx: Db,
  subjects: readonly (Pick<BilledSubject, 'request_line_id'> & Partial<Pick<BilledSubject, 'resource_id'>>)[],
  window: Window,
): Promise<PriceBook> {
  const lines = [...new Set(subjects.flatMap(({ request_line_id }) => request_line_id ?? []))]
  const agreed = await listAgreedTerms(tx, lines)
  const isWhole = subjects.some(({ resource_id }) => resource_id === undefined)
  const resources = [...new Set(subjects.flatMap(({ resource_id }) => resource_id ?? []))]
  const renewed = await listRenewedTerms(tx, isWhole ? null : resources)
  // Corrections reach back; what was agreed may have been replaced long ago.
  const prices = await listPricesInForce(tx, { from: new Date(0), to: instantOf(window.to) })
  const inForce = new Set(prices.map((price) => price.versionId))
  const kept = await listPriceVersions(
    tx,
    [...keptVersions({ agreed, renewed })].filter((id) => !inForce.has(id)),
  )
  return { prices, kept, agreed, renewed }
}

/** Versions whose prices some order or renewal keeps. */
const keptVersions = ({ agreed, renewed }: Pick<PriceBook, 'agreed' | 'renewed'>) =>
  new Set([...agreed.values(), ...[...renewed.values()].flat()].flatMap((one) => one.versionId ?? []))

interface Parts {
  readonly bodyId: string
  readonly book: PriceBook
  readonly all: readonly BilledSubject[]
  readonly subjects: ReadonlyMap<number, BilledSubject>
}

interface Wanted {
  readonly sum: SumWanted
  readonly month: Omit<MonthToRate, 'held'>
}

function toRate({ bodyId, book, all, subjects }: Parts, month: string): Wanted {
  const window = windowOfMonth(month)
  const cuts = cutsOf(book, all, window)
  return {
    sum: { bodyId, month, cuts, withDays: hasDays(book, window) },
    month: { window, cuts, subjects, book },
  }
}

/** Whether any price of the month may count by natural days. */
export function hasDays({ prices, kept, agreed, renewed }: PriceBook, { from, to }: Window): boolean {
  const isOfMonth = (price: PriceInForce) =>
    price.from < instantOf(to) && (price.to === null || price.to > instantOf(from))
  const keptAt = keptVersions({ agreed, renewed })
  return [...prices.filter((price) => isOfMonth(price) || keptAt.has(price.versionId)), ...kept].some(
    (price) => price.proration === 'day',
  )
}

/**
 * What corrections change: the month as it is known now, less the month as it was billed, both at the prices of its hours. So
 * that what was billed and what is adjusted add up to what it would have cost.
 */
async function adjustmentsOf(
  tx: Tx,
  { sum, month }: Wanted,
  { after, upTo }: Corrections,
): Promise<readonly RatedCharge[]> {
  const billed = await sumUsage(tx, sum)
  const before = await sumCorrections(tx, sum, { after: '0', upTo: after })
  const now = await sumCorrections(tx, sum, { after, upTo })
  const was = new Map(rateMonth({ ...month, held: [...billed, ...before] }).map((one) => [keyOf(one), one]))
  const is = rateMonth({ ...month, held: [...billed, ...before, ...now] })
  return is.flatMap((charge) => differenceOf(was.get(keyOf(charge)), charge))
}

const keyOf = ({ subject, meter, window }: RatedCharge) => `${subject} ${meter} ${window.from}`

function differenceOf(was: RatedCharge | undefined, is: RatedCharge): readonly RatedCharge[] {
  const difference = {
    ...is,
    serving: is.serving - (was?.serving ?? 0n),
    stopped: is.stopped - (was?.stopped ?? 0n),
    unseen: is.unseen - (was?.unseen ?? 0n),
    billable: is.billable === null ? null : is.billable - (was?.billable ?? 0n),
    amount: is.amount === null ? null : is.amount - (was?.amount ?? 0n),
  }
  const { serving, stopped, unseen, amount } = difference
  return serving === 0n && stopped === 0n && unseen === 0n && (amount ?? 0n) === 0n ? [] : [difference]
}
