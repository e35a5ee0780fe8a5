import type { Policy } from '../../../platform/authz/index.ts'

const RAISERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'provider-admin',
  'provider-operator',
  'operations-engineer',
] as const
const READERS = [...RAISERS, 'guide'] as const

/**
 * Whoever meets a major issue raises it; the regulator's bureau or the leading group decides and closes (R48). Of the guides
 * only the leading group's office decides: that is a rule beside this.
 */
export const majorIssuePolicy: Policy = {
  noun: 'major-issue',
  allow: {
    view: READERS,
    list: READERS,
    create: READERS,
    operate: READERS,
    approve: ['regulator-bureau', 'guide'],
  },
}
