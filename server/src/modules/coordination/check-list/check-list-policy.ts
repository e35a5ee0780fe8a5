import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** What is checked is no secret; each guiding authority publishes its own list (R47). */
export const checkListPolicy: Policy = {
  noun: 'check-list',
  allow: { view: ROLES, list: ROLES, create: ['guide'] },
}
