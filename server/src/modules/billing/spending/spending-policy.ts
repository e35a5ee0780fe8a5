import type { Policy } from '../../../platform/authz/index.ts'

const REGULATORS = ['regulator-bureau', 'regulator-centre', 'guide'] as const

/** Who sees bills sees what they add up to; so do the guides, among them finance and audit (R275). */
export const spendingPolicy: Policy = {
  noun: 'spending',
  allow: { list: [...REGULATORS, 'department-admin', 'department-approver', 'department-applicant'] },
}

/** What each provider was paid for a unit is the regulators' to compare. */
export const spendingRatePolicy: Policy = { noun: 'spending-rate', allow: { list: REGULATORS } }
