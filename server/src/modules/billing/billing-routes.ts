import { billMonthOperations, billOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import {
  answerDispute,
  closeBill,
  disputeCharge,
  type Flows,
  rateAnew,
  sendBill,
} from './bill/act-on-bill.ts'
import { type BillRow, listBills } from './bill/bill-store.ts'
import { toSummary } from './bill/bill-view.ts'
import { approveClosing, declineClosing, proposeClosing } from './bill/close-unconfirmed.ts'
import { confirmBill } from './bill/confirm-bill.ts'
import { exportBills, exportCharges } from './bill/export-bill.ts'
import { explainCharge, pageOfCharges, seenBill, shownBill } from './bill/read-bill.ts'
import { seeCarried, seeMonth } from './bill/see-month.ts'
import { exportFocus, exportFocusMonth } from './focus/export-focus.ts'

const shown = async (ctx: Ctx, row: Promise<BillRow>) => shownBill(ctx, await row)

export const createBillRoutes = (flows: Flows): readonly Route[] => [
  route(operations.list, (ctx, { query }) =>
    listBills(ctx.authz.require(ctx, 'list', 'bill'), query, query, (row) => toSummary(ctx, row)),
  ),
  route(billMonthOperations.carried, (ctx, { query }) => seeCarried(ctx, query.month, query.bodyId)),
  route(billMonthOperations.standing, (ctx, { query }) => seeMonth(ctx, query.month, query.bodyId)),
  route(operations.export, (ctx, { query }) => exportBills(ctx, query)),
  route(operations.focusMonth, (ctx, { query }) => exportFocusMonth(ctx, query)),
  route(operations.get, (ctx, { params }) => shown(ctx, seenBill(ctx, params.id))),
  route(operations.charges, (ctx, { params, query }) => pageOfCharges(ctx, params.id, query, query)),
  route(operations.exportCharges, (ctx, { params, query }) => exportCharges(ctx, params.id, query)),
  route(operations.focus, (ctx, { params }) => exportFocus(ctx, params.id)),
  route(operations.explain, (ctx, { params }) => explainCharge(ctx, params.id, Number(params.no))),
  route(operations.rate, (ctx, { params, body }) => shown(ctx, rateAnew(ctx, params.id, body))),
  route(operations.send, (ctx, { params, body }) => shown(ctx, sendBill(flows, ctx, params.id, body))),
  route(operations.confirm, (ctx, { params, body }) => shown(ctx, confirmBill(flows, ctx, params.id, body))),
  route(operations.dispute, (ctx, { params, body }) => shown(ctx, disputeCharge(ctx, params.id, body))),
  route(operations.answer, (ctx, { params, body }) => shown(ctx, answerDispute(ctx, params.id, body))),
  route(operations.close, (ctx, { params, body }) => shown(ctx, closeBill(ctx, params.id, body))),
  route(operations.propose, (ctx, { params, body }) => shown(ctx, proposeClosing(ctx, params.id, body))),
  route(operations.decline, (ctx, { params, body }) => shown(ctx, declineClosing(ctx, params.id, body))),
  route(operations.approve, (ctx, { params, body }) =>
    shown(ctx, approveClosing(flows, ctx, params.id, body)),
  ),
]
