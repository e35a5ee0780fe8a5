import type { ReasonCode, RequestKind, RequestState } from '@yunheng/contract'
import type { Actor } from '../../platform/context.ts'

/** Everything that can happen to a request. */
export type RequestAct =
  | 'submit'
  | 'return'
  | 'reject'
  | 'withdraw-to-correct'
  | 'withdraw'
  | 'approve'
  | 'allocate'
  | 'deliver-part'
  | 'deliver'
  | 'return-delivery'
  | 'complete'
  | 'cancel'

/**
 * The life of a request as a table: state × act → next state. What is not here cannot happen. An approval that finds no
 * room stays `approved` with a condition; `complete` from `approved` is for renewals, which have nothing to deliver.
 */
const TRANSITIONS: Readonly<Record<RequestState, Readonly<Partial<Record<RequestAct, RequestState>>>>> = {
  draft: { submit: 'in-approval' },
  'in-approval': {
    return: 'returned',
    'withdraw-to-correct': 'returned',
    withdraw: 'withdrawn',
    reject: 'rejected',
    approve: 'approved',
  },
  returned: { submit: 'in-approval', withdraw: 'withdrawn' },
  rejected: {},
  withdrawn: {},
  approved: { allocate: 'provisioning', complete: 'completed', cancel: 'cancelled' },
  provisioning: {
    'deliver-part': 'partly-delivered',
    deliver: 'delivered',
    complete: 'completed',
    cancel: 'cancelled',
  },
  'partly-delivered': {
    'deliver-part': 'partly-delivered',
    deliver: 'delivered',
    complete: 'completed',
    cancel: 'cancelled',
  },
  delivered: { 'return-delivery': 'partly-delivered', complete: 'completed', cancel: 'cancelled' },
  completed: {},
  cancelled: {},
}

/** The state after the act, or null when it cannot happen in this state. */
export function nextState(state: RequestState, act: RequestAct): RequestState | null {
  return TRANSITIONS[state][act] ?? null
}

/** Nothing more will happen to it. */
export function isClosed(state: RequestState): boolean {
  return Object.keys(TRANSITIONS[state]).length === 0
}

/** May be written by its applicant. */
export function isEditable(state: RequestState): boolean {
  return nextState(state, 'submit') !== null
}

export interface Owned {
  readonly state: RequestState
  readonly applicantId: string
  readonly bodyId: string
  readonly kind: RequestKind
}

/**
 * A request belongs to the person who drafted it; the administrator of the body stands in when he is away. Approvers of
 * the same body see it but do not write in it.
 */
export function refuseApplicant(request: Owned, actor: Actor): ReasonCode | null {
  if (actor.kind !== 'person') return actor.kind === 'system' ? null : 'common.forbidden'
  const isApplicant = actor.personId === request.applicantId
  return isApplicant || actor.post?.role === 'department-admin' ? null : 'request.not_applicant'
}

export function refuseEdit(request: Owned, actor: Actor): ReasonCode | null {
  return isEditable(request.state) ? refuseApplicant(request, actor) : 'request.not_editable'
}

/** Drafts leave no trace beyond the audit trail; what was once submitted stays on record. */
export function refuseRemove(request: Owned, actor: Actor): ReasonCode | null {
  return request.state === 'draft' ? refuseApplicant(request, actor) : 'request.not_draft'
}

export function refuseSubmit(request: Owned, actor: Actor): ReasonCode | null {
  return isEditable(request.state) ? refuseApplicant(request, actor) : 'request.not_submittable'
}

export function refuseWithdraw(request: Owned, actor: Actor): ReasonCode | null {
  return nextState(request.state, 'withdraw') === null
    ? 'request.not_withdrawable'
    : refuseApplicant(request, actor)
}

/** A change that has begun is not half undone; another change undoes it. */
export function refuseCancel(request: Owned, actor: Actor): ReasonCode | null {
  const begun = request.kind === 'change' && request.state !== 'approved'
  return begun || nextState(request.state, 'cancel') === null
    ? 'request.not_cancellable'
    : refuseApplicant(request, actor)
}

/** Anybody of the body who may operate requests can accept or refuse what was delivered to it. */
export function refuseConfirm(request: Pick<Owned, 'state'>, redelivering: boolean): ReasonCode | null {
  const isThere = request.state === 'delivered' || (request.state === 'partly-delivered' && redelivering)
  return isThere ? null : 'request.not_delivered'
}

export function refuseAllocate(request: Pick<Owned, 'state'>): ReasonCode | null {
  return request.state === 'approved' ? null : 'request.not_waiting'
}

/** People talk about a request as long as something can still happen to it. */
export function refuseMessage(request: Pick<Owned, 'state'>): ReasonCode | null {
  return isClosed(request.state) && request.state !== 'completed' ? 'request.closed' : null
}
