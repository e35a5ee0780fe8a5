/** The engine's world during a real act: candidates, calendar, ids and services, all within the transaction. */
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import {
  addWorkingDays,
  addWorkingMinutes,
  isMissing,
  type WorkCalendar,
} from '../../../platform/worktime/index.ts'
import { loadWorkCalendar } from '../calendar/calendar-store.ts'
import { EngineRefusal, type TermEnd, type World } from '../engine/state.ts'
import type { CandidateResolver } from '../people/candidate-resolver.ts'
import { joinedCtx, type WorkflowParts } from '../ports.ts'

export async function createWorld(tx: Tx, ctx: Ctx, parts: WorkflowParts, flowKey: string): Promise<World> {
  const calendar = await loadWorkCalendar(tx)
  return {
    ...readingWorld(tx, parts.resolver, calendar, ctx.clock.now()),
    newId: () => ctx.ids.next(),
    async runService(topic, instance) {
      const owner = parts.listeners().find((each) => each.services?.[topic])
      const run = owner?.services?.[topic]
      if (!run) throw new EngineRefusal({ reason: 'flow.no_way_on', details: { node: topic } })
      const { subject, variables } = instance
      return run(tx, joinedCtx(ctx, tx), {
        instanceId: instance.id,
        flowKey,
        nodeId: topic,
        subject,
        variables,
      })
    },
  }
}

/** The part of the world that only reads: shared with the simulator. */
export function readingWorld(
  db: Db,
  resolver: CandidateResolver,
  calendar: WorkCalendar | null,
  now: Date,
): Omit<World, 'newId' | 'runService'> {
  return {
    now,
    seatsOf: (rule, instance) => resolver.seatsOf(db, rule, instance.subject.bodyId, instance.variables),
    holdersOf: async (seats) =>
      (await resolver.holdersOf(db, seats, now)).map(({ personId, name }) => ({ personId, name })),
    peopleOf: async (ids) =>
      (await resolver.peopleOf(db, ids)).map(({ personId, name }) => ({ personId, name })),
    termEnd: (amount, unit) => termEnd(calendar, now, amount, unit),
  }
}

export function termEnd(
  calendar: WorkCalendar | null,
  from: Date,
  amount: number,
  unit: 'working-day' | 'working-minute',
): TermEnd {
  // Before the first start has put a calendar in, every year is missing: said, never guessed.
  if (!calendar) return { dueAt: null, missingYear: from.getUTCFullYear(), calendarVersion: null }
  const due = (unit === 'working-day' ? addWorkingDays : addWorkingMinutes)(calendar, from, amount)
  return isMissing(due)
    ? { dueAt: null, missingYear: due.missingYear, calendarVersion: calendar.version }
    : { dueAt: due, missingYear: null, calendarVersion: calendar.version }
}
