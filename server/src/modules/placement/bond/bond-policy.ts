import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'operations-engineer',
  'guide',
] as const

/** The centre allots, so it says what stands where (R43); a department sees what binds its own systems. */
export const bondPolicy: Policy = {
  noun: 'placement-bond',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre'],
    delete: ['regulator-centre'],
  },
}
