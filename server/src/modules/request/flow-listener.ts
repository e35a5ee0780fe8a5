import type { Authorised } from '../../platform/authz/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { allocateApproved } from './delivery/allocate.ts'
import { commitBudget } from './delivery/commit-budget.ts'
import { holdCeiling } from './delivery/hold-ceiling.ts'
import type { Doors } from './doors.ts'
import { insertRequestEvent } from './event-store.ts'
import { nextState, type RequestAct } from './request.ts'
import type { EventKind } from './request-event.ts'
import { loadRequestForUpdate, type RequestRow, updateRequest } from './request-store.ts'
import { markSubmitted, prepare, sameVariables } from './submit-request.ts'

/** What a flow says of its request (workflow's own word for it, narrowed to what is needed here). */
export interface FlowNews {
  readonly kind: 'returned' | 'resubmitted' | 'ended'
  readonly instanceId: string
  readonly subject: { readonly id: string }
  readonly variables: Readonly<Record<string, string | number | boolean | null>>
  readonly outcome: 'approved' | 'rejected' | 'withdrawn' | 'voided' | null
  readonly comment: string | null
}

const EVERYBODY = { personId: null, seesDrafts: true }

/**
 * Follows the flow in its own transaction, with the whole platform in sight: if this throws, the act on the task did not
 * happen. An approval therefore allots room and writes the intended resources, or is not an approval.
 */
export async function onFlowNews(doors: Doors, tx: Tx, ctx: Ctx, news: FlowNews): Promise<void> {
  const found = await loadRequestForUpdate(tx, news.subject.id, EVERYBODY)
  assert(found !== undefined, 'a flow about a request has its request')
  // The people who act on the flow are authorised by their task; the request follows.
  const request = found as Authorised<RequestRow, 'operate'>
  if (isLeftBehind(request, news)) return
  if (news.kind === 'resubmitted') return resubmitted(doors, ctx, tx, request, news)
  if (news.kind === 'returned') return move(ctx, tx, request, 'return', 'returned', news.comment)
  switch (news.outcome) {
    case 'approved':
      await commitBudget(doors, ctx, tx, request)
      await holdCeiling(doors, ctx, tx, request)
      await move(ctx, tx, request, 'approve', 'approved', news.comment)
      return allocateApproved(doors, ctx, tx, request.id, null)
    case 'rejected':
    case 'voided':
      return move(ctx, tx, request, 'reject', 'rejected', news.comment)
    default:
      return move(ctx, tx, request, 'withdraw', 'withdrawn', news.comment)
  }
}

/** The end of a flow that the corrected request has left for another one. */
function isLeftBehind(request: RequestRow, news: FlowNews): boolean {
  if (request.flow_instance_id !== null) return request.flow_instance_id !== news.instanceId
  return news.kind === 'ended' && news.outcome === 'withdrawn'
}

/**
 * The applicant handed his task in from the to-do list. By `request.submit` the request is in approval already. Otherwise
 * the gates are asked here; and where the correction changed what the way was chosen by, it has to be submitted anew.
 */
async function resubmitted(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Authorised<RequestRow, 'operate'>,
  news: FlowNews,
): Promise<void> {
  if (request.state === 'in-approval') return
  const ready = await prepare(doors, ctx, tx, request)
  if (!sameVariables(news.variables, ready.variables)) refuse('request.submit_anew')
  await markSubmitted(doors, ctx, tx, request, ready)
  await insertRequestEvent(tx, ctx, request.id, 'resubmitted', {}, news.comment)
  await tell(ctx, tx, request, 'in-approval', 'submitted')
}

async function move(
  ctx: Ctx,
  tx: Tx,
  request: Authorised<RequestRow, 'operate'>,
  act: RequestAct,
  event: EventKind,
  comment: string | null,
): Promise<void> {
  const state = nextState(request.state, act)
  assert(state !== null, `${act} cannot happen to a request that is ${request.state}`)
  const now = ctx.clock.now()
  const decided = act === 'approve' || act === 'reject' ? { decided_at: now } : {}
  await updateRequest(tx, request, null, { state, outcome_comment: comment, updated_at: now, ...decided })
  await insertRequestEvent(tx, ctx, request.id, event, {}, comment)
  await tell(ctx, tx, request, state, event)
}

async function tell(ctx: Ctx, tx: Tx, request: RequestRow, state: string, event: string): Promise<void> {
  await ctx.audit(tx, {
    act: `request.${event}`,
    noun: 'request',
    objectId: request.id,
    bodyId: request.body_id,
    before: { state: request.state },
    after: { state },
  })
  await ctx.emit(tx, { type: `request.${event}`, noun: 'request', id: request.id, bodyId: request.body_id })
}
