import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** The division of the land is no secret. */
export const regionPolicy: Policy = {
  noun: 'region',
  allow: {
    view: ROLES,
    list: ROLES,
    create: ['system-admin'],
    modify: ['system-admin'],
    delete: ['system-admin'],
  },
}
