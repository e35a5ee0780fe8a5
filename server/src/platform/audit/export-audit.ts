import { Readable } from 'node:stream'
import { actingPost } from '../actor.ts'
import type { Ctx } from '../context.ts'
import { sm3Stream } from '../crypto/index.ts'
import type { Db } from '../db/index.ts'
import type { Download } from '../http/index.ts'
import { dayInChina } from '../worktime/index.ts'
import { exportList } from '../xlsx/index.ts'
import { type EntryFilters, listEntries } from './audit-store.ts'
import { toAuditEntry } from './audit-view.ts'

const BATCH = 500

const HEADINGS = {
  zh: [
    '序号',
    '时间',
    '操作人',
    '角色',
    '操作',
    '结果',
    '原因',
    '对象类别',
    '对象标识',
    '对象名称',
    '变更',
    '请求编号',
    '地址',
    '摘要',
  ],
  en: [
    'No.',
    'Time',
    'Who',
    'Role',
    'Act',
    'Outcome',
    'Reason',
    'Kind',
    'Object id',
    'Object',
    'Changes',
    'Request id',
    'Address',
    'Digest',
  ],
} as const
type Language = keyof typeof HEADINGS

/** CSV of everything the reader may see under the filters. The export is an act itself; its file carries its digest (R275). */
export async function exportAudit(ctx: Ctx, filters: EntryFilters, language: Language): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'audit')
  await ctx.inTx((tx) =>
    ctx.audit(tx, { noun: 'audit', objectId: null, bodyId: actingBody(ctx), after: { filters, language } }),
  )
  return {
    fileName: `audit-${dayInChina(ctx.clock.now())}.csv`,
    contentType: 'text/csv; charset=utf-8',
    content: Readable.from(lines(db, filters, language)),
  }
}

/** The same entries as a workbook, for reading and filtering; the digest that proves a file stands in the CSV only. */
export async function exportAuditWorkbook(
  ctx: Ctx,
  filters: EntryFilters,
  language: Language,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'audit')
  const titles = HEADINGS.zh.map((zh, at) => ({ zh, en: HEADINGS.en[at] ?? zh }))
  return exportList(ctx, {
    noun: 'audit',
    name: { zh: '审计记录', en: 'Audit entries' },
    language,
    filter: { ...filters },
    columns: titles.map((title, at) => ({
      title,
      kind: at === 1 ? 'instant' : 'text',
      width: at === 1 ? 18 : 20,
      value: (row: readonly string[]) => row[at] ?? null,
    })),
    async page({ pageSize = BATCH, pageToken }) {
      const beforeSeq = pageToken === undefined ? null : Number(pageToken)
      const rows = await listEntries(db, filters, { beforeSeq, limit: pageSize })
      const last = rows.length < pageSize ? null : (rows.at(-1)?.seq ?? null)
      return {
        items: rows.map((row) => cells(toAuditEntry(row), language)),
        nextPageToken: last === null ? null : String(last),
      }
    },
  })
}

function actingBody({ actor }: Ctx): string | null {
  return actingPost(actor)?.bodyId ?? null
}

async function* lines(db: Db, filters: EntryFilters, language: Language): AsyncGenerator<string> {
  const digest = sm3Stream()
  const hashed = (text: string) => {
    digest.update(text)
    return text
  }
  // The mark tells spreadsheet programs that this is UTF-8.
  yield hashed(`\ufeff${toLine(HEADINGS[language])}`)
  let beforeSeq: number | null = null
  for (;;) {
    const rows = await listEntries(db, filters, { beforeSeq, limit: BATCH })
    for (const row of rows) yield hashed(toLine(cells(toAuditEntry(row), language)))
    if (rows.length < BATCH) break
    beforeSeq = rows.at(-1)?.seq ?? null
  }
  yield `# SM3,${digest.digestHex()}\r\n`
}

function cells(entry: ReturnType<typeof toAuditEntry>, language: Language): string[] {
  const changes = entry.changes.map(
    ({ field, before, after }) => `${field}: ${before ?? ''} → ${after ?? ''}`,
  )
  return [
    `${entry.seq}`,
    entry.at,
    entry.actor.name,
    entry.actor.role ?? '',
    entry.title[language],
    entry.outcome,
    entry.reasonText?.[language] ?? '',
    entry.noun,
    entry.objectId ?? '',
    entry.objectLabel ?? '',
    changes.join('\n'),
    entry.requestId ?? '',
    entry.address ?? '',
    entry.hash,
  ]
}

function toLine(values: readonly string[]): string {
  return `${values.map(toCell).join(',')}\r\n`
}

/** Quoted, and a text that a spreadsheet would run as a formula is led by an apostrophe. */
function toCell(value: string): string {
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${guarded.replaceAll('"', '""')}"`
}
