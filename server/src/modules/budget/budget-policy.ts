import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'guide',
] as const
/** A body proposes its own; the centre enters for those who cannot. */
const KEEPERS = ['department-admin', 'regulator-centre'] as const

/** The regulators decide, and permit what goes beyond; nobody decides on his own proposal (see `refuseDecision`). */
export const budgetPolicy: Policy = {
  noun: 'budget',
  allow: {
    view: READERS,
    list: READERS,
    create: KEEPERS,
    modify: KEEPERS,
    approve: ['regulator-bureau', 'regulator-centre'],
    // Of the guides only the leading group's office hands in evidence (R273): a rule beside this.
    operate: ['guide'],
  },
}
