/** From the decision to what is delivered: taking back, cancelling, allotting, confirming. */
import { Id, IdParams, Nullable, OneOf, operation, Strict, Type, Version } from './base.ts'
import { Request } from './request.ts'

const NeededText = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })

export const requestDeliveryOperations = {
  withdraw: operation({
    id: 'request.withdraw',
    method: 'POST',
    path: '/requests/{id}/withdraw',
    title: { zh: '撤回申请', en: 'Withdraw a request' },
    params: IdParams,
    body: Strict({
      version: Version,
      /** correct: back to my form (撤回修改); end: given up (撤销). */
      aim: OneOf(['correct', 'end']),
      comment: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    response: Request,
    access: { action: 'operate', noun: 'request' },
    audit: { act: 'request.withdraw' },
    idempotent: true,
    reasons: [
      'request.not_withdrawable',
      'request.not_applicant',
      'flow-instance.not_withdrawable',
      'flow-instance.ended',
    ],
  }),
  cancel: operation({
    id: 'request.cancel',
    method: 'POST',
    path: '/requests/{id}/cancel',
    title: { zh: '取消申请', en: 'Cancel a request and release everything that came of it' },
    params: IdParams,
    body: Strict({ version: Version, reason: NeededText }),
    response: Request,
    access: { action: 'operate', noun: 'request' },
    audit: { act: 'request.cancel' },
    idempotent: true,
    reasons: ['request.not_cancellable', 'request.not_applicant'],
  }),
  confirm: operation({
    id: 'request.confirm',
    method: 'POST',
    path: '/requests/{id}/confirm',
    title: { zh: '确认交付', en: 'Confirm the delivery' },
    params: IdParams,
    body: Strict({ version: Version, comment: Type.Optional(Type.String({ maxLength: 2000 })) }),
    response: Request,
    access: { action: 'operate', noun: 'request' },
    audit: { act: 'request.confirm' },
    idempotent: true,
    reasons: ['request.not_delivered'],
  }),
  returnDelivery: operation({
    id: 'request.return-delivery',
    method: 'POST',
    path: '/requests/{id}/return-delivery',
    title: { zh: '退回交付', en: 'Send a delivery back' },
    params: IdParams,
    body: Strict({
      version: Version,
      lineIds: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }),
      reason: NeededText,
    }),
    response: Request,
    access: { action: 'operate', noun: 'request' },
    audit: { act: 'request.return-delivery' },
    idempotent: true,
    reasons: ['request.not_delivered', 'request.line_not_found'],
  }),
  allocate: operation({
    id: 'request.allocate',
    method: 'POST',
    path: '/requests/{id}/allocate',
    title: { zh: '分配资源', en: 'Allocate an approved request that waits for room' },
    params: IdParams,
    body: Strict({
      version: Version,
      /** Only into these pools, for the reason in the comment (R9); any that fits when null. */
      poolIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true })),
      comment: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    response: Request,
    access: { action: 'approve', noun: 'request' },
    audit: { act: 'request.allocate' },
    idempotent: true,
    reasons: ['request.not_waiting', 'request.still_no_room', 'request.override_needs_reason'],
  }),
} as const
