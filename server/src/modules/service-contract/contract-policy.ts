import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'provider-admin',
  'operations-engineer',
  'guide',
] as const
/** The body that rents enters its contracts; the centre keeps them for those who cannot (R43). */
const KEEPERS = ['department-admin', 'regulator-centre'] as const

/** Who lets applications go beyond a ceiling. */
const REGULATORS = ['regulator-bureau', 'regulator-centre'] as const

export const contractPolicy: Policy = {
  noun: 'service-contract',
  allow: { view: READERS, list: READERS, create: KEEPERS, modify: KEEPERS, approve: REGULATORS },
}
