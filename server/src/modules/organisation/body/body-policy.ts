import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

export const bodyPolicy: Policy = {
  noun: 'body',
  allow: {
    view: ROLES,
    list: ROLES,
    create: ['system-admin'],
    modify: ['system-admin'],
    delete: ['system-admin'],
  },
}
