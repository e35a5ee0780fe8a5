import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** Everybody may hand over his own tasks and take them back; whose they are is the rule's business. */
export const delegationPolicy: Policy = {
  noun: 'delegation',
  allow: { view: ROLES, list: ROLES, create: ROLES, modify: ROLES },
}
