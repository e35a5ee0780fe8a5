/** "Who would get this?", asked before submitting or before publishing. Writes nothing. */

import type { FlowPreview } from '@yunheng/contract'
import { personIdOf, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import { loadWorkCalendar } from '../calendar/calendar-store.ts'
import type { Variables } from '../decision/decision-table.ts'
import { userNodeOf } from '../definition/graph.ts'
import { simulate } from '../engine/simulate.ts'
import { type Draft, EngineRefusal, type Instance, termOf } from '../engine/state.ts'
import type { FlowVersionRow } from '../flow/flow-store.ts'
import type { WorkflowParts } from '../ports.ts'
import { peopleOfSteps } from './instance-detail.ts'
import { bareRef } from './people-view.ts'
import { drawFlow } from './picture.ts'
import { type ChosenFlow, chooseFlow, type FlowStart } from './start-flow.ts'
import { readingWorld } from './world.ts'

export interface PreviewQuestion {
  readonly by: FlowStart['by']
  readonly bodyId: string
  readonly title?: string
  readonly variables: Variables
}

/**
 * What {@link startFlow} would do with the same input. The caller has authorised the question.
 * @throws `decision.*`, `flow.none_published`, `flow.no_way_on`.
 */
export async function previewFlow(
  ctx: Ctx,
  parts: WorkflowParts,
  question: PreviewQuestion,
): Promise<FlowPreview> {
  const db = ctx.asSystem('workflow').db
  const chosen = await chooseFlow(db, question.by, question.variables)
  return previewVersion(db, ctx, parts, chosen.version, question, chosen.decision)
}

export async function previewVersion(
  db: Db,
  ctx: Ctx,
  parts: WorkflowParts,
  version: FlowVersionRow,
  question: Omit<PreviewQuestion, 'by'>,
  decision: ChosenFlow['decision'],
): Promise<FlowPreview> {
  assert(version.graph !== null, 'only a readable version is previewed')
  const now = ctx.clock.now()
  const calendar = await loadWorkCalendar(db)
  const worldAt = (at: Date) => readingWorld(db, parts.resolver, calendar, at)
  const instance = questionAsInstance(ctx, question)
  const { draft, endAt } = await simulate(version.graph, instance, worldAt(now), worldAt).catch(throwAsApp)
  const open = asOpen(draft)
  const people = await peopleOfSteps(db, parts, open, now)
  const visited = [...draft.steps.values()].sort((a, b) => a.number - b.number)
  const peopleByStep = new Map(
    visited.map((step) => {
      const isStarters = userNodeOf(draft.graph, step.nodeId).rule.kind === 'initiator'
      return [step.id, isStarters ? [bareRef(instance.starter)] : (people.get(step.nodeId) ?? [])]
    }),
  )
  const users = visited.map((step) => userNodeOf(draft.graph, step.nodeId))
  const picture = drawFlow({ graph: version.graph, draft, now, arcs: [], people: peopleByStep })
  return {
    flowKey: version.flow_key,
    flowName: { ...version.graph.name },
    flowVersionNumber: version.number,
    decision: decision && {
      tableKey: decision.tableKey,
      tableVersion: decision.tableNumber,
      ruleId: decision.rule.id,
      note: { ...decision.rule.note },
      source: decision.rule.source,
    },
    picture: { ...picture, nodes: picture.nodes.map((node) => ({ ...node, state: 'idle' as const })) },
    unmanned: visited
      .filter((step) => {
        const node = userNodeOf(draft.graph, step.nodeId)
        return node.rule.kind !== 'initiator' && (people.get(step.nodeId) ?? []).length === 0
      })
      .map((step) => step.nodeId),
    workingDays: users.reduce((sum, node) => sum + (termOf(node, instance) ?? 0), 0),
    dueAt: endAt?.toISOString() ?? null,
  }
}

function questionAsInstance(ctx: Ctx, question: Omit<PreviewQuestion, 'by'>): Instance {
  const { actor } = ctx
  const starter = { personId: personIdOf(actor) ?? '', name: personNameOf(actor) }
  return {
    id: 'preview',
    state: 'running',
    outcome: null,
    subject: { noun: 'request', id: 'preview', bodyId: question.bodyId, title: question.title ?? '' },
    variables: question.variables,
    starter,
    endedAt: null,
    trail: [],
  }
}

/** The simulation has run to its end; for asking who holds each step it counts as running. */
function asOpen(draft: Draft): Draft {
  return { ...draft, steps: new Map(), instance: { ...draft.instance, state: 'running' } }
}

function throwAsApp(error: unknown): never {
  if (error instanceof EngineRefusal)
    throw new AppError(error.refusal.reason, { details: error.refusal.details ?? {} })
  throw error
}
