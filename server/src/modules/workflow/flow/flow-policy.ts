import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** How things are decided is open to everybody; the bureau makes the rules (R43), and only it publishes them. */
export const flowPolicy: Policy = {
  noun: 'flow',
  allow: {
    view: ROLES,
    list: ROLES,
    create: ['system-admin', 'regulator-bureau'],
    modify: ['system-admin', 'regulator-bureau'],
    approve: ['regulator-bureau'],
  },
}
