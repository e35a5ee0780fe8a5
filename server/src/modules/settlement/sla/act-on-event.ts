import type { BodyOf, slaEventOperations as operations, SlaEvent, SlaEventCreate } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { doesCount, refuseDecision, refuseEvent } from './sla-event.ts'
import {
  countOfProvider,
  decideEvent,
  findEvent,
  insertEvent,
  loadEventForUpdate,
  type SlaEventRow,
} from './sla-store.ts'

const PROVIDERS: ReadonlySet<string> = new Set(['provider', 'platform-provider'])

export function toEvent(ctx: Ctx, row: SlaEventRow): SlaEvent {
  const minutes = (row.ends_at.getTime() - row.starts_at.getTime()) / 60_000
  const allowance = ctx.authz.allowance(
    ctx.actor,
    'approve',
    'sla-event',
    refuseDecision(row, personIdOf(ctx.actor)),
  )
  return {
    id: row.id,
    no: row.no,
    provider: { id: row.provider_body_id, name: row.provider_name },
    pool: row.pool_id === null ? null : { id: row.pool_id, name: row.pool_name ?? '' },
    resources: row.resources.map((one) => ({ ...one })),
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    minutes: String(Math.round(minutes * 10) / 10),
    cause: row.cause,
    announcedAt: row.announced_at?.toISOString() ?? null,
    counts: doesCount(row),
    description: row.description,
    evidence: row.evidence,
    state: row.state,
    enteredBy: row.entered_by_name,
    enteredAt: row.entered_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    comment: row.comment,
    version: row.version,
    actions: { confirm: allowance, decline: allowance },
  }
}

/**
 * Entered by a person; a monitor would come in by the same door. A provider reports its own.
 * @throws `sla-event.provider_not_found`, `….window`, `….scope`, `….announcement`.
 */
export async function enterEvent(ctx: Ctx, input: SlaEventCreate): Promise<SlaEventRow> {
  ctx.authz.require(ctx, 'create', 'sla-event')
  const now = ctx.clock.now()
  const refusal = refuseEvent(input, now)
  if (refusal) refuse(refusal)
  const { actor } = ctx
  assert(actor.kind === 'person', 'the policy names roles of people')
  return ctx.inTx(async (tx) => {
    const provider = await findBody(tx, input.providerBodyId)
    if (!provider || !PROVIDERS.has(provider.kind)) return refuse('sla-event.provider_not_found')
    const named = input.poolId === null ? input.resourceIds.length : 1
    if ((await elevated(tx, () => countOfProvider(tx, provider.id, input))) !== named)
      refuse('sla-event.scope')
    const id = ctx.ids.next()
    await insertEvent(
      tx,
      {
        id,
        provider_body_id: provider.id,
        pool_id: input.poolId,
        starts_at: new Date(input.startsAt),
        ends_at: new Date(input.endsAt),
        cause: input.cause,
        announced_at: input.announcedAt === null ? null : new Date(input.announcedAt),
        description: input.description.trim(),
        evidence: input.evidence.trim(),
        entered_by: actor.personId,
        entered_by_name: actor.name,
        entered_at: now,
      },
      input.resourceIds,
    )
    const event = (await findEvent(tx, id)) as SlaEventRow
    const bodyId = provider.id
    await ctx.audit(tx, { noun: 'sla-event', objectId: id, label: event.no, bodyId, after: input })
    await ctx.emit(tx, { type: 'sla-event.entered', noun: 'sla-event', id, bodyId })
    return event
  })
}

/** @throws `sla-event.decided`, `sla-event.own_entry`. */
export async function decideOnEvent(
  ctx: Ctx,
  id: string,
  state: 'confirmed' | 'declined',
  input: BodyOf<typeof operations.confirm>,
): Promise<SlaEventRow> {
  const { actor } = ctx
  return ctx.inTx(async (tx) => {
    const event = ctx.authz.authorised(ctx, 'approve', 'sla-event', await loadEventForUpdate(tx, id))
    const refusal = refuseDecision(event, personIdOf(ctx.actor))
    if (refusal) refuse(refusal)
    assert(actor.kind === 'person', 'the policy names roles of people')
    const comment = input.comment.trim()
    const decision = { state, by: actor.personId, byName: actor.name, at: ctx.clock.now(), comment }
    if (!(await decideEvent(tx, event, input.version, decision))) refuse('common.version_stale')
    const { provider_body_id: bodyId, no: label } = event
    await ctx.audit(tx, {
      noun: 'sla-event',
      objectId: id,
      label,
      bodyId,
      before: { state: event.state },
      after: { state, comment },
    })
    await ctx.emit(tx, { type: `sla-event.${state}`, noun: 'sla-event', id, bodyId })
    return (await findEvent(tx, id)) as SlaEventRow
  })
}
