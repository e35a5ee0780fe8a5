/** Operations on requests: the form, the way to a decision, delivery, and what stands beside it. */
import { requestBesideOperations } from './request-beside-operations.ts'
import { requestDeliveryOperations } from './request-delivery-operations.ts'
import { requestFormOperations } from './request-form-operations.ts'

export const requestOperations = {
  ...requestFormOperations,
  ...requestDeliveryOperations,
  ...requestBesideOperations,
} as const
