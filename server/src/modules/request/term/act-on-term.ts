import type { ReasonCode, ResourceTerm, TermEnd } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { RECONCILER } from '../delivery/names.ts'
import type { Doors } from '../doors.ts'
import { refuseChoice, refuseConfirming, refuseKeeping } from './term.ts'
import { toState } from './term-reconciler.ts'
import { findTerm, loadTermForUpdate, type TermListRow, type TermRow, updateTerm } from './term-store.ts'
import { toTerm } from './term-view.ts'

/** What is to happen at its end; what was confirmed before counts no more, unless it is to go. @throws `resource-term.renew_months|stopped`. */
export async function chooseEnd(
  doors: Doors,
  ctx: Ctx,
  id: string,
  choice: { readonly atEnd: TermEnd; readonly renewMonths: number | null },
): Promise<ResourceTerm> {
  return onTerm(doors, ctx, id, {
    refuse: (term) => refuseChoice(toState(term), choice),
    change: (by, at) => ({
      at_end: choice.atEnd,
      renew_months: choice.renewMonths,
      chosen_by: by,
      chosen_at: at,
      renewal_problem: null,
      renewal_tried_on: null,
      ...(choice.atEnd === 'release' ? {} : { confirmed_at: null, confirmed_by: null }),
    }),
    after: choice,
  })
}

/** Its body says that it may be taken back: stopped once its term is over, deleted some time after (R129). */
export async function confirmReclaim(doors: Doors, ctx: Ctx, id: string): Promise<ResourceTerm> {
  return onTerm(doors, ctx, id, {
    refuse: (term) => refuseConfirming({ ...toState(term), noticed: term.noticed_at !== null }),
    change: (by, at) => ({ confirmed_at: at, confirmed_by: by }),
    after: { confirmed: true },
  })
}

/** Takes it back from being taken back, until it is deleted: what was stopped runs again. */
export async function keepResource(doors: Doors, ctx: Ctx, id: string): Promise<ResourceTerm> {
  return onTerm(doors, ctx, id, {
    refuse: (term) => refuseKeeping(toState(term)),
    change: (by, at) => ({
      at_end: 'ask',
      renew_months: null,
      chosen_by: by,
      chosen_at: at,
      confirmed_at: null,
      confirmed_by: null,
      stopped_at: null,
    }),
    after: { kept: true },
    afterwards: async (tx, term) => {
      if (term.stopped_at !== null) await doors.supply.start(ctx, tx, [id])
    },
  })
}

interface Act {
  refuse(term: TermRow): ReasonCode | null
  change(by: string, at: Date): Parameters<typeof updateTerm>[2]
  readonly after: Readonly<Record<string, unknown>>
  afterwards?(tx: Tx, term: TermRow): Promise<void>
}

async function onTerm(doors: Doors, ctx: Ctx, id: string, act: Act): Promise<ResourceTerm> {
  return ctx.inTx(async (tx) => {
    const found = await loadTermForUpdate(tx, id)
    const there = found?.released_at === null ? found : undefined
    const term = ctx.authz.authorised(ctx, 'create', 'request', there)
    const refusal = act.refuse(term)
    if (refusal) refuse(refusal)
    await updateTerm(tx, id, act.change(ctx.actor.kind === 'nobody' ? '' : ctx.actor.name, ctx.clock.now()))
    await act.afterwards?.(tx, term)
    await ctx.audit(tx, {
      noun: 'resource',
      objectId: id,
      label: term.resource_name,
      bodyId: term.body_id,
      before: { atEnd: term.at_end, until: term.until },
      after: act.after,
    })
    await ctx.emit(tx, { type: 'resource-term.changed', noun: 'resource', id, bodyId: term.body_id })
    await ctx.nudge(tx, RECONCILER.term, id)
    const today = dayInChina(ctx.clock.now())
    return toTerm(
      ctx,
      (await findTerm(tx, id)) as TermListRow,
      today,
      await doors.rules.onDay(tx, today, null),
    )
  })
}
