/** 退回与撤回: returning to an earlier step, withdrawing, ending before the end. */
import { findBlocks } from '../definition/blocks.ts'
import { startOf, userNodeOf, waysOut } from '../definition/graph.ts'
import { endInstance, endStep } from './engine.ts'
import { openStep } from './open-step.ts'
import {
  type BlockEntry,
  type Draft,
  EngineRefusal,
  note,
  patch,
  put,
  type Step,
  stepOf,
  type Task,
  type Token,
  type World,
} from './state.ts'
import { type ActorOfTask, closeTask } from './vote.ts'

interface ReturnTarget {
  readonly nodeId: string
  /** Whether it can come straight back here after correction. */
  readonly direct: boolean
}

/**
 * Steps this step may be returned to: user tasks that were done in this instance and stand outside, or in the same
 * branch of, every parallel block this step stands in. A return out of a block cancels the sibling branches.
 */
export function returnTargets(draft: Draft, step: Step): readonly ReturnTarget[] {
  const { of } = findBlocks(draft.graph)
  const token = draft.tokens.get(step.tokenId) as Token
  const visited = [...draft.steps.values()]
    .filter((each) => each.nodeId !== step.nodeId && each.state === 'done' && each.outcome !== 'timed-out')
    .sort((a, b) => a.number - b.number)
    .map((each) => each.nodeId)
  return [...new Set(visited)].flatMap((nodeId) => {
    const blocks = of.get(nodeId) ?? []
    const inside = blocks.every((block, index) => {
      const entry = token.path[index]
      return entry?.split === block.split && entry.branch === block.branch
    })
    return inside ? [{ nodeId, direct: blocks.length === token.path.length }] : []
  })
}

export async function returnTask(
  draft: Draft,
  world: World,
  task: Task,
  to: { readonly nodeId: string; readonly resume: 'replay' | 'direct' },
  actor: ActorOfTask,
  comment: string,
): Promise<void> {
  const step = stepOf(draft, task.stepId)
  const target = returnTargets(draft, step).find((each) => each.nodeId === to.nodeId)
  if (!target || (to.resume === 'direct' && !target.direct))
    throw new EngineRefusal({ reason: 'task.return_target' })
  const { path } = draft.tokens.get(step.tokenId) as Token
  const depth = findBlocks(draft.graph).of.get(to.nodeId)?.length ?? 0
  closeTask(draft, world, task, 'returned', actor)
  note(draft, {
    act: 'return',
    stepId: step.id,
    taskId: task.id,
    nodeId: step.nodeId,
    comment,
    toNodeId: to.nodeId,
  })
  endStep(draft, world.now, step.id, 'done', 'returned')
  cancelWithin(draft, world, path.slice(0, depth))
  await goBack(draft, world, to.nodeId, path.slice(0, depth), to.resume === 'direct' ? step.nodeId : null)
}

/** Everything that runs within this block is taken off: tokens, their open steps, tasks and timers. */
function cancelWithin(draft: Draft, world: World, block: readonly BlockEntry[]): void {
  const gone = new Set<string>()
  for (const token of draft.tokens.values()) {
    const within = block.every((entry, index) => {
      const own = token.path[index]
      return own?.visit === entry.visit && own.branch === entry.branch
    })
    if (token.state !== 'active' || token.side || !within) continue
    gone.add(token.id)
    patch(draft, 'tokens', token.id, { state: 'gone' })
  }
  for (const step of draft.steps.values())
    if (step.state === 'open' && gone.has(step.tokenId)) endStep(draft, world.now, step.id, 'cancelled', null)
}

async function goBack(
  draft: Draft,
  world: World,
  nodeId: string,
  path: readonly BlockEntry[],
  resumeNodeId: string | null,
): Promise<void> {
  const token: Token = { id: world.newId(), nodeId, state: 'active', path, resumeNodeId, side: false }
  put(draft, 'tokens', token)
  await openStep(draft, world, token.id, 'return')
  if (userNodeOf(draft.graph, nodeId).step === 'fill') draft.happenings.push({ kind: 'returned-to-starter' })
}

function firstStepId(draft: Draft): string {
  return waysOut(draft.graph, startOf(draft.graph).id)[0]?.to ?? ''
}

/** 撤回修改: everything stops and the initiator has his form again. */
export async function withdrawToCorrect(draft: Draft, world: World, comment: string | null): Promise<void> {
  note(draft, { act: 'withdraw', comment, toNodeId: firstStepId(draft) })
  cancelWithin(draft, world, [])
  await goBack(draft, world, firstStepId(draft), [], null)
}

export function endBy(draft: Draft, world: World, act: 'withdraw' | 'void', comment: string | null): void {
  note(draft, { act, comment })
  endInstance(draft, world, act === 'withdraw' ? 'withdrawn' : 'voided')
}
