import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
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
 * A department puts its own back; the regulator decides what becomes intended and what is left as it is (R39, R41). What a
 * cloud has that is nobody's is left aside by those who may do so in the inventory. Each choice asks for its own right.
 */
export const driftPolicy: Policy = {
  noun: 'drift',
  allow: {
    view: READERS,
    list: READERS,
    operate: [
      'regulator-centre',
      'department-admin',
      'department-applicant',
      'provider-admin',
      'operations-engineer',
    ],
    approve: ['regulator-centre'],
  },
}
