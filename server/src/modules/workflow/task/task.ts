/** Who may do what with a task, once it is known that it is his: pure rules. */
import { type Role, roles, type TaskVerb } from '@yunheng/contract'
import { userNodeOf } from '../definition/graph.ts'
import { returnTargets } from '../engine/returns.ts'
import { type Draft, type Person, type Refusal, stepOf, type Task, tasksOf } from '../engine/state.ts'
import type { HeldPost } from '../people/candidate-resolver.ts'

interface Taker {
  readonly personId: string
  readonly onBehalfOf: Person | null
}

/** The task itself: is it still to be done, and does this step offer that act at all? */
export function refuseVerb(draft: Draft, task: Task, verb: TaskVerb): Refusal | null {
  if (draft.instance.state === 'ended' || task.state === 'done' || task.state === 'cancelled')
    return { reason: 'task.closed' }
  if (task.state === 'waiting') return { reason: 'task.waiting' }
  return isOffered(draft, task, verb) ? null : { reason: 'task.act_not_offered' }
}

function isOffered(draft: Draft, task: Task, verb: TaskVerb): boolean {
  const { step } = userNodeOf(draft.graph, task.nodeId)
  const own = task.kind === 'own'
  switch (verb) {
    case 'complete':
      return step !== 'approve' && own
    case 'approve':
    case 'reject':
      return step === 'approve'
    case 'return':
      return step !== 'fill' && own && returnTargets(draft, stepOf(draft, task.stepId)).length > 0
    case 'transfer':
      return step !== 'fill'
    case 'add-sign':
      return step === 'approve' && own
    case 'assign':
      return step !== 'fill'
  }
}

/** An applicant does not decide on his own application, neither himself nor in a colleague's stead (R21 in spirit). */
export function refuseOwnApplication(draft: Draft, task: Task, taker: Taker): Refusal | null {
  const node = userNodeOf(draft.graph, task.nodeId)
  const starter = draft.instance.starter.personId
  const isStarter = taker.personId === starter || taker.onBehalfOf?.personId === starter
  return !node.allowInitiator && isStarter ? { reason: 'task.own_application' } : null
}

export interface Receiver {
  readonly person: Person
  /** False: unknown or deactivated. */
  readonly active: boolean
  readonly posts: readonly HeldPost[]
}

const WHY = {
  inactive: '已停用或不存在 / not an active person',
  noPost: '没有有效岗位 / holds no post',
  starter: '是申请人 / is the applicant',
  already: '已在办理人之列 / has this already',
  elsewhere: '不属于同一机构 / not of the same body',
  provider: '属于服务商一方 / stands on the provider side',
} as const

function unfit(name: string, why: keyof typeof WHY): Refusal {
  return { reason: 'task.person_unfit', details: { name, why: WHY[why] } }
}

/** Whether a task may be put into this person's hands. `bodyId`: the body it must stay in, for a transfer. */
export function refuseReceiver(
  draft: Draft,
  task: Task,
  receiver: Receiver,
  limits: { readonly bodyId: string | null; readonly giverRole: Role | null },
): Refusal | null {
  const { person, posts } = receiver
  const node = userNodeOf(draft.graph, task.nodeId)
  if (!receiver.active) return unfit(person.name, 'inactive')
  if (posts.length === 0) return unfit(person.name, 'noPost')
  if (!node.allowInitiator && person.personId === draft.instance.starter.personId)
    return unfit(person.name, 'starter')
  const holders = tasksOf(draft, task.stepId).filter(
    (each) => each.state === 'open' || each.state === 'waiting',
  )
  if (holders.some((each) => each.people.some((one) => one.personId === person.personId)))
    return unfit(person.name, 'already')
  if (limits.bodyId !== null && !posts.some((post) => post.bodyId === limits.bodyId))
    return unfit(person.name, 'elsewhere')
  // R21 管运分离: a provider's person has no voice in what a regulator or a department decides.
  const isProvider = (role: string) => roles[role as Role]?.side === 'provider'
  if (
    node.step === 'approve' &&
    posts.every((post) => isProvider(post.role)) &&
    !isProvider(limits.giverRole ?? '')
  )
    return unfit(person.name, 'provider')
  return null
}

/** People whom this task's holder added and who have not acted yet. */
export function addedSigners(draft: Draft, task: Task): readonly Task[] {
  return [...draft.tasks.values()].filter((each) => each.addedBy === task.id && each.state === 'open')
}
