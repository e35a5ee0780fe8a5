import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** The centre, which accounts, prepares prices; the bureau puts them into force (R43). */
export const pricePolicy: Policy = {
  noun: 'price',
  allow: {
    view: ROLES,
    list: ROLES,
    create: ['regulator-centre'],
    modify: ['regulator-centre'],
    delete: ['regulator-centre'],
    approve: ['regulator-bureau'],
  },
}
