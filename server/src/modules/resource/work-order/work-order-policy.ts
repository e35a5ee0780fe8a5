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

/**
 * The provider's people deliver (R42); the department that asked for it accepts the evidence or returns it (R41). What
 * operations dispatch, they judge, send back or cancel themselves (R40).
 */
export const workOrderPolicy: Policy = {
  noun: 'work-order',
  allow: {
    view: readers,
    list: readers,
    create: ['operations-engineer'],
    modify: ['operations-engineer'],
    operate: ['provider-admin', 'provider-operator'],
    approve: ['department-admin', 'department-applicant'],
  },
}

/** Two see the destruction of data, and neither is the provider (R40, R233). Which order, and which person, is a rule beside this. */
export const witnessPolicy: Policy = {
  noun: 'witness',
  allow: {
    create: ['operations-engineer', 'department-admin', 'department-approver', 'department-applicant'],
  },
}
