/** Starting a flow for a subject: the decision table names the flow, the row is kept with the instance. */
import type { ReasonCode, Role } from '@yunheng/contract'
import type { Actor, Ctx } from '../../../platform/context.ts'
import { type Db, elevated, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert, refuse } from '../../../platform/errors.ts'
import { findPublishedTable } from '../decision/decision-store.ts'
import { type Decision, decide, type Variables } from '../decision/decision-table.ts'
import { begin } from '../engine/engine.ts'
import { type Instance, newDraft } from '../engine/state.ts'
import { type FlowVersionRow, findPublished } from '../flow/flow-store.ts'
import type { FlowSubjectRef, WorkflowParts } from '../ports.ts'
import { insertInstance } from './instance-store.ts'
import { runMove } from './move.ts'

export interface FlowStart {
  readonly subject: FlowSubjectRef
  /** Key of the decision table that chooses the flow, or of the flow itself where there is nothing to choose. */
  readonly by: { readonly table: string } | { readonly flow: string }
  readonly variables: Variables
  /**
   * On whose behalf the platform starts it by a clock: whoever entered the subject. Left out where a person starts it himself.
   */
  readonly starter?: FlowStarter
}

export interface FlowStarter {
  readonly personId: string
  readonly name: string
  readonly role: Role
  readonly bodyId: string
}

export interface ChosenFlow {
  readonly version: FlowVersionRow
  readonly decision: {
    readonly versionId: string
    readonly tableKey: string
    readonly tableNumber: number
    readonly rule: Extract<Decision, { kind: 'row' }>['rule']
  } | null
}

/**
 * Starts a flow within the caller's transaction; the caller has authorised the start. The actor becomes its starter
 * (or whoever it is started on behalf of), whose filling counts as done.
 * @returns the instance's id.
 * @throws `decision.*` when no flow can be chosen, `flow.none_published`, `flow-instance.already_running`.
 */
export async function startFlow(tx: Tx, ctx: Ctx, parts: WorkflowParts, start: FlowStart): Promise<string> {
  const starter = start.starter ?? starterOf(ctx.actor)
  const chosen = await chooseFlow(tx, start.by, start.variables)
  const { graph } = chosen.version
  assert(graph !== null, 'a published version has a graph')
  const { bodyId, id, noun, title } = start.subject
  const instance: Instance = {
    id: ctx.ids.next(),
    state: 'running',
    outcome: null,
    subject: { noun, id, bodyId, title },
    variables: start.variables,
    starter: { personId: starter.personId, name: starter.name },
    endedAt: null,
    trail: [],
  }
  return elevated(tx, async () => {
    const inserted = await insertInstance(tx, instance, {
      flowVersionId: chosen.version.id,
      decision: chosen.decision && { versionId: chosen.decision.versionId, ruleId: chosen.decision.rule.id },
      starterRole: starter.role,
      starterBodyId: starter.bodyId,
      startedAt: ctx.clock.now(),
    })
    if (!inserted) refuse('flow-instance.already_running')
    const payload = { subjectNoun: noun, subjectId: id, flowKey: chosen.version.flow_key }
    await ctx.emit(tx, {
      type: 'flow-instance.started',
      noun: 'flow-instance',
      id: instance.id,
      bodyId,
      payload,
    })
    await ctx.audit(tx, {
      act: 'flow-instance.start',
      noun: 'flow-instance',
      objectId: instance.id,
      bodyId,
      after: { ...payload, ruleId: chosen.decision?.rule.id ?? null, flowVersion: chosen.version.number },
    })
    const move = {
      draft: newDraft(graph, instance),
      flowKey: chosen.version.flow_key,
      onBehalfOf: null,
      comment: null,
    }
    await runMove(tx, ctx, parts, move, begin)
    return instance.id
  })
}

function starterOf(actor: Actor): FlowStarter {
  assert(actor.kind === 'person' && actor.post !== null, 'a flow is started by a person with a post')
  const { role, bodyId } = actor.post
  return { personId: actor.personId, name: actor.name, role, bodyId }
}

/** @throws `decision.no_row`, `decision.several_rows`, `decision.input_missing`, `flow.none_published`. */
export async function chooseFlow(db: Db, by: FlowStart['by'], variables: Variables): Promise<ChosenFlow> {
  if ('flow' in by) return { version: await getPublished(db, by.flow), decision: null }
  const table = await findPublishedTable(db, by.table)
  if (!table) throw new AppError('flow.none_published', { details: { key: by.table } })
  const decision = decide(table.content, variables)
  if (decision.kind !== 'row') throw undecided(by.table, decision)
  return {
    version: await getPublished(db, decision.rule.flowKey),
    decision: {
      versionId: table.id,
      tableKey: table.table_key,
      tableNumber: table.number,
      rule: decision.rule,
    },
  }
}

async function getPublished(db: Db, key: string): Promise<FlowVersionRow> {
  const version = await findPublished(db, key)
  if (!version) throw new AppError('flow.none_published', { details: { key } })
  return version
}

export function undecided(table: string, decision: Exclude<Decision, { kind: 'row' }>): AppError {
  const REASONS = {
    none: 'decision.no_row',
    several: 'decision.several_rows',
    'input-missing': 'decision.input_missing',
  } as const satisfies Record<string, ReasonCode>
  const rows = decision.kind === 'several' ? decision.rules.map((rule) => rule.id).join('、') : ''
  const input = decision.kind === 'input-missing' ? decision.input : ''
  return new AppError(REASONS[decision.kind], { details: { table, rows, input } })
}
