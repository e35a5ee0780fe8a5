import type { SavingExemptionCreate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findResource } from '../resource/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import { findSystem } from '../system/index.ts'
import { refusePeriod } from './exemption.ts'
import { type ExemptionRow, findExemption, insertExemption } from './exemption-store.ts'

/**
 * A body says what of its own is not to be judged, and why (R126); the regulator decides.
 * @throws `saving-exemption.period`, `saving-exemption.other_system`.
 */
export async function declareExemption(ctx: Ctx, input: SavingExemptionCreate): Promise<ExemptionRow> {
  return ctx.inTx(async (tx) => {
    const system = ctx.authz.authorised(
      ctx,
      'create',
      'saving-exemption',
      await findSystem(tx, input.systemId),
    )
    const { book } = await platformRulesOnDay(tx, dayInChina(ctx.clock.now()))
    const days = book.integer('saving.exempt.season-days').value
    const refusal = refusePeriod(input, days)
    if (refusal) refuse(refusal, { details: { days } })
    if (input.resourceId !== null) {
      const resource = await findResource(tx, input.resourceId)
      if (resource?.system_id !== system.id) refuse('saving-exemption.other_system')
    }
    const id = ctx.ids.next()
    await insertExemption(tx, {
      id,
      sort: input.sort,
      state: 'declared',
      body_id: system.body_id,
      system_id: system.id,
      resource_id: input.resourceId,
      from_day: input.from,
      until_day: input.until,
      reason: input.reason.trim(),
      basis: input.basis.trim(),
      declared_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      declared_at: ctx.clock.now(),
    })
    const { sort, from, until, resourceId } = input
    await ctx.audit(tx, {
      noun: 'saving-exemption',
      objectId: id,
      label: system.name,
      bodyId: system.body_id,
      after: { sort, from, until, resourceId },
    })
    await ctx.emit(tx, {
      type: 'saving-exemption.declared',
      noun: 'saving-exemption',
      id,
      bodyId: system.body_id,
    })
    return (await findExemption(tx, id)) as ExemptionRow
  })
}
