import type { Policy } from '../../platform/authz/index.ts'

export const SYSTEM_READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'operations-engineer',
  'guide',
] as const

/** A department keeps its own ledger (R46); the centre keeps it for those who cannot. */
const KEEPERS = ['department-admin', 'regulator-centre'] as const

export const systemPolicy: Policy = {
  noun: 'system',
  allow: { view: SYSTEM_READERS, list: SYSTEM_READERS, create: KEEPERS, modify: KEEPERS, delete: KEEPERS },
}
