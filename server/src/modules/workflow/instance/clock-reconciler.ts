/**
 * Brings every running flow to where time says it should be: overdue steps are escalated, timers fire, and terms that
 * ran under an older calendar are worked out again. It takes no input but the instance, so a lost nudge costs a minute.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import type { WorkCalendar } from '../../../platform/worktime/index.ts'
import { loadWorkCalendar } from '../calendar/calendar-store.ts'
import { userNodeOf } from '../definition/graph.ts'
import { escalate, fireTimer } from '../engine/clocks.ts'
import { type Draft, openSteps, patch, stepOf, termOf } from '../engine/state.ts'
import type { WorkflowParts } from '../ports.ts'
import { listDueInstances } from './clock-store.ts'
import { loadInstanceForUpdate } from './instance-store.ts'
import { CLOCK_RECONCILER, runMove } from './move.ts'
import { termEnd } from './world.ts'

export function createClockReconciler(parts: WorkflowParts): Reconciler {
  return {
    name: CLOCK_RECONCILER,
    concurrency: 2,
    sweepEveryMs: 60_000,
    reconcile: (ctx, id) => ctx.inTx((tx) => runClock(tx, ctx, parts, id)),
    async sweep(ctx) {
      const calendar = await loadWorkCalendar(ctx.db)
      return listDueInstances(ctx.db, ctx.clock.now(), calendar?.version ?? 0)
    },
  }
}

/** One look at one instance, as the system. */
async function runClock(tx: Tx, ctx: Ctx, parts: WorkflowParts, id: string): Promise<ReconcileResult> {
  const loaded = await loadInstanceForUpdate(tx, id)
  if (!loaded || loaded.draft.instance.state === 'ended') return { done: true }
  const { draft, row } = loaded
  const now = ctx.clock.now()
  const calendar = await loadWorkCalendar(tx)
  await runMove(
    tx,
    ctx,
    parts,
    { draft, flowKey: row.flow_key, onBehalfOf: null, comment: null },
    async (d, world) => {
      workOutAgain(d, calendar)
      for (const timer of [...d.timers.values()])
        if (timer.state === 'waiting' && timer.dueAt && timer.dueAt <= now)
          await fireTimer(d, world, timer.id)
      for (const step of openSteps(d)) {
        if (step.overdueAt || !step.dueAt || step.dueAt > now) continue
        await escalate(d, world, step)
        await recordOverdue(tx, ctx, d, step.id)
      }
    },
  )
  const next = nextDue(draft, now)
  return next === null ? { done: true } : { done: false, againMs: Math.max(1000, next - now.getTime()) }
}

/** A step keeps the instant it opened; only what the calendar makes of it changes. */
function workOutAgain(draft: Draft, calendar: WorkCalendar | null): void {
  if (!calendar) return
  for (const step of openSteps(draft)) {
    const termWorkingDays = termOf(userNodeOf(draft.graph, step.nodeId), draft.instance)
    if (termWorkingDays === null || step.overdueAt || step.calendarVersion === calendar.version) continue
    patch(draft, 'steps', step.id, termEnd(calendar, step.openedAt, termWorkingDays, 'working-day'))
    // The tasks carry the due time as their rank in the to-do lists.
    for (const task of draft.tasks.values()) if (task.stepId === step.id) draft.changed.add(task.id)
  }
  for (const timer of draft.timers.values()) {
    const node = draft.graph.nodes.find((each) => each.id === timer.nodeId)
    if (timer.state !== 'waiting' || node?.kind !== 'timer') continue
    const opened = stepOf(draft, timer.stepId).openedAt
    const { dueAt, missingYear } = termEnd(calendar, opened, node.after.amount, node.after.unit)
    if (dueAt?.getTime() !== timer.dueAt?.getTime()) patch(draft, 'timers', timer.id, { dueAt, missingYear })
  }
}

async function recordOverdue(tx: Tx, ctx: Ctx, draft: Draft, stepId: string): Promise<void> {
  const { id, subject } = draft.instance
  const { nodeId } = stepOf(draft, stepId)
  await ctx.audit(tx, {
    act: 'task.escalate',
    noun: 'flow-instance',
    objectId: id,
    bodyId: subject.bodyId,
    after: { nodeId, stepId },
  })
  await ctx.emit(tx, {
    type: 'flow-instance.overdue',
    noun: 'flow-instance',
    id,
    bodyId: subject.bodyId,
    payload: { nodeId, stepId, subjectNoun: subject.noun, subjectId: subject.id },
  })
}

function nextDue(draft: Draft, now: Date): number | null {
  if (draft.instance.state === 'ended') return null
  const times = [
    ...openSteps(draft).flatMap((step) => (step.dueAt && !step.overdueAt ? [step.dueAt.getTime()] : [])),
    ...[...draft.timers.values()].flatMap((each) =>
      each.state === 'waiting' && each.dueAt ? [each.dueAt.getTime()] : [],
    ),
  ].filter((time) => time > now.getTime())
  return times.length > 0 ? Math.min(...times) : null
}
