import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
] as const

/** The centre, which accounts, sends and closes bills and answers disputes; the body agrees or objects (R276). */
export const billPolicy: Policy = {
  noun: 'bill',
  allow: {
    view: READERS,
    list: READERS,
    operate: ['regulator-centre'],
    modify: ['regulator-centre'],
    approve: ['department-admin', 'department-approver'],
  },
}
