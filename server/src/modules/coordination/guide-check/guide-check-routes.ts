import { guideCheckOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import {
  answerCheck,
  cancelCheck,
  closeCheck,
  recordFinding,
  returnCheck,
  sendCheck,
} from './act-on-check.ts'
import { addCheckFile, getCheckFile } from './add-file.ts'
import { exportChecks } from './export-checks.ts'
import { findGuideCheck, listGuideChecks } from './guide-check-store.ts'
import { presentCheck, toSummary } from './guide-check-view.ts'
import { openCheck } from './open-check.ts'

async function shown(ctx: Ctx, id: string) {
  const row = ctx.authz.authorised(ctx, 'view', 'guide-check', await findGuideCheck(ctx.db, id))
  return presentCheck(ctx, ctx.db, row)
}

async function acted(ctx: Ctx, id: string, act: Promise<void>) {
  await act
  return shown(ctx, id)
}

export const guideCheckRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'guide-check')
    return listGuideChecks(db, query, query, (row) => toSummary(row, ctx.clock.now()))
  }),
  route(operations.export, (ctx, { query }) => exportChecks(ctx, query)),
  route(operations.get, (ctx, { params }) => shown(ctx, params.id)),
  route(operations.create, async (ctx, { body }) => presentCheck(ctx, ctx.db, await openCheck(ctx, body))),
  route(operations.record, (ctx, { params, body }) =>
    acted(ctx, params.id, recordFinding(ctx, params.id, body)),
  ),
  route(operations.send, (ctx, { params, body }) => acted(ctx, params.id, sendCheck(ctx, params.id, body))),
  route(operations.answer, (ctx, { params, body }) =>
    acted(ctx, params.id, answerCheck(ctx, params.id, body)),
  ),
  route(operations.return, (ctx, { params, body }) =>
    acted(ctx, params.id, returnCheck(ctx, params.id, body)),
  ),
  route(operations.close, (ctx, { params, body }) => acted(ctx, params.id, closeCheck(ctx, params.id, body))),
  route(operations.cancel, (ctx, { params, body }) =>
    acted(ctx, params.id, cancelCheck(ctx, params.id, body)),
  ),
  route(operations.addFile, (ctx, { params, body }) =>
    acted(ctx, params.id, addCheckFile(ctx, params.id, body)),
  ),
  route(operations.getFile, (ctx, { params }) => getCheckFile(ctx, params.id, params.fileId)),
]
