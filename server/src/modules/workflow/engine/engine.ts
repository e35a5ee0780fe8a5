/**
 * The token engine. A token enters a node; people's steps wait, everything else moves on at once. All of one act's
 * moves happen in one transaction, on a {@link Draft}.
 */
import { holds } from '../decision/feel.ts'
import { type FlowEdge, isSplit, nodeOf, startOf, waysOut } from '../definition/graph.ts'
import { openStep } from './open-step.ts'
import {
  type Draft,
  EngineRefusal,
  note,
  type Outcome,
  openSteps,
  patch,
  put,
  type Step,
  type StepOutcome,
  type Token,
  tasksOf,
  type World,
} from './state.ts'

/** Starts the flow: the initiator's filling is a task, completed by having started. */
export async function begin(draft: Draft, world: World): Promise<void> {
  const token: Token = {
    id: world.newId(),
    nodeId: startOf(draft.graph).id,
    state: 'active',
    path: [],
    resumeNodeId: null,
    side: false,
  }
  put(draft, 'tokens', token)
  note(draft, { act: 'start' })
  const first = followOnly(draft, token)
  patch(draft, 'tokens', token.id, { nodeId: first.to })
  const step = await openStep(draft, world, token.id, 'start')
  for (const task of tasksOf(draft, step.id))
    patch(draft, 'tasks', task.id, {
      state: 'done',
      outcome: 'completed',
      closedAt: world.now,
      actedBy: draft.instance.starter,
    })
  await closeStep(draft, world, step, 'completed')
}

/** The step is decided: what is still open in it is cancelled and its token moves on. */
export async function closeStep(draft: Draft, world: World, step: Step, outcome: StepOutcome): Promise<void> {
  endStep(draft, world.now, step.id, 'done', outcome)
  const node = nodeOf(draft.graph, step.nodeId)
  if (node.kind === 'user' && outcome === 'rejected' && node.onReject === 'end')
    return endInstance(draft, world, 'rejected')
  const token = draft.tokens.get(step.tokenId) as Token
  const resume = token.resumeNodeId
  patch(draft, 'tokens', token.id, { resumeNodeId: null })
  await enter(draft, world, token.id, resume ?? followOnly(draft, token).to)
}

/** Closes a step and whatever of its tasks and timers is still open. */
export function endStep(
  draft: Draft,
  now: Date,
  stepId: string,
  state: 'done' | 'cancelled',
  outcome: StepOutcome | null,
): void {
  for (const task of tasksOf(draft, stepId))
    if (task.state === 'open' || task.state === 'waiting')
      patch(draft, 'tasks', task.id, { state: 'cancelled', outcome: 'cancelled', closedAt: now })
  for (const timer of draft.timers.values())
    if (timer.stepId === stepId && timer.state === 'waiting')
      patch(draft, 'timers', timer.id, { state: 'cancelled' })
  patch(draft, 'steps', stepId, { state, outcome, closedAt: now })
}

export async function enter(draft: Draft, world: World, tokenId: string, nodeId: string): Promise<void> {
  if (draft.instance.state === 'ended') return
  if (draft.movesLeft-- <= 0) throw new EngineRefusal({ reason: 'flow.too_many_steps' })
  patch(draft, 'tokens', tokenId, { nodeId })
  const token = draft.tokens.get(tokenId) as Token
  const node = nodeOf(draft.graph, nodeId)
  switch (node.kind) {
    case 'user':
      await openStep(draft, world, tokenId, 'flow')
      return
    case 'service': {
      const answer = await world.runService(node.topic, draft.instance)
      draft.instance = { ...draft.instance, variables: { ...draft.instance.variables, ...answer } }
      note(draft, { act: 'service', nodeId, bySystem: true })
      return enter(draft, world, tokenId, followOnly(draft, token).to)
    }
    case 'exclusive':
      return enter(draft, world, tokenId, choose(draft, nodeId).to)
    case 'parallel':
      return isSplit(draft.graph, nodeId) ? split(draft, world, token) : join(draft, world, token)
    case 'end':
      patch(draft, 'tokens', tokenId, { state: 'gone' })
      return token.side ? undefined : endInstance(draft, world, node.outcome)
    case 'start':
    case 'timer':
      return enter(draft, world, tokenId, followOnly(draft, token).to)
  }
}

function followOnly(draft: Draft, token: Token): FlowEdge {
  const [edge] = waysOut(draft.graph, token.nodeId)
  if (!edge) throw new EngineRefusal({ reason: 'flow.no_way_on', details: { node: token.nodeId } })
  return mark(draft, edge)
}

function mark(draft: Draft, edge: FlowEdge): FlowEdge {
  const { instance, steps } = draft
  draft.instance = { ...instance, trail: [...instance.trail, [edge.id, steps.size]] }
  return edge
}

function choose(draft: Draft, nodeId: string): FlowEdge {
  const edges = waysOut(draft.graph, nodeId)
  const context = conditionContext(draft)
  for (const edge of edges) {
    if (edge.condition === null) continue
    const answer = holds(edge.condition, context)
    const name = nodeOf(draft.graph, nodeId).name.zh
    // A condition that cannot be answered is a fault to be seen, not a "no" that takes the default silently.
    if (answer === null) throw new EngineRefusal({ reason: 'flow.no_way_on', details: { node: name } })
    if (answer) return mark(draft, edge)
  }
  const fallback = edges.find((each) => each.isDefault) ?? (edges.length === 1 ? edges[0] : undefined)
  if (!fallback)
    throw new EngineRefusal({
      reason: 'flow.no_way_on',
      details: { node: nodeOf(draft.graph, nodeId).name.zh },
    })
  return mark(draft, fallback)
}

/** Variables, and the latest outcome of every step; a step not yet done has the outcome null. */
function conditionContext(draft: Draft): Readonly<Record<string, unknown>> {
  const steps: Record<string, { outcome: string | null }> = {}
  for (const node of draft.graph.nodes) if (node.kind === 'user') steps[node.id] = { outcome: null }
  for (const step of [...draft.steps.values()].sort((a, b) => a.number - b.number))
    if (step.state === 'done') steps[step.nodeId] = { outcome: step.outcome }
  return { ...draft.instance.variables, steps }
}

async function split(draft: Draft, world: World, token: Token): Promise<void> {
  const visit = world.newId()
  patch(draft, 'tokens', token.id, { state: 'gone' })
  const branches = waysOut(draft.graph, token.nodeId).map((edge) => ({
    edge,
    id: world.newId(),
    path: [...token.path, { split: token.nodeId, visit, branch: edge.id }],
  }))
  for (const { id, path } of branches)
    put(draft, 'tokens', { ...token, id, path, state: 'active', resumeNodeId: null })
  for (const { id, edge } of branches) await enter(draft, world, id, mark(draft, edge).to)
}

/** The last branch to arrive goes on; the others wait at the join. */
async function join(draft: Draft, world: World, token: Token): Promise<void> {
  const own = token.path[token.path.length - 1]
  if (!own) throw new Error('a join outside a block cannot be published')
  const arrived = [...draft.tokens.values()].filter((each) => {
    const top = each.path[each.path.length - 1]
    return each.state === 'active' && each.nodeId === token.nodeId && top?.visit === own.visit
  })
  if (arrived.length < waysOut(draft.graph, own.split).length) return
  for (const each of arrived) patch(draft, 'tokens', each.id, { state: 'gone' })
  const next: Token = { ...token, id: world.newId(), state: 'active', path: token.path.slice(0, -1) }
  put(draft, 'tokens', next)
  await enter(draft, world, next.id, followOnly(draft, next).to)
}

export function endInstance(draft: Draft, world: World, outcome: Outcome): void {
  for (const step of openSteps(draft)) endStep(draft, world.now, step.id, 'cancelled', null)
  for (const token of draft.tokens.values())
    if (token.state === 'active') patch(draft, 'tokens', token.id, { state: 'gone' })
  draft.instance = { ...draft.instance, state: 'ended', outcome, endedAt: world.now }
  note(draft, { act: 'end', bySystem: true })
  draft.happenings.push({ kind: 'ended', outcome })
}
