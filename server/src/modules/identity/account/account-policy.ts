import type { Policy } from '../../../platform/authz/index.ts'

const READERS = ['system-admin', 'security-admin', 'department-admin', 'provider-admin'] as const

/**
 * 三员分立: the system administrator opens accounts, the security administrator governs access. Administrators of bodies
 * do both for their own people; the use cases refuse whatever reaches beyond their scope.
 */
export const accountPolicy: Policy = {
  noun: 'account',
  allow: {
    view: READERS,
    list: READERS,
    create: ['system-admin', 'department-admin', 'provider-admin'],
    'manage-access': ['security-admin', 'department-admin', 'provider-admin'],
  },
}
