import type { Noun, Text } from '@yunheng/contract'
import { actingPost } from '../actor.ts'
import type { Ctx } from '../context.ts'
import type { PageRequest } from '../db/index.ts'
import type { Download } from '../http/index.ts'
import { dayInChina } from '../worktime/index.ts'
import type { CellKind } from './cells.ts'
import { type Column, type Note, writeXlsx, XLSX_TYPE } from './write-xlsx.ts'

export type Language = 'zh' | 'en'

export interface ListColumn<Row> {
  readonly title: Text
  readonly kind: CellKind
  readonly width?: number
  /** A text of both languages is shown in the one that was asked for. */
  value(row: Row): Value | Text
}
type Value = string | number | Date | null

/** What a column of marks says where it applies; where it does not, it is empty. */
export const YES: Text = { zh: '是', en: 'yes' }

export interface ListExport<Row> {
  readonly noun: Noun
  /** Name of the sheet and of the file. */
  readonly name: Text
  readonly language: Language
  /** As it was asked for: kept in the audit trail and told in the file. */
  readonly filter: Readonly<Record<string, unknown>>
  readonly columns: readonly ListColumn<Row>[]
  /** The list's own pages, so that the file shows what the list shows: the same filter, the same sight. */
  page(page: PageRequest): Promise<{ readonly items: readonly Row[]; readonly nextPageToken: string | null }>
  readonly remark?: Text
  readonly maxRows?: number
  /** Bodies whose matter it is: of files that are noted when they leave (R275). */
  readonly concerns?: readonly string[]
  /** How many rows there are, where that is cheap to say. */
  count?(): Promise<RowCount>
}

export interface RowCount {
  readonly count: number
  readonly isEstimate: boolean
}

/** A list without a bound, for whoever writes it in the background. */
export interface WholeList {
  readonly name: string
  readonly columns: readonly Column<never>[]
  readonly notes: readonly Note[]
  readonly count: () => Promise<RowCount | null>
  /** Read by programs: comma-separated without the mark that spreadsheets need. */
  readonly isData?: boolean
  pages(size: number): AsyncGenerator<readonly never[]>
}

/** What is downloaded at once, with its bound; and what the same list would be without. */
export interface ListDownload extends Download {
  readonly whole: WholeList
}

export const isListDownload = (download: Download): download is ListDownload => 'whole' in download

/** What is answered at once; a longer list is exported in the background. */
export const EXPORT_ROWS_MAX = 100_000
const PAGE = 200

/**
 * A list as a workbook, streamed page after page by key, so that a long one holds neither memory nor transaction. Exports
 * count as acts (DESIGN §7). What is beyond the bound is left out, and the file says so where the rows end and in its notes.
 */
export async function exportList<Row>(ctx: Ctx, list: ListExport<Row>): Promise<ListDownload> {
  const { language, filter } = list
  const { actor } = ctx
  await ctx.inTx((tx) =>
    ctx.audit(tx, {
      noun: list.noun,
      objectId: null,
      bodyId: actingPost(actor)?.bodyId ?? null,
      after: { filter },
    }),
  )
  const now = ctx.clock.now()
  const day = dayInChina(now)
  const who = actor.kind === 'person' ? `${actor.name}（${actor.post?.bodyName ?? ''}）` : ''
  const say = (text: Text) => text[language]
  const max = list.maxRows ?? EXPORT_ROWS_MAX
  const columns = list.columns.map(({ title, value, ...column }) => ({
    ...column,
    title: say(title),
    value: (row: Row) => {
      const shown = value(row)
      return isText(shown) ? say(shown) : shown
    },
  }))
  const notes: readonly Note[] = [
    [say({ zh: '导出人', en: 'Exported by' }), who],
    [say({ zh: '导出时间', en: 'Exported at' }), now.toISOString()],
    [say({ zh: '筛选条件', en: 'Filters' }), JSON.stringify(filter)],
    [say({ zh: '说明', en: 'Remark' }), say(list.remark ?? SHANGHAI)],
  ]
  const name = say(list.name)
  return {
    fileName: `${name}-${day}.xlsx`,
    contentType: XLSX_TYPE,
    ...(list.concerns === undefined ? {} : { concerns: list.concerns }),
    /** Begins when it is asked for: what is exported whole needs only the list. */
    get content() {
      return writeXlsx({ name, columns, rows: rowsOf(list), maxRows: max, beyond: say(beyond(max)) }, [
        ...notes,
        [say({ zh: '上限', en: 'Bound' }), say(bound(max))],
      ])
    },
    whole: {
      name,
      columns: columns as readonly Column<never>[],
      notes,
      count: async () => (await list.count?.()) ?? null,
      pages: (size) => pagesOf(list, size) as AsyncGenerator<readonly never[]>,
    },
  }
}

const isText = (value: Value | Text): value is Text =>
  typeof value === 'object' && value !== null && 'zh' in value

const SHANGHAI: Text = { zh: '时间为北京时间。', en: 'Times are those of Beijing.' }
const bound = (max: number): Text => ({
  zh: `一次最多直接导出 ${max} 行；更多时请用后台导出，或缩小筛选条件。`,
  en: `At most ${max} rows at once; export in the background, or narrow the filters, beyond that.`,
})
const beyond = (max: number): Text => ({
  zh: `【未完】超过 ${max} 行，其余未导出。请用后台导出，或缩小筛选条件后再导出。`,
  en: `[Cut] There are more than ${max} rows; the rest was left out. Export in the background, or narrow the filters.`,
})

async function* rowsOf<Row>(list: ListExport<Row>): AsyncGenerator<Row> {
  for await (const page of pagesOf(list, PAGE)) yield* page
}

async function* pagesOf<Row>(list: ListExport<Row>, pageSize: number): AsyncGenerator<readonly Row[]> {
  let pageToken: string | undefined
  do {
    const page = await list.page({ pageSize, ...(pageToken === undefined ? {} : { pageToken }) })
    yield page.items
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
}
