import type { Policy } from '../../../platform/authz/index.ts'

const READERS = ['system-admin', 'security-admin', 'audit-admin'] as const

/** Who may come from where is access management: the security administrator's alone (三员分立). */
export const roleNetworkPolicy: Policy = {
  noun: 'role-network',
  allow: { view: READERS, list: READERS, modify: ['security-admin'] },
}
