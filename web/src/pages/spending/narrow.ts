/** Where a figure of an overview leads: further down, and at last to the bill that it stands on. Pure. */
import type { SpendingBy, SpendingItem } from '@yunheng/contract'
import { type Place, type Search, to } from '../../paths.ts'

/** Names of the query that narrow an overview. */
export const FILTERS = [
  'period',
  'until',
  'bodyId',
  'regionId',
  'systemId',
  'offeringCode',
  'poolId',
  'providerBodyId',
  'project',
  'dimension',
] as const

const FILTER_OF: Readonly<Record<Exclude<SpendingBy, 'month'>, (typeof FILTERS)[number]>> = {
  system: 'systemId',
  offering: 'offeringCode',
  pool: 'poolId',
  provider: 'providerBodyId',
  project: 'project',
  dimension: 'dimension',
  body: 'bodyId',
  region: 'regionId',
}
const FURTHER = ['system', 'offering', 'pool', 'dimension'] as const

export function filtersOf(url: Search): Search {
  return Object.fromEntries(FILTERS.flatMap((name) => (url[name] ? [[name, url[name]]] : [])))
}

/** The overview of this row alone, by what is of interest next. */
export function narrowed(by: SpendingBy, key: string, url: Search): Place {
  const search: Search =
    by === 'month'
      ? { ...filtersOf(url), period: 'month', until: key }
      : { ...filtersOf(url), [FILTER_OF[by]]: key }
  const next = by === 'region' ? 'body' : FURTHER.find((one) => one !== by && !search[FILTER_OF[one]])
  return to('spending', { ...search, by: next ?? 'month' })
}

/** Which of the charges behind a row a figure is of; null for all of them. */
export type Part = 'corrections' | 'credits' | 'unpriced' | null

const PARTS: Readonly<Record<Exclude<Part, null>, Search>> = {
  corrections: { category: 'adjustment', credit: 'false' },
  credits: { credit: 'true' },
  unpriced: { unpriced: 'true' },
}

/** The bill with these charges where it is one; otherwise the bodies or months that have one each. Null for who sees no bills. */
export function behind(
  by: SpendingBy,
  row: Pick<SpendingItem, 'key' | 'billId'>,
  url: Search,
  seesBills: boolean,
  part: Part = null,
): Place | null {
  if (row.billId !== null)
    return seesBills
      ? to('bill', { id: row.billId }, { ...chargesOf(by, row.key, url), ...(part && PARTS[part]) })
      : null
  if (by === 'month')
    return to('spending', { ...filtersOf(url), period: 'month', until: row.key, by: 'body' })
  const search = { ...filtersOf(url), [FILTER_OF[by]]: row.key }
  return to('spending', { ...search, by: 'month' })
}

/** The same row in the period that it is compared with. */
export function before(
  by: SpendingBy,
  key: string,
  url: Search,
  period: { readonly until: string; readonly previousUntil: string },
): Place {
  if (by !== 'month') return narrowed(by, key, { ...url, until: period.previousUntil })
  const months = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
  const then = months(key) - months(period.until) + months(period.previousUntil)
  const month = `${Math.floor(then / 12)}-${String((then % 12) + 1).padStart(2, '0')}`
  return narrowed('month', month, url)
}

/** Where the whole of the period leads: to the bills of its month, or to its months. */
export function whole(
  period: { readonly from: string; readonly until: string },
  url: Search,
  seesBills: boolean,
): Place {
  const { bodyId } = url
  const isNarrow = FILTERS.some((name) => !['period', 'until', 'bodyId'].includes(name) && url[name])
  if (period.from === period.until && seesBills && !isNarrow)
    return to('bills', { month: period.until, ...(bodyId ? { bodyId } : {}) })
  const by = period.from === period.until ? 'body' : 'month'
  return to('spending', { ...filtersOf(url), until: period.until, by })
}

const OF_CHARGES = ['systemId', 'offeringCode', 'poolId', 'providerBodyId', 'project', 'dimension'] as const

/** As the list of charges is narrowed. */
function chargesOf(by: SpendingBy, key: string, url: Search): Search {
  const all: Search = by === 'month' ? url : { ...url, [FILTER_OF[by]]: key }
  return Object.fromEntries(OF_CHARGES.flatMap((name) => (all[name] ? [[name, all[name]]] : [])))
}

/** `+12.3%`; null where there is nothing to compare with. */
export function changeOf(now: number, before: number): string | null {
  if (before === 0) return null
  const percent = ((now - before) / Math.abs(before)) * 100
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)}%`
}
