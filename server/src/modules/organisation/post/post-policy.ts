import type { Policy } from '../../../platform/authz/index.ts'

/** Grants are an act of access management: by the security administrator, and by administrators of bodies for their own. */
export const postPolicy: Policy = {
  noun: 'post',
  allow: {
    view: [
      'system-admin',
      'security-admin',
      'regulator-bureau',
      'regulator-centre',
      'department-admin',
      'department-approver',
      'provider-admin',
      'operations-engineer',
    ],
    list: [
      'system-admin',
      'security-admin',
      'regulator-bureau',
      'regulator-centre',
      'department-admin',
      'department-approver',
      'provider-admin',
      'operations-engineer',
    ],
    'manage-access': ['security-admin', 'department-admin', 'provider-admin'],
  },
}
