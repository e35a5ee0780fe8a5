import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** Everybody may have tasks; whose a task is, is the rule's business (`act-on-task.ts`). The regulator assigns. */
export const taskPolicy: Policy = {
  noun: 'task',
  allow: {
    view: ROLES,
    list: ROLES,
    approve: ROLES,
    operate: ['regulator-bureau', 'regulator-centre'],
  },
}
