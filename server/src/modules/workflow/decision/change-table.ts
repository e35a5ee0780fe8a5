/** Drafting, publishing and trying decision tables. */

import type { DecisionTableContent } from '@yunheng/contract'
import { actingPerson } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { listPublishedKeys } from '../flow/flow-store.ts'
import {
  findTableVersion,
  insertTableDraft,
  loadTableForUpdate,
  loadTableVersionForUpdate,
  type TableVersionRow,
  updateTableDraft,
  updateTablePublished,
} from './decision-store.ts'
import { checkTable, listFaultyCells } from './decision-table.ts'

interface TableDraft {
  readonly content: DecisionTableContent
  readonly source: string
  readonly note: string
}

/** @throws `decision.cell_unreadable`. */
export async function createTableVersion(
  ctx: Ctx,
  tableId: string,
  input: TableDraft,
): Promise<TableVersionRow> {
  return ctx.inTx(async (tx) => {
    const table = ctx.authz.authorised(ctx, 'modify', 'flow', await loadTableForUpdate(tx, tableId))
    refuseUnreadable(input.content)
    const id = ctx.ids.next()
    await insertTableDraft(tx, {
      id,
      tableId: table.id,
      content: input.content,
      source: input.source.trim(),
      isProductDefault: false,
      note: input.note,
      createdBy: actingPerson(ctx.actor)?.name ?? null,
      at: ctx.clock.now(),
    })
    const after = { tableVersionId: id, source: input.source }
    await ctx.audit(tx, { noun: 'flow', objectId: table.id, bodyId: null, after })
    return (await findTableVersion(tx, id)) as TableVersionRow
  })
}

/** @throws `flow.not_draft`, `common.version_stale`, `decision.cell_unreadable`. */
export async function updateTableVersion(
  ctx: Ctx,
  id: string,
  input: TableDraft & { readonly version: number },
): Promise<TableVersionRow> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'modify', 'flow', await loadTableVersionForUpdate(tx, id))
    if (row.state !== 'draft') refuse('flow.not_draft')
    if (row.version !== input.version) refuse('common.version_stale')
    refuseUnreadable(input.content)
    const { content, note, source } = input
    await updateTableDraft(tx, row, { content, source: source.trim(), note })
    const after = { tableVersionId: id, source }
    await ctx.audit(tx, { noun: 'flow', objectId: row.table_id, bodyId: null, after })
    return (await findTableVersion(tx, id)) as TableVersionRow
  })
}

/** Even a draft holds only what can be read: the first cell at fault is named, and each is told at its place. */
function refuseUnreadable(content: DecisionTableContent): void {
  const cells = listFaultyCells(content)
  const [first] = cells
  if (first === undefined) return
  const column = content.inputs[first.column]?.label ?? { zh: '', en: '' }
  const row = first.row + 1
  refuse('decision.cell_unreadable', {
    details: { row, column: column.zh, why: first.problem.zh },
    detailsEn: { row, column: column.en, why: first.problem.en },
    fields: cells.slice(0, FIELDS_MAX).map(({ row, column, problem: { zh, en } }) => ({
      path: `/content/rules/${row}/when/${column}`,
      zh,
      en,
    })),
  })
}
/** As many as a problem document holds. */
const FIELDS_MAX = 50

/** @throws `decision.not_publishable` with the first row at fault. */
export async function publishTableVersion(ctx: Ctx, id: string, version: number): Promise<TableVersionRow> {
  return ctx.inTx(async (tx) => {
    const seen = ctx.authz.authorised(ctx, 'approve', 'flow', await findTableVersion(tx, id))
    await loadTableForUpdate(tx, seen.table_id)
    const row = (await loadTableVersionForUpdate(tx, id)) as TableVersionRow
    if (row.state !== 'draft') refuse('flow.not_draft')
    if (row.version !== version) refuse('common.version_stale')
    refuseFaulty(row.content, await listPublishedKeys(tx))
    await updateTablePublished(tx, row, actingPerson(ctx.actor)?.name ?? 'system', ctx.clock.now())
    await ctx.audit(tx, {
      noun: 'flow',
      objectId: row.table_id,
      bodyId: null,
      after: { published: row.number },
    })
    return (await findTableVersion(tx, id)) as TableVersionRow
  })
}

export function refuseFaulty(content: DecisionTableContent, flowKeys: ReadonlySet<string>): void {
  const problems = checkTable(content, flowKeys)
  const [first] = problems
  if (first)
    throw new AppError('decision.not_publishable', { details: { count: problems.length, first: first.zh } })
}
