/** The rules of a work order: which step leads where, and who takes it. Pure. */
import type { ReasonCode, WORK_ORDER_ACTIONS, WorkOrderState } from '@yunheng/contract'
import { canonicalJson } from '../../../platform/crypto/index.ts'

export type WorkOrderAction = (typeof WORK_ORDER_ACTIONS)[number]
export type WorkOrderTask = 'deliver' | 'change' | 'withdraw'

interface Step {
  readonly from: readonly WorkOrderState[]
  readonly to: WorkOrderState | null
  /** The provider's people do the work; the department accepts it or returns it. */
  readonly right: 'operate' | 'approve'
}

export const STEPS: Readonly<Record<WorkOrderAction, Step>> = {
  accept: { from: ['open'], to: 'accepted', right: 'operate' },
  decline: { from: ['open', 'accepted'], to: 'declined', right: 'operate' },
  addEvidence: { from: ['accepted'], to: null, right: 'operate' },
  deliver: { from: ['accepted'], to: 'delivered', right: 'operate' },
  confirm: { from: ['delivered'], to: 'confirmed', right: 'approve' },
  return: { from: ['delivered'], to: 'accepted', right: 'approve' },
}

export const CLOSED: ReadonlySet<WorkOrderState> = new Set(['confirmed', 'declined', 'cancelled'])
export const EVIDENCE_MAX = 20

export function refuseStep(
  action: WorkOrderAction,
  order: { readonly state: WorkOrderState },
  evidenceCount: number,
): ReasonCode | null {
  if (!STEPS[action].from.includes(order.state)) return 'work-order.wrong_state'
  if (action === 'deliver' && evidenceCount === 0) return 'work-order.evidence_missing'
  return action === 'addEvidence' && evidenceCount >= EVIDENCE_MAX ? 'work-order.too_much_evidence' : null
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
  | { readonly need: 'order'; readonly task: WorkOrderTask }
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
): WorkOrderTask | null {
  if (service.presence === 'absent') return standing === null || service.isCooling ? null : 'withdraw'
  if (standing === null) return 'deliver'
  return isSame(standing.parameters, service.parameters) ? null : 'change'
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null)
}
