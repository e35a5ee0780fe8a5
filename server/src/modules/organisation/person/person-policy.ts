import type { Policy } from '../../../platform/authz/index.ts'

export const personPolicy: Policy = {
  noun: 'person',
  allow: {
    view: [
      'system-admin',
      'security-admin',
      'regulator-bureau',
      'regulator-centre',
      'department-admin',
      'department-approver',
      'department-applicant',
      'provider-admin',
      'provider-operator',
      'operations-engineer',
    ],
    list: [
      'system-admin',
      'security-admin',
      'regulator-bureau',
      'regulator-centre',
      'department-admin',
      'department-approver',
      'department-applicant',
      'provider-admin',
      'provider-operator',
      'operations-engineer',
    ],
    create: ['system-admin', 'department-admin', 'provider-admin'],
    modify: ['system-admin', 'department-admin', 'provider-admin'],
    delete: ['system-admin', 'department-admin', 'provider-admin'],
  },
}
