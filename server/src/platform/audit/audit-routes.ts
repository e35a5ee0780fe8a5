import { type AuditCheckpoint, type AuditReport, auditOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../context.ts'
import { decodePageToken, limitOf, type PageRequest, pageOf } from '../db/index.ts'
import { refuse } from '../errors.ts'
import { type Route, route } from '../http/index.ts'
import { countPending, findEntry, listCheckpoints, listEntries } from './audit-store.ts'
import { toAuditEntry } from './audit-view.ts'
import { exportAudit, exportAuditWorkbook } from './export-audit.ts'

/** What the routes need beyond the context: reading the whole chain, and signing. */
export interface AuditActs {
  verify(outside: readonly AuditCheckpoint[]): Promise<AuditReport>
  sign(): Promise<AuditCheckpoint | null>
}

const EXPORTS = { csv: exportAudit, xlsx: exportAuditWorkbook } as const
const EXPORTED_CHECKPOINTS_MAX = 1000

export function auditRoutes(audit: AuditActs): readonly Route[] {
  return [
    route(operations.list, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'audit')
      return paged(query, (page) => listEntries(db, query, page), toAuditEntry)
    }),
    route(operations.get, async (ctx, { params }) =>
      toAuditEntry(ctx.authz.authorised(ctx, 'view', 'audit', await findEntry(ctx.db, Number(params.seq)))),
    ),
    route(operations.export, async (ctx, { query: { language = 'zh', format = 'csv', ...filters } }) =>
      EXPORTS[format](ctx, filters, language),
    ),
    route(operations.state, async (ctx) => {
      const db = ctx.authz.require(ctx, 'list', 'audit')
      const [last] = await listEntries(ctx.asSystem('audit').db, {}, { beforeSeq: null, limit: 1 })
      const [lastCheckpoint] = await listCheckpoints(db, { beforeSeq: null, limit: 1 })
      return {
        lastSeq: last?.seq ?? 0,
        lastHash: last?.hash.toString('hex') ?? null,
        lastSealedAt: last?.sealed_at.toISOString() ?? null,
        pendingCount: await countPending(db),
        lastCheckpoint: lastCheckpoint ?? null,
      }
    }),
    route(operations.verify, async (ctx, { body }) => {
      ctx.authz.require(ctx, 'operate', 'audit')
      const report = await audit.verify(body.checkpoints ?? [])
      await recordAct(ctx, {
        sound: report.sound,
        lastSeq: report.lastSeq,
        finding: report.finding?.flaw ?? null,
      })
      return report
    }),
    route(operations.listCheckpoints, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'audit')
      return paged(
        query,
        (page) => listCheckpoints(db, page),
        (each) => each,
      )
    }),
    route(operations.createCheckpoint, async (ctx) => {
      ctx.authz.require(ctx, 'operate', 'audit')
      const checkpoint = (await audit.sign()) ?? refuse('audit.chain_empty')
      await recordAct(ctx, { seq: checkpoint.seq, hash: checkpoint.hash })
      return checkpoint
    }),
    route(operations.exportCheckpoints, async (ctx) => {
      const db = ctx.authz.require(ctx, 'list', 'audit')
      const newest = await listCheckpoints(db, { beforeSeq: null, limit: EXPORTED_CHECKPOINTS_MAX })
      if (newest.length === 0) refuse('audit.chain_empty')
      await recordAct(ctx, { count: newest.length, lastSeq: newest[0]?.seq ?? null })
      return {
        fileName: `audit-checkpoints-${newest[0]?.seq}.json`,
        contentType: 'application/json',
        content: Buffer.from(`${JSON.stringify(newest, null, 1)}\n`),
      }
    }),
  ]
}

async function recordAct(ctx: Ctx, after: Readonly<Record<string, unknown>>): Promise<void> {
  await ctx.inTx((tx) => ctx.audit(tx, { noun: 'audit', objectId: null, bodyId: null, after }))
}

/** The key of these lists is the sequence number alone; the token's second part is not needed. */
const NO_ID = '00000000-0000-0000-0000-000000000000'

async function paged<Row extends { readonly seq: number }, Wire>(
  page: PageRequest,
  read: (page: { beforeSeq: number | null; limit: number }) => Promise<readonly Row[]>,
  toWire: (row: Row) => Wire,
): Promise<{ items: Wire[]; nextPageToken: string | null }> {
  const rows = await read({ beforeSeq: seqOf(page.pageToken), limit: limitOf(page) })
  return pageOf(rows, page, (row) => [`${row.seq}`, NO_ID], toWire)
}

function seqOf(token: string | undefined): number | null {
  if (token === undefined) return null
  const [seq] = decodePageToken(token)
  return /^[1-9][0-9]{0,14}$/.test(seq) ? Number(seq) : refuse('common.page_token_invalid')
}
