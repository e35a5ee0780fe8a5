import type { Policy } from '../../platform/authz/index.ts'

/** Allotting is the centre's daily work (R43); departments and providers see their own, with the reasons (R7, R9). */
export const placementPolicy: Policy = {
  noun: 'placement',
  allow: {
    view: [
      'regulator-bureau',
      'regulator-centre',
      'department-admin',
      'department-approver',
      'department-applicant',
      'provider-admin',
      'provider-operator',
      'operations-engineer',
      'guide',
    ],
    list: ['regulator-bureau', 'regulator-centre', 'operations-engineer', 'guide'],
    operate: ['regulator-centre'],
  },
}
