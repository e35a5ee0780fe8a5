import { buffer } from 'node:stream/consumers'
import {
  ADOPTION_LIST_MAX,
  type BodyOf,
  type adoptionOperations as operations,
  type ResponseOf,
} from '@yunheng/contract'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { readXlsx, UnreadableWorkbook, writeXlsx } from '../../../platform/xlsx/index.ts'
import { cloudWithPool, openList } from '../list/assign.ts'
import { type ChosenPlan, updateChosenPlans } from '../plan/plan-store.ts'
import { refusePast } from '../plan/set-plan.ts'
import { COLUMNS, ERROR_TITLE } from './columns.ts'
import { type FilledRow, isNone, judge, type Named, toFilled } from './judge.ts'
import { findNamed } from './workbook-store.ts'

type Upload = BodyOf<typeof operations.upload>
type Answer = ResponseOf<typeof operations.upload>

/**
 * One draft for each body, out of a workbook that was filled in. With a single wrong row nothing is written: the same
 * workbook comes back with what is wrong in a column of its own.
 * @throws `adoption.workbook_unreadable`, `adoption.pool_elsewhere`, `adoption.too_many`.
 */
export async function uploadAssignments(ctx: Ctx, input: Upload): Promise<Answer> {
  ctx.authz.require(ctx, 'create', 'adoption')
  refusePast(ctx, input.pricedFrom ?? null)
  const { head, rows } = await parse(input.contentBase64)
  return ctx.inTx(async (tx) => {
    const { cloud, pool } = await cloudWithPool(ctx, tx, input)
    const filled = rows.map(toFilled).filter((row) => row.systemCode !== '')
    // Whose a code is, the rule must know beyond the sight of whoever uploads.
    const named = await elevated(tx, () => findNamed(tx, cloud.id, filled))
    const errors = judge(rows.map(toFilled), named)
    const wrong = errors.filter((error) => error !== null).length
    if (wrong > 0) {
      await ctx.audit(tx, {
        noun: 'adoption',
        objectId: null,
        bodyId: cloud.provider_body_id,
        after: { rows: rows.length, errors: wrong },
      })
      const workbook = {
        fileName: `${ERROR_TITLE.zh}.xlsx`,
        contentBase64: await withErrors(head, rows, errors),
      }
      return { lists: [], rows: filled.length, errors: wrong, workbook }
    }
    if (filled.length === 0) refuse('adoption.nothing_chosen')
    return {
      lists: await openLists(ctx, tx, { cloud, pool, pricedFrom: input.pricedFrom ?? null }, filled, named),
      rows: filled.length,
      errors: 0,
      workbook: null,
    }
  })
}

async function parse(contentBase64: string) {
  try {
    const [head = [], ...rows] = await readXlsx(Buffer.from(contentBase64, 'base64'), ADOPTION_LIST_MAX + 1)
    return { head: head.slice(0, COLUMNS.length), rows }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return refuse('adoption.workbook_unreadable')
    throw error
  }
}

async function openLists(
  ctx: Ctx,
  tx: Tx,
  place: Awaited<ReturnType<typeof cloudWithPool>> & { readonly pricedFrom: string | null },
  filled: readonly FilledRow[],
  named: Awaited<ReturnType<typeof findNamed>>,
): Promise<Answer['lists']> {
  const byBody = new Map<string, { name: string; items: string[]; systems: string[] }>()
  for (const row of filled) {
    const system = named.systems.get(row.systemCode.toLowerCase())
    if (system === undefined) continue
    const group = byBody.get(system.bodyId) ?? { name: system.bodyName, items: [], systems: [] }
    group.items.push(row.itemId)
    group.systems.push(system.id)
    byBody.set(system.bodyId, group)
  }
  const lists: Answer['lists'] = []
  for (const [bodyId, { name, items, systems }] of byBody) {
    const chosen = sql`select w.item_id, w.system_id, case when p.system_id = w.system_id then p.rule end as rule,
        case when p.system_id = w.system_id then p.found end as found
      from unnest(${sql.val(items)}::uuid[], ${sql.val(systems)}::uuid[]) w(item_id, system_id)
      left join adoption_proposal p on p.item_id = w.item_id`
    const { listId, no, chosen: counts } = await openList(ctx, tx, { ...place, bodyId, note: '' }, chosen)
    await updateChosenPlans(tx, listId, chosenPlans(filled, named))
    const entries = counts.inserted + counts.needed
    lists.push({ id: listId, no, body: { id: bodyId, name }, entries })
  }
  return lists
}

/** What was filled in, row by row; left empty it stays as it is proposed. */
function chosenPlans(filled: readonly FilledRow[], { plans }: Named): ChosenPlan {
  const rows = filled.filter((row) => row.plan !== '')
  return {
    by: 'item_id',
    of: rows.map((row) => row.itemId),
    plans: rows.map((row) => (isNone(row.plan) ? null : (plans.get(row.plan.toLowerCase()) ?? null))),
  }
}

async function withErrors(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  errors: readonly (string | null)[],
): Promise<string> {
  const columns = [...COLUMNS.map(({ width }, place) => ({ title: head[place] ?? '', width, place }))].map(
    ({ title, width, place }) => ({
      title,
      width,
      kind: 'text' as const,
      value: (row: number) => rows[row]?.[place] ?? '',
    }),
  )
  const error = {
    title: `${ERROR_TITLE.zh} / ${ERROR_TITLE.en}`,
    width: 60,
    kind: 'text' as const,
    value: (row: number) => errors[row] ?? '',
  }
  async function* numbers() {
    for (let row = 0; row < rows.length; row++) yield row
  }
  const sheet = { name: ERROR_TITLE.zh, columns: [...columns, error], rows: numbers() }
  return (await buffer(writeXlsx(sheet, []))).toString('base64')
}
