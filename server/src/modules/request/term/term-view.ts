import type { QueryOf, ResourceTerm, termOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { addDays, dayOf, daysBetween } from '../days.ts'
import { deleteDayOf, stageOf } from './term.ts'
import { toState } from './term-reconciler.ts'
import { pageTerms, type TermFilter, type TermListRow } from './term-store.ts'

type Query = QueryOf<typeof termOperations.list>

/** Terms, soonest end first. */
export async function listResourceTerms(ctx: Ctx, query: Query) {
  const db = ctx.authz.require(ctx, 'list', 'request')
  const today = dayOf(ctx.clock.now())
  return pageTerms(db, toFilter(query, today), query, (row) => toTerm(ctx, row, today))
}

/** A stage is computed from the day, so a stage is asked for as days. */
function toFilter(query: Query, today: string): TermFilter {
  const within = query.stage === 'expiring' ? Math.min(query.withinDays ?? 15, 15) : query.withinDays
  return {
    ...(within === undefined ? {} : { untilAtMost: addDays(today, within) }),
    ...(query.stage === 'running' ? { untilAtLeast: addDays(today, 16) } : {}),
    ...(query.stage === undefined ? {} : { stopped: query.stage === 'stopped' }),
    ...(query.bodyId === undefined ? {} : { bodyId: query.bodyId }),
    ...(query.systemId === undefined ? {} : { systemId: query.systemId }),
  }
}

function toTerm(ctx: Ctx, row: TermListRow, today: string): ResourceTerm {
  const { authz, actor } = ctx
  const state = toState(row)
  return {
    resourceId: row.resource_id,
    name: row.resource_name,
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    purpose: row.purpose,
    until: row.until,
    daysLeft: daysBetween(today, row.until),
    renewals: row.renewals,
    stage: stageOf(state, today),
    deleteOn: row.purpose === 'formal' ? null : addDays(deleteDayOf(row.until), 1),
    actions: {
      renew: authz.allowance(actor, 'create', 'request'),
      release: authz.allowance(actor, 'create', 'request'),
    },
  }
}
