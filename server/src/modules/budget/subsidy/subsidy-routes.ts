import {
  subsidyOperations as operations,
  type QueryOf,
  type Subsidy,
  type SubsidyState,
  type Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Download, type Route, route } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { money } from '../budget-view.ts'
import { applyForSubsidy, correctSubsidy, type Flows, withdrawSubsidy } from './apply-for-subsidy.ts'
import { refuseCorrection, refuseWithdrawal } from './subsidy.ts'
import { findSubsidy, listSubsidies, type SubsidyRow } from './subsidy-store.ts'

function toSubsidy(ctx: Ctx, row: SubsidyRow): Subsidy {
  const may = (refusal: string | null) => ctx.authz.allowance(ctx.actor, 'modify', 'subsidy', refusal)
  return {
    id: row.id,
    no: row.no,
    state: row.state,
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    fiscalYear: row.fiscal_year,
    ground: row.ground,
    amount: money(row.amount_minor),
    reason: row.reason,
    document: row.document,
    maintenanceLeft: money(row.maintenance_left),
    appliedBy: row.applied_by_name,
    appliedAt: row.applied_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    comment: row.comment,
    budget:
      row.budget_id === null || row.budget_no === null ? null : { id: row.budget_id, no: row.budget_no },
    version: row.version,
    actions: { correct: may(refuseCorrection(row)), withdraw: may(refuseWithdrawal(row)) },
  }
}

export const createSubsidyRoutes = (flows: Flows): readonly Route[] => [
  route(operations.list, async (ctx, { query }) =>
    listSubsidies(ctx.authz.require(ctx, 'list', 'subsidy'), query, query, (row) => toSubsidy(ctx, row)),
  ),
  route(operations.export, (ctx, { query }) => exportSubsidies(ctx, query)),
  route(operations.get, async (ctx, { params }) => {
    const found = await findSubsidy(ctx.db, params.id)
    return toSubsidy(ctx, ctx.authz.authorised(ctx, 'view', 'subsidy', found))
  }),
  route(operations.apply, async (ctx, { body }) => toSubsidy(ctx, await applyForSubsidy(flows, ctx, body))),
  route(operations.correct, async (ctx, { params, body }) =>
    toSubsidy(ctx, await correctSubsidy(flows, ctx, params.id, body)),
  ),
  route(operations.withdraw, async (ctx, { params, body }) =>
    toSubsidy(ctx, await withdrawSubsidy(flows, ctx, params.id, body)),
  ),
]

const STATE: Readonly<Record<SubsidyState, Text>> = {
  'in-approval': { zh: '审批中', en: 'In approval' },
  returned: { zh: '已退回', en: 'Returned' },
  granted: { zh: '已同意', en: 'Granted' },
  rejected: { zh: '未同意', en: 'Rejected' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
}
const GROUND = {
  complex: { zh: '迁移难度大', en: 'Complex' },
  demonstrative: { zh: '示范性强', en: 'Demonstrative' },
} as const
const COLUMNS: readonly ListColumn<Subsidy>[] = [
  { title: { zh: '编号', en: 'No.' }, kind: 'text', width: 16, value: (row) => row.no },
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.fiscalYear },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 32, value: (row) => row.system.name },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '情形', en: 'Ground' }, kind: 'text', value: (row) => GROUND[row.ground] },
  { title: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: 'money', value: (row) => row.amount.amountMinor },
  { title: { zh: '理由', en: 'Reason' }, kind: 'text', width: 40, value: (row) => row.reason },
  { title: { zh: '申请时间', en: 'Applied' }, kind: 'instant', width: 18, value: (row) => row.appliedAt },
  { title: { zh: '办结时间', en: 'Decided' }, kind: 'instant', width: 18, value: (row) => row.decidedAt },
  {
    title: { zh: '补助预算', en: 'Budget line' },
    kind: 'text',
    width: 16,
    value: (row) => row.budget?.no ?? null,
  },
]

async function exportSubsidies(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'subsidy')
  return exportList(ctx, {
    noun: 'subsidy',
    name: { zh: '上云补助', en: 'Subsidies for migration' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listSubsidies(db, filter, page, (row) => toSubsidy(ctx, row)),
  })
}
