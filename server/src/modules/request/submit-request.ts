import type { Estimate, FlowVariables, Gate } from '@yunheng/contract'
import type { Authorised } from '../../platform/authz/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { flowVariables } from './check-request.ts'
import { contentOf } from './copy-request.ts'
import type { Doors, FlowRoute } from './doors.ts'
import { insertRequestEvent } from './event-store.ts'
import { besideForm } from './form/beside-form.ts'
import { type Form, toGateFacts } from './form/form.ts'
import { columnsOfForm, toLineRow } from './form/form-columns.ts'
import { estimateForm, loadForm, termOf } from './form/load-form.ts'
import { askGates } from './gate/gates.ts'
import { type LineRow, listLines, replaceLines } from './line-store.ts'
import { refuseSubmit } from './request.ts'
import { findRequest, loadRequestForUpdate, type RequestRow, updateRequest } from './request-store.ts'
import { ownedOf, viewerOf } from './viewer.ts'

/**
 * Hands a draft or a corrected request in: every gate is asked again on the facts of this moment, then the flow decides
 * who gets it. All of it in one transaction.
 * @throws `request.gates_closed`, `request.not_submittable`, `request.not_applicant`, `decision.*`, `flow.*`.
 */
export async function submitRequest(
  doors: Doors,
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly comment?: string },
): Promise<RequestRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadRequestForUpdate(tx, id, viewerOf(ctx))
    const request = ctx.authz.authorised(ctx, 'operate', 'request', found)
    const refusal = refuseSubmit(ownedOf(request), ctx.actor)
    if (refusal) refuse(refusal)
    if (request.version !== input.version) refuse('common.version_stale')
    const ready = await prepare(doors, ctx, tx, request)
    const isFirst = request.submitted_at === null
    await markSubmitted(doors, ctx, tx, request, ready)
    await insertRequestEvent(tx, ctx, id, isFirst ? 'submitted' : 'resubmitted', {}, input.comment ?? null)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      before: { state: request.state },
      after: { state: 'in-approval', costMinor: ready.estimate?.total.amountMinor ?? null },
    })
    await ctx.emit(tx, { type: 'request.submitted', noun: 'request', id, bodyId: request.body_id })
    const instanceId = await send(doors, ctx, tx, request, ready.variables, input.comment ?? null)
    // The flow may have ended at once; only its name is added to what its end has written.
    await updateRequest(tx, request, null, { flow_instance_id: instanceId })
    return (await findRequest(tx, id, viewerOf(ctx))) as RequestRow
  })
}

export interface Ready {
  readonly form: Form
  readonly gates: readonly Gate[]
  readonly estimate: Estimate | null
  readonly variables: FlowVariables
}

/** Loads the form as saved and asks every gate. @throws `request.gates_closed`. */
export async function prepare(doors: Doors, ctx: Ctx, tx: Tx, request: RequestRow): Promise<Ready> {
  const content = contentOf(request, await listLines(tx, request.id))
  const input = { kind: request.kind, systemId: request.system_id, content, requestId: request.id }
  const form = await loadForm(doors, ctx, tx, input)
  const estimate = await estimateForm(doors, ctx, tx, form)
  const beside = await besideForm(doors, ctx, tx, form, estimate)
  const gates = askGates(toGateFacts(form, dayInChina(ctx.clock.now()), beside))
  const closed = gates.filter((gate) => gate.state === 'block')
  if (closed[0])
    refuse('request.gates_closed', {
      details: { count: closed.length, first: closed[0].text.zh },
      detailsEn: { first: closed[0].text.en },
      fields: closed
        .flatMap((gate) => [{ path: `/gates/${gate.key}`, ...gate.text }, ...(gate.fields ?? [])])
        .slice(0, 50),
    })
  return {
    form,
    gates,
    estimate,
    variables: flowVariables(form, estimate?.total.amountMinor ?? null, beside),
  }
}

/** Keeps what was decided upon: gates with their sources, cost and prices, and the lines as the catalogue has them now. */
export async function markSubmitted(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Authorised<RequestRow, 'operate'>,
  ready: Ready,
): Promise<void> {
  const now = ctx.clock.now()
  await updateRequest(tx, request, null, {
    ...columnsOfForm(ready.form),
    state: 'in-approval',
    gates: JSON.stringify(ready.gates),
    rule_set_id: ready.form.rules.versionId,
    regional_rule_set_ids: [...ready.form.rules.regionalIds],
    estimate: ready.estimate === null ? null : JSON.stringify(ready.estimate),
    cost_minor: ready.estimate === null ? null : String(ready.estimate.total.amountMinor),
    submitted_at: request.submitted_at ?? now,
    outcome_comment: null,
    updated_at: now,
  })
  const lines = ready.form.lines.map((line) => toLineRow(ctx, request.id, line))
  await replaceLines(tx, request.id, lines)
  await agreeOnTerm(doors, ctx, tx, ready, lines)
}

/**
 * Notes the term that is decided upon; with the version that the estimate of a new request was made with, or that is in force where each
 * resource of a renewal stands, if its prices are kept. Changes keep what was agreed with the order they change.
 */
async function agreeOnTerm(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  { form, estimate }: Ready,
  lines: readonly LineRow[],
): Promise<void> {
  const { catalogue } = doors
  const prices = estimate?.priceVersion
  const term = termOf(form.content, ctx.clock.now())
  if (form.kind === 'renew' && term !== null) return agreeOnRenewal(doors, ctx, tx, lines, term.months)
  if (form.kind !== 'new' || term === null) return
  await catalogue.agreeTerm(tx, {
    requestLineIds: lines.map((line) => line.id),
    priceVersionId: prices?.pinsOrders ? prices.id : null,
    termMonths: term.months,
  })
}

async function agreeOnRenewal(
  { catalogue, supply }: Doors,
  ctx: Ctx,
  tx: Tx,
  lines: readonly LineRow[],
  termMonths: number,
): Promise<void> {
  const today = dayInChina(ctx.clock.now())
  const facts = await supply.findResources(
    tx,
    lines.flatMap((line) => line.resourceId ?? []),
  )
  for (const { id, resourceId } of lines) {
    const fact = facts.get(resourceId ?? '')
    const version = fact && (await catalogue.findVersion(tx, fact.providerBodyId, today))
    const priceVersionId = version?.pinsOrders ? version.id : null
    await catalogue.agreeTerm(tx, { requestLineIds: [id], priceVersionId, termMonths })
  }
}

async function send(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Authorised<RequestRow, 'operate'>,
  variables: FlowVariables,
  comment: string | null,
): Promise<string> {
  const route: FlowRoute = {
    requestId: request.id,
    title: `${request.no} ${request.title}`.slice(0, 200),
    bodyId: request.body_id,
    variables,
  }
  const running = request.flow_instance_id
  if (running === null) return (await doors.flow.start(ctx, tx, route)).instanceId
  const instance = await doors.flow.findRunning(tx, running)
  if (instance !== null && sameVariables(instance.variables, variables)) {
    await doors.flow.resume(ctx, tx, running, comment)
    return running
  }
  // What was corrected may need other people: nobody decides on what the way was not chosen for. The old flow ends first,
  // and is no longer this request's when it says so.
  await updateRequest(tx, request, null, { flow_instance_id: null })
  if (instance !== null) await doors.flow.withdraw(ctx, tx, running, 'end', comment)
  return (await doors.flow.start(ctx, tx, route)).instanceId
}

export function sameVariables(a: FlowVariables, b: FlowVariables): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  // What a flow that began before did not know yet is as if it were not so.
  return [...keys].every((key) => (a[key] ?? false) === (b[key] ?? false))
}
