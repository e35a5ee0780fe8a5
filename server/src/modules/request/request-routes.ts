import {
  requestOperations as operations,
  type RequestCounts,
  placementWhatIfOperations as whatIfs,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { attachFile, downloadFile } from './attachment/attach-file.ts'
import { detachFile } from './attachment/detach-file.ts'
import { checkRequest } from './check-request.ts'
import { compareProviders } from './compare-providers.ts'
import { copyRequest } from './copy-request.ts'
import { createRequest } from './create-request.ts'
import { allotWaiting } from './delivery/allot-waiting.ts'
import { cancelRequest } from './delivery/cancel-request.ts'
import { confirmDelivery } from './delivery/confirm-delivery.ts'
import { returnDelivery } from './delivery/return-delivery.ts'
import type { Doors } from './doors.ts'
import { pageEvents, pageMessages } from './event-store.ts'
import { gatherEvidence } from './evidence.ts'
import { exportRequests } from './export-requests.ts'
import { removeRequest } from './remove-request.ts'
import { countRequests, findRequest, listRequests, type RequestRow } from './request-store.ts'
import { submitRequest } from './submit-request.ts'
import { sendMessage } from './talk/send-message.ts'
import { updateRequest } from './update-request.ts'
import { presentRequest } from './view/present-request.ts'
import { printRequest } from './view/print-request.ts'
import { toAttachment, toSummary } from './view/request-view.ts'
import { viewerOf } from './viewer.ts'
import { whatIfRequest } from './what-if-request.ts'
import { withdrawRequest } from './withdraw-request.ts'

async function getVisible(ctx: Ctx, id: string): Promise<RequestRow> {
  return ctx.authz.authorised(ctx, 'view', 'request', await findRequest(ctx.db, id, viewerOf(ctx)))
}

export function createRequestRoutes(doors: Doors): readonly Route[] {
  const present = async (ctx: Ctx, row: RequestRow | Promise<RequestRow>) =>
    presentRequest(doors, ctx, await row)
  return [
    route(operations.list, async (ctx, { query }) =>
      listRequests(ctx.authz.require(ctx, 'list', 'request'), query, viewerOf(ctx), query, toSummary),
    ),
    route(operations.counts, async (ctx, { query }) =>
      toCounts(await countRequests(ctx.authz.require(ctx, 'list', 'request'), query, viewerOf(ctx))),
    ),
    route(operations.export, async (ctx, { query }) => exportRequests(ctx, query)),
    route(operations.get, async (ctx, { params }) => present(ctx, getVisible(ctx, params.id))),
    route(operations.create, async (ctx, { body }) => present(ctx, createRequest(doors, ctx, body))),
    route(operations.update, async (ctx, { params, body }) =>
      present(ctx, updateRequest(doors, ctx, params.id, body)),
    ),
    route(operations.remove, async (ctx, { params }) => removeRequest(ctx, params.id)),
    route(operations.copy, async (ctx, { params, body }) =>
      present(ctx, copyRequest(doors, ctx, params.id, body.systemId)),
    ),
    route(operations.check, async (ctx, { body }) => checkRequest(doors, ctx, body)),
    route(whatIfs.request, (ctx, { params, body }) => whatIfRequest(doors, ctx, params.id, body.ruleSetId)),
    route(operations.compare, async (ctx, { body }) => compareProviders(doors, ctx, body)),
    route(operations.submit, async (ctx, { params, body }) =>
      present(ctx, submitRequest(doors, ctx, params.id, body)),
    ),
    route(operations.withdraw, async (ctx, { params, body }) =>
      present(ctx, withdrawRequest(doors, ctx, params.id, body)),
    ),
    route(operations.cancel, async (ctx, { params, body }) =>
      present(ctx, cancelRequest(doors, ctx, params.id, body)),
    ),
    route(operations.confirm, async (ctx, { params, body }) =>
      present(ctx, confirmDelivery(ctx, params.id, body)),
    ),
    route(operations.returnDelivery, async (ctx, { params, body }) =>
      present(ctx, returnDelivery(ctx, params.id, body)),
    ),
    route(operations.allocate, async (ctx, { params, body }) =>
      present(ctx, allotWaiting(doors, ctx, params.id, body)),
    ),
    route(operations.evidence, async (ctx, { params }) =>
      gatherEvidence(doors, ctx, await getVisible(ctx, params.id)),
    ),
    route(operations.events, async (ctx, { params, query }) =>
      pageEvents(ctx.db, (await getVisible(ctx, params.id)).id, query),
    ),
    route(operations.listMessages, async (ctx, { params, query }) =>
      pageMessages(ctx.db, (await getVisible(ctx, params.id)).id, query),
    ),
    route(operations.sendMessage, async (ctx, { params, body }) => sendMessage(ctx, params.id, body.text)),
    route(operations.attach, async (ctx, { params, body }) =>
      toAttachment(await attachFile(ctx, params.id, body)),
    ),
    route(operations.detach, async (ctx, { params }) => detachFile(ctx, params.id)),
    route(operations.download, async (ctx, { params }) => downloadFile(ctx, params.id)),
    route(operations.print, async (ctx, { params }) =>
      printRequest(doors, ctx, await getVisible(ctx, params.id)),
    ),
  ]
}

function toCounts(rows: Awaited<ReturnType<typeof countRequests>>): RequestCounts {
  const byState: Record<string, number> = {}
  const byKind: Record<string, number> = {}
  for (const { state, kind, count } of rows) {
    byState[state] = (byState[state] ?? 0) + count
    byKind[kind] = (byKind[kind] ?? 0) + count
  }
  return {
    byState,
    byKind,
    waitingForCapacity: byState.approved ?? 0,
    total: rows.reduce((sum, row) => sum + row.count, 0),
  }
}
