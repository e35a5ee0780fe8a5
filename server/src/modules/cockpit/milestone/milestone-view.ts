import type { Milestone, MilestoneEvidence } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import {
  daysUntil,
  FIGURES,
  refuseChange,
  refuseDocument,
  refuseLevel,
  refuseMeasure,
  refuseReopen,
  stateOf,
} from './milestone.ts'
import { type Place, placeOf } from './milestone-place.ts'
import { type MilestoneRow, readFigures } from './milestone-store.ts'

/** Rows with their figures as they stand now, each plan's read once. */
export async function presentMilestones(
  ctx: Ctx,
  rows: readonly MilestoneRow[],
): Promise<readonly Milestone[]> {
  const today = dayInChina(ctx.clock.now())
  return ctx.inTx(async (tx) => {
    const place = await placeOf(ctx, tx)
    const figures = await elevated(tx, () => figuresOf(tx, rows, today))
    return rows.map((row) => toMilestone(ctx, row, place, figures(row), today))
  })
}

async function figuresOf(db: Db, rows: readonly MilestoneRow[], today: string) {
  const known = new Map<string | null, Awaited<ReturnType<typeof readFigures>>>()
  for (const { figure, region_id } of rows)
    if (figure !== null && !known.has(region_id))
      known.set(region_id, await readFigures(db, region_id, today))
  return (row: MilestoneRow): number | null =>
    row.figure === null ? null : (known.get(row.region_id)?.[row.figure] ?? null)
}

function toMilestone(
  ctx: Ctx,
  row: MilestoneRow,
  place: Place,
  actual: number | null,
  today: string,
): Milestone {
  const { authz, actor } = ctx
  const state = stateOf(row, today)
  const foreign = refuseLevel(row, place)
  const may = (action: 'modify' | 'delete' | 'approve', refusal: string | null) =>
    authz.allowance(actor, action, 'milestone', foreign ?? refusal)
  const change = refuseChange(row)
  return {
    id: row.id,
    title: { zh: row.title_zh, en: row.title_en },
    region: row.region_id === null ? null : { id: row.region_id, name: row.region_name ?? '' },
    startsOn: row.starts_on,
    dueOn: row.due_on,
    source: row.source,
    figure: row.figure,
    target: row.target,
    basis: row.figure && FIGURES[row.figure].basis,
    unit: row.figure && FIGURES[row.figure].unit,
    isProductDefault: row.is_product_default,
    actual,
    note: row.note,
    state,
    daysLate: state === 'late' ? -daysUntil(row.due_on, today) : 0,
    evidence: toEvidence(row),
    version: row.version,
    actions: {
      modify: may('modify', change),
      remove: may('delete', change),
      achieve: may('approve', refuseDocument(row)),
      measure: may('approve', refuseMeasure(row, actual)),
      reopen: may('approve', refuseReopen(row)),
    },
  }
}

function toEvidence(row: MilestoneRow): MilestoneEvidence | null {
  if (row.evidence_on === null || row.evidence_at === null) return null
  return {
    on: row.evidence_on,
    value: row.evidence_value === null ? null : Number(row.evidence_value),
    document: row.evidence_document,
    documentNo: row.evidence_document_no,
    recordedBy: row.evidence_by ?? '',
    recordedAt: row.evidence_at.toISOString(),
  }
}
