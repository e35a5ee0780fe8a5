import {
  assessmentOperations as assessments,
  providerComparisonOperations as comparison,
  settlementOperations as sheets,
  slaEventOperations as sla,
  contractTermsOperations as terms,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { decideOnAssessment, enterAssessment, toAssessment } from './assessment/act-on-assessment.ts'
import { findAssessment, listAssessments } from './assessment/assessment-store.ts'
import { quarterOf } from './calc/quarter.ts'
import { compareProviders } from './comparison/compare-providers.ts'
import { exportComparison } from './comparison/export-comparison.ts'
import { downloadInvoice, enterInvoice, withdrawInvoice } from './invoice/enter-invoice.ts'
import {
  approveSettlement,
  confirmSettlement,
  drawUp,
  objectToSettlement,
  paySettlement,
  recalculate,
  sendSettlement,
} from './sheet/act-on-settlement.ts'
import type { SettlementPorts } from './sheet/calculate.ts'
import { exportSettlements, exportSheet } from './sheet/export-settlement.ts'
import { findSettlement, listSettlements, type SettlementRow } from './sheet/settlement-store.ts'
import { shownSettlement, toSummary } from './sheet/settlement-view.ts'
import { decideOnEvent, enterEvent, toEvent } from './sla/act-on-event.ts'
import { enterRules, toRules } from './sla/enter-rules.ts'
import { listRules } from './sla/rules-store.ts'
import { findEvent, listEvents } from './sla/sla-store.ts'
import { prepay, spendingOf } from './spending/spending.ts'

const firstOf = (quarter: string | undefined) =>
  quarter === undefined ? {} : { quarter: quarterOf(quarter).first }
const seen = async (ctx: Ctx, id: string) =>
  ctx.authz.authorised(ctx, 'view', 'settlement', await findSettlement(ctx.db, id))
const shown = async (ctx: Ctx, row: Promise<SettlementRow>) => shownSettlement(ctx, await row)

const comparisonRoutes: readonly Route[] = [
  route(comparison.compare, (ctx, { query }) => compareProviders(ctx, query)),
  route(comparison.export, (ctx, { query }) => exportComparison(ctx, query)),
]
const slaRoutes: readonly Route[] = [
  route(sla.rules, (ctx, { query }) =>
    listRules(ctx.authz.require(ctx, 'list', 'settlement-rules'), query, query, toRules),
  ),
  route(sla.enterRules, async (ctx, { body }) => toRules(await enterRules(ctx, body))),
  route(sla.list, (ctx, { query }) =>
    listEvents(ctx.authz.require(ctx, 'list', 'sla-event'), query, query, (row) => toEvent(ctx, row)),
  ),
  route(sla.get, async (ctx, { params }) =>
    toEvent(ctx, ctx.authz.authorised(ctx, 'view', 'sla-event', await findEvent(ctx.db, params.id))),
  ),
  route(sla.create, async (ctx, { body }) => toEvent(ctx, await enterEvent(ctx, body))),
  route(sla.confirm, async (ctx, { params, body }) =>
    toEvent(ctx, await decideOnEvent(ctx, params.id, 'confirmed', body)),
  ),
  route(sla.decline, async (ctx, { params, body }) =>
    toEvent(ctx, await decideOnEvent(ctx, params.id, 'declined', body)),
  ),
]

const assessmentRoutes: readonly Route[] = [
  route(assessments.list, (ctx, { query }) =>
    listAssessments(
      ctx.authz.require(ctx, 'list', 'assessment'),
      { providerBodyId: query.providerBodyId, state: query.state, ...firstOf(query.quarter) },
      query,
      (row) => toAssessment(ctx, row),
    ),
  ),
  route(assessments.get, async (ctx, { params }) =>
    toAssessment(
      ctx,
      ctx.authz.authorised(ctx, 'view', 'assessment', await findAssessment(ctx.db, params.id)),
    ),
  ),
  route(assessments.create, async (ctx, { body }) => toAssessment(ctx, await enterAssessment(ctx, body))),
  route(assessments.confirm, async (ctx, { params, body }) =>
    toAssessment(ctx, await decideOnAssessment(ctx, params.id, 'confirmed', body)),
  ),
  route(assessments.decline, async (ctx, { params, body }) =>
    toAssessment(ctx, await decideOnAssessment(ctx, params.id, 'declined', body)),
  ),
]

export const createSettlementRoutes = (ports: SettlementPorts): readonly Route[] => [
  route(terms.spending, (ctx, { params }) => spendingOf(ctx, params.id)),
  route(terms.prepay, (ctx, { params, body }) => prepay(ctx, params.id, body)),
  ...comparisonRoutes,
  ...slaRoutes,
  ...assessmentRoutes,
  route(sheets.list, (ctx, { query }) =>
    listSettlements(
      ctx.authz.require(ctx, 'list', 'settlement'),
      {
        state: query.state,
        providerBodyId: query.providerBodyId,
        contractId: query.contractId,
        ...firstOf(query.quarter),
      },
      query,
      toSummary,
    ),
  ),
  route(sheets.export, (ctx, { query }) => exportSettlements(ctx, query)),
  route(sheets.get, (ctx, { params }) => shown(ctx, seen(ctx, params.id))),
  route(sheets.exportSheet, async (ctx, { params, query }) =>
    exportSheet(ctx, await seen(ctx, params.id), query),
  ),
  route(sheets.create, (ctx, { body }) => shown(ctx, drawUp(ports, ctx, body))),
  route(sheets.recalculate, (ctx, { params, body }) => shown(ctx, recalculate(ports, ctx, params.id, body))),
  route(sheets.send, (ctx, { params, body }) => shown(ctx, sendSettlement(ports, ctx, params.id, body))),
  route(sheets.confirm, (ctx, { params, body }) => shown(ctx, confirmSettlement(ctx, params.id, body))),
  route(sheets.object, (ctx, { params, body }) => shown(ctx, objectToSettlement(ctx, params.id, body))),
  route(sheets.approve, (ctx, { params, body }) =>
    shown(ctx, approveSettlement(ports, ctx, params.id, body)),
  ),
  route(sheets.invoice, (ctx, { params, body }) => shown(ctx, enterInvoice(ctx, params.id, body))),
  route(sheets.withdrawInvoice, (ctx, { params, body }) => shown(ctx, withdrawInvoice(ctx, params.id, body))),
  route(sheets.downloadInvoice, (ctx, { params }) => downloadInvoice(ctx, params.id)),
  route(sheets.pay, (ctx, { params, body }) => shown(ctx, paySettlement(ctx, params.id, body))),
]
