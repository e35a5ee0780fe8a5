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
const DEPARTMENT = ['department-admin', 'department-applicant'] as const
const PROVIDER = ['provider-admin', 'provider-operator'] as const

/** The provider's people open what they deliver; the department answers for it, renews it and gives it up (R41, R42, R64). */
export const vpnAccountPolicy: Policy = {
  noun: 'vpn-account',
  allow: {
    view: READERS,
    list: READERS,
    create: [...DEPARTMENT, ...PROVIDER],
    modify: DEPARTMENT,
    delete: [...DEPARTMENT, ...PROVIDER],
  },
}

/** What is protected is seen by everybody who sees the hosts (R67). */
export const protectionPolicy: Policy = { noun: 'protection', allow: { list: READERS } }
