import type { Policy } from '../../../platform/authz/index.ts'

const readers = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'provider-admin',
  'provider-operator',
  'operations-engineer',
  'guide',
] as const

/** The provider's people deliver (R42); the department that asked for it accepts the evidence or returns it (R41). */
export const workOrderPolicy: Policy = {
  noun: 'work-order',
  allow: {
    view: readers,
    list: readers,
    operate: ['provider-admin', 'provider-operator'],
    approve: ['department-admin', 'department-applicant'],
  },
}
