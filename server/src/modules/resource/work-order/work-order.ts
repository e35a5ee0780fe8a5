/** The rules of a work order: which step leads where, and who takes it. Pure. */
import type {
  RESOURCE_TASKS,
  ReasonCode,
  WITNESS_SIDES,
  WORK_ORDER_ACTIONS,
  WorkOrderState,
  WorkOrderTask,
} from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import { canonicalJson } from '../../../platform/crypto/index.ts'

/** What leads from state to state; a witness signs beside it. */
export type WorkOrderAction = Exclude<(typeof WORK_ORDER_ACTIONS)[number], 'witness'>
export type ResourceTask = (typeof RESOURCE_TASKS)[number]

interface Step {
  readonly from: readonly WorkOrderState[]
  readonly to: WorkOrderState | null
  /**
   * The provider's people do the work. The department accepts what was delivered to it or returns it; operations judge
   * what they dispatched (R40).
   */
  readonly right: 'operate' | 'approve' | 'modify'
  /** What is told, where the state alone does not say it. */
  readonly event?: string
}

export const STEPS: Readonly<Record<WorkOrderAction, Step>> = {
  accept: { from: ['open'], to: 'accepted', right: 'operate' },
  decline: { from: ['open', 'accepted'], to: 'declined', right: 'operate' },
  addEvidence: { from: ['accepted'], to: null, right: 'operate' },
  deliver: { from: ['accepted'], to: 'delivered', right: 'operate' },
  confirm: { from: ['delivered'], to: 'confirmed', right: 'approve' },
  return: { from: ['delivered'], to: 'accepted', right: 'approve', event: 'returned' },
  pass: { from: ['delivered'], to: 'confirmed', right: 'modify' },
  sendBack: { from: ['delivered'], to: 'accepted', right: 'modify', event: 'returned' },
  cancel: { from: ['open', 'accepted', 'delivered'], to: 'cancelled', right: 'modify' },
}

export const CLOSED: ReadonlySet<WorkOrderState> = new Set(['confirmed', 'declined', 'cancelled'])
export const EVIDENCE_MAX = 20

/** What the rules ask of an order. */
interface OrderStanding {
  readonly task: WorkOrderTask
  readonly state: WorkOrderState
  readonly resource_id: string | null
}

/** What only the destruction of data has, and must have (R40, R233). */
export function refuseDispatch(
  order: {
    readonly task: WorkOrderTask
    readonly systemId: string | null
    readonly witnessPersonId: string | null
  },
  facts: { readonly hasFitWitness: boolean },
): ReasonCode | null {
  if (order.task !== 'destruction') return order.witnessPersonId === null ? null : 'work-order.witness_unfit'
  if (order.systemId === null) return 'work-order.destruction_system'
  return facts.hasFitWitness ? null : 'work-order.witness_unfit'
}

export type WitnessSide = (typeof WITNESS_SIDES)[number]

export function refuseStep(
  action: WorkOrderAction,
  order: OrderStanding,
  evidenceCount: number,
  /** Sides that signed for what is delivered now. */
  signed: readonly WitnessSide[],
): ReasonCode | null {
  const step = STEPS[action]
  const isDispatched = order.resource_id === null
  if (step.right !== 'operate' && (step.right === 'modify') !== isDispatched) return 'work-order.not_this_way'
  if (!step.from.includes(order.state)) return 'work-order.wrong_state'
  if (action === 'deliver' && evidenceCount === 0) return 'work-order.evidence_missing'
  // R233: nobody passes a destruction that both sides have not seen.
  if (action === 'pass' && order.task === 'destruction' && signed.length < 2)
    return 'work-order.witness_missing'
  return action === 'addEvidence' && evidenceCount >= EVIDENCE_MAX ? 'work-order.too_much_evidence' : null
}

/** For which side this person signs: operations by the one named, the department by its own people; a provider by nobody. */
export function witnessSideOf(
  order: { readonly witness_id: string | null; readonly body_id: string | null },
  actor: Actor,
): WitnessSide | null {
  if (actor.kind !== 'person' || actor.post === null) return null
  if (actor.post.role === 'operations-engineer')
    return actor.personId === order.witness_id ? 'operations' : null
  const isOwn = order.body_id !== null && !actor.scope.all && actor.scope.bodyIds.includes(order.body_id)
  return actor.post.role.startsWith('department-') && isOwn ? 'department' : null
}

/** R40, R233: two sign, after the provider has reported it as done and before it passes. */
export function refuseWitness(
  order: OrderStanding,
  side: WitnessSide | null,
  signed: readonly WitnessSide[],
): ReasonCode | null {
  if (order.task !== 'destruction' || order.state !== 'delivered') return 'work-order.nothing_to_witness'
  if (side === null) return 'work-order.not_witness'
  return signed.includes(side) ? 'work-order.witnessed' : null
}

export interface OrderFact {
  readonly task: WorkOrderTask
  readonly state: WorkOrderState
  readonly parameters: unknown
}

export type ServiceNeed =
  /** As intended. */
  | { readonly need: 'nothing' }
  /** The order under way is the right one, or the provider declined and a person must decide. */
  | { readonly need: 'patience'; readonly declined: boolean }
  | { readonly need: 'order'; readonly task: ResourceTask }
  /** Gone, or never begun. */
  | { readonly need: 'finish' }

/**
 * What a service needs next, out of what should be and the orders so far (oldest first). The evidence that the
 * department accepted last is what there is.
 */
export function needOf(
  service: {
    readonly presence: 'present' | 'absent'
    readonly isCooling: boolean
    readonly parameters: unknown
  },
  orders: readonly OrderFact[],
): ServiceNeed {
  const underWay = orders.find(({ state }) => !CLOSED.has(state))
  const done = orders.filter(({ state }) => state === 'confirmed')
  const latest = done.at(-1)
  const exists = latest !== undefined && latest.task !== 'withdraw'
  const wanted = wantedTask(service, exists ? latest : null)
  if (wanted === null) {
    if (service.presence === 'absent' && !service.isCooling) return { need: 'finish' }
    return { need: 'nothing' }
  }
  const fits = (order: OrderFact) =>
    order.task === wanted && (wanted === 'withdraw' || isSame(order.parameters, service.parameters))
  if (underWay !== undefined && fits(underWay)) return { need: 'patience', declined: false }
  const last = orders.at(-1)
  if (last?.state === 'declined' && fits(last)) return { need: 'patience', declined: true }
  return { need: 'order', task: wanted }
}

function wantedTask(
  service: {
    readonly presence: 'present' | 'absent'
    readonly isCooling: boolean
    readonly parameters: unknown
  },
  standing: OrderFact | null,
): ResourceTask | null {
  if (service.presence === 'absent') return standing === null || service.isCooling ? null : 'withdraw'
  if (standing === null) return 'deliver'
  return isSame(standing.parameters, service.parameters) ? null : 'change'
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null)
}
