import type { QueryOf, ReasonCode, ResourceTerm, termOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { wordsOf } from '../../../platform/errors.ts'
import { addDays, dayInChina, daysBetween } from '../../../platform/worktime/index.ts'
import type { Doors } from '../doors.ts'
import type { RequestRules } from '../gate/gate-rules.ts'
import { deleteDayOf, isTakenBack, refuseConfirming, refuseKeeping, stageOf } from './term.ts'
import { toState } from './term-reconciler.ts'
import { pageTerms, type TermFilter, type TermListRow } from './term-store.ts'

type Query = QueryOf<typeof termOperations.list>

/** Terms, soonest end first. */
export async function listResourceTerms(doors: Doors, ctx: Ctx, query: Query) {
  const db = ctx.authz.require(ctx, 'list', 'request')
  const today = dayInChina(ctx.clock.now())
  const rules = await doors.rules.onDay(db, today, null)
  return pageTerms(db, toFilter(query, today, rules), query, (row) => toTerm(ctx, row, today, rules))
}

/** A stage is computed from the day, so a stage is asked for as days. */
function toFilter(query: Query, today: string, rules: RequestRules): TermFilter {
  const first = rules.reminderDays.value[0] ?? 0
  const within = query.stage === 'expiring' ? Math.min(query.withinDays ?? first, first) : query.withinDays
  return {
    ...(within === undefined ? {} : { untilAtMost: addDays(today, within) }),
    ...(query.stage === 'running' ? { untilAtLeast: addDays(today, first + 1) } : {}),
    ...(query.stage === undefined ? {} : { stopped: query.stage === 'stopped' }),
    ...(query.bodyId === undefined ? {} : { bodyId: query.bodyId }),
    ...(query.systemId === undefined ? {} : { systemId: query.systemId }),
  }
}

export function toTerm(ctx: Ctx, row: TermListRow, today: string, rules: RequestRules): ResourceTerm {
  const state = toState(row)
  const may = (refusal: ReasonCode | null) => ctx.authz.allowance(ctx.actor, 'create', 'request', refusal)
  return {
    resourceId: row.resource_id,
    name: row.resource_name,
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    purpose: row.purpose,
    until: row.until,
    daysLeft: daysBetween(today, row.until),
    renewals: row.renewals,
    stage: stageOf(state, today, rules),
    deleteOn: isTakenBack(state) ? addDays(deleteDayOf(row.until, rules), 1) : null,
    atEnd: row.at_end,
    renewMonths: row.renew_months,
    chosenBy: row.chosen_by,
    renewalProblem: row.renewal_problem === null ? null : wordsOf(row.renewal_problem as ReasonCode, {}),
    noticedAt: row.noticed_at?.toISOString() ?? null,
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    confirmedBy: row.confirmed_by,
    stoppedAt: row.stopped_at?.toISOString() ?? null,
    actions: {
      renew: may(null),
      release: may(null),
      choose: may(state.stopped ? 'resource-term.stopped' : null),
      confirm: may(refuseConfirming({ ...state, noticed: row.noticed_at !== null })),
      keep: may(refuseKeeping(state)),
    },
  }
}
