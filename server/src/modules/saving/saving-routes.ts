import { savingOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { answerNotices } from './answer-notices.ts'
import { attachEvidence, downloadEvidence } from './attach-evidence.ts'
import { decideExemption, withdrawExemption } from './decide-exemption.ts'
import { declareExemption } from './declare-exemption.ts'
import { listExemptions } from './exemption-store.ts'
import { toExemption } from './exemption-view.ts'
import { exportNotices, exportResults } from './export-notices.ts'
import { exportProposals } from './export-proposals.ts'
import type { NoticeRow } from './notice-store.ts'
import { pageOfNotices, programmeOf, showing } from './notice-view.ts'
import { planNotice } from './plan-notice.ts'
import { priceTrialRoutes } from './price-trial/price-trial-routes.ts'
import { listProposals } from './proposal-store.ts'
import { summariseSavings, toProposal } from './proposal-view.ts'
import { savingEvidenceOf } from './request-evidence.ts'
import { pageOfResults, resultsOf } from './results.ts'
import { ruleTrialRoutes } from './rule-trial/rule-trial-routes.ts'
import { savingRunRoutes } from './run/saving-run-routes.ts'
import { scheduleRoutes } from './schedule/schedule-routes.ts'
import { type Flows, sendNotice } from './send-notice.ts'
import { whatIfSavings } from './what-if.ts'

const shown = async (ctx: Ctx, row: Promise<NoticeRow>) => {
  const notice = await row
  return (await showing(ctx, ctx.db))(notice)
}

export const createSavingRoutes = (flows: Flows): readonly Route[] => [
  route(operations.proposals, (ctx, { query }) =>
    listProposals(ctx.authz.require(ctx, 'list', 'saving-proposal'), query, query, (row) =>
      toProposal(ctx, row),
    ),
  ),
  route(operations.exportProposals, (ctx, { query }) => exportProposals(ctx, query)),
  route(operations.summary, (ctx) =>
    summariseSavings(ctx, ctx.authz.require(ctx, 'list', 'saving-proposal')),
  ),
  route(operations.whatIf, (ctx, { params }) => whatIfSavings(ctx, params.id)),
  route(operations.notices, (ctx, { query }) => pageOfNotices(ctx, query, query)),
  route(operations.exportNotices, (ctx, { query }) => exportNotices(ctx, query)),
  route(operations.results, (ctx, { query }) => resultsOf(ctx, query)),
  route(operations.resultRows, (ctx, { query }) => pageOfResults(ctx, query, query)),
  route(operations.exportResults, (ctx, { query }) => exportResults(ctx, query)),
  route(operations.programme, (ctx) => programmeOf(ctx, ctx.authz.require(ctx, 'list', 'saving-notice'))),
  route(operations.ofRequest, (ctx, { params }) => savingEvidenceOf(ctx, params.id)),
  route(operations.sendNotice, (ctx, { body }) => shown(ctx, sendNotice(flows, ctx, body.proposalId))),
  route(operations.acceptNotices, (ctx, { body: { noticeIds, comment } }) =>
    answerNotices(flows, ctx, noticeIds, { how: 'approved', comment: comment?.trim() || null }),
  ),
  route(operations.objectToNotices, (ctx, { body: { noticeIds, comment } }) =>
    answerNotices(flows, ctx, noticeIds, { how: 'rejected', comment: comment.trim() }),
  ),
  route(operations.attach, (ctx, { params, body }) => shown(ctx, attachEvidence(ctx, params.id, body))),
  route(operations.download, (ctx, { params }) => downloadEvidence(ctx, params.id)),
  route(operations.planNotice, (ctx, { params, body }) => shown(ctx, planNotice(ctx, params.id, body))),
  route(operations.exemptions, (ctx, { query }) =>
    listExemptions(ctx.authz.require(ctx, 'list', 'saving-exemption'), query, query, (row) =>
      toExemption(ctx, row),
    ),
  ),
  route(operations.declareExemption, async (ctx, { body }) =>
    toExemption(ctx, await declareExemption(ctx, body)),
  ),
  route(operations.acceptExemption, async (ctx, { params, body }) =>
    toExemption(ctx, await decideExemption(ctx, params.id, 'accepted', body)),
  ),
  route(operations.refuseExemption, async (ctx, { params, body }) =>
    toExemption(ctx, await decideExemption(ctx, params.id, 'refused', body)),
  ),
  route(operations.withdrawExemption, async (ctx, { params, body }) =>
    toExemption(ctx, await withdrawExemption(ctx, params.id, body.version)),
  ),
  ...savingRunRoutes,
  ...ruleTrialRoutes,
  ...scheduleRoutes,
  ...priceTrialRoutes,
]
