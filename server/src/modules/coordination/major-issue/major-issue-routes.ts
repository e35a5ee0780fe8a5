import { majorIssueOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { closeIssue, decideIssue, followUpIssue } from './act-on-issue.ts'
import { exportIssues } from './export-issues.ts'
import { findMajorIssue, listMajorIssues } from './major-issue-store.ts'
import { presentIssue, toSummary } from './major-issue-view.ts'
import { raiseIssue } from './raise-issue.ts'

async function shown(ctx: Ctx, id: string) {
  const row = ctx.authz.authorised(ctx, 'view', 'major-issue', await findMajorIssue(ctx.db, id))
  return presentIssue(ctx, ctx.db, row)
}

async function acted(ctx: Ctx, id: string, act: Promise<void>) {
  await act
  return shown(ctx, id)
}

export const majorIssueRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'major-issue')
    const now = ctx.clock.now()
    return listMajorIssues(db, { ...query, now }, query, (row) => toSummary(row, now))
  }),
  route(operations.export, (ctx, { query }) => exportIssues(ctx, query)),
  route(operations.get, (ctx, { params }) => shown(ctx, params.id)),
  route(operations.create, async (ctx, { body }) => presentIssue(ctx, ctx.db, await raiseIssue(ctx, body))),
  route(operations.decide, (ctx, { params, body }) =>
    acted(ctx, params.id, decideIssue(ctx, params.id, body)),
  ),
  route(operations.followUp, (ctx, { params, body }) =>
    acted(ctx, params.id, followUpIssue(ctx, params.id, body)),
  ),
  route(operations.close, (ctx, { params, body }) => acted(ctx, params.id, closeIssue(ctx, params.id, body))),
]
