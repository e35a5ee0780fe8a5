import type { Role } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** The keepers of the system and of access do not read business (三员分立); the auditor reads and touches nothing. */
const BUSINESS: readonly Role[] = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'provider-operator',
  'provider-admin',
  'operations-engineer',
  'guide',
]

export const instancePolicy: Policy = {
  noun: 'flow-instance',
  allow: {
    view: [...BUSINESS, 'audit-admin'],
    list: [...BUSINESS, 'audit-admin'],
    /** Withdraw and urge are further bound to the starter; remarks to those who may see it. */
    modify: BUSINESS,
    operate: ['regulator-bureau', 'regulator-centre'],
  },
}
