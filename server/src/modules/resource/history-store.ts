import type { Difference } from '@yunheng/contract'
import { actingPerson } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import {
  type Db,
  decodePageToken,
  limitOf,
  type PageRequest,
  pageOf,
  type Tx,
} from '../../platform/db/index.ts'
import type { ResourceRow } from './resource.ts'

/** One thing that happened. `code` is an act, `observed.<state>`, or a condition's reason; `details` fill its sentence. */
export interface HistoryDraft {
  readonly sort: 'intent' | 'fact' | 'condition'
  readonly code: string
  readonly details?: Readonly<Record<string, string | number>>
  readonly differences?: readonly Difference[]
  readonly cloudWords?: string | null
}

export interface HistoryRow {
  readonly id: string
  readonly at: Date
  readonly sort: HistoryDraft['sort']
  readonly code: string
  readonly details: Readonly<Record<string, string | number>>
  readonly actor: string | null
  readonly differences: readonly Difference[]
  readonly cloud_words: string | null
}

type Subject = Pick<ResourceRow, 'id' | 'body_id' | 'provider_body_id'>

export const insertHistory = (
  tx: Tx,
  ctx: Pick<Ctx, 'ids' | 'clock' | 'actor'>,
  row: Subject,
  drafts: readonly HistoryDraft[],
): Promise<void> =>
  insertHistories(
    tx,
    ctx,
    drafts.map((draft) => ({ row, draft })),
  )

/** What happened to many. */
export async function insertHistories(
  tx: Tx,
  ctx: Pick<Ctx, 'ids' | 'clock' | 'actor'>,
  entries: readonly { readonly row: Subject; readonly draft: HistoryDraft }[],
): Promise<void> {
  if (entries.length === 0) return
  const actor = actingPerson(ctx.actor)?.name ?? null
  await tx
    .insertInto('resource_history')
    .values(
      entries.map(({ row, draft }) => ({
        id: ctx.ids.next(),
        resource_id: row.id,
        body_id: row.body_id,
        provider_body_id: row.provider_body_id,
        at: ctx.clock.now(),
        sort: draft.sort,
        code: draft.code,
        details: JSON.stringify(draft.details ?? {}),
        actor,
        differences: JSON.stringify(draft.differences ?? []),
        cloud_words: draft.cloudWords ?? null,
      })),
    )
    .execute()
}

/** Latest first. */
export async function listHistory<W>(
  db: Db,
  resourceId: string,
  page: PageRequest,
  toWire: (row: HistoryRow) => W,
): Promise<{ items: W[]; nextPageToken: string | null }> {
  let query = db
    .selectFrom('resource_history')
    .select(['id', 'at', 'sort', 'code', 'details', 'actor', 'differences', 'cloud_words'])
    .where('resource_id', '=', resourceId)
  if (page.pageToken !== undefined) query = query.where('id', '<', decodePageToken(page.pageToken)[1])
  const rows = (await query
    .orderBy('id', 'desc')
    .limit(limitOf(page))
    .execute()) as unknown as readonly HistoryRow[]
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}

/** Acts that say what the power of a server should be. */
const POWER_ACTS = [
  'resource.start',
  'resource.stop',
  'power-schedule.start',
  'power-schedule.stop',
  'term.stop',
]

/** Who last said what the power should be: act and time; none for what nobody ever switched. */
export async function findLastPowerAct(
  db: Db,
  resourceId: string,
): Promise<{ readonly code: string; readonly at: Date } | undefined> {
  return db
    .selectFrom('resource_history')
    .select(['code', 'at'])
    .where('resource_id', '=', resourceId)
    .where('code', 'in', POWER_ACTS)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
