import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
] as const

/** What nobody confirms: the centre proposes to close it, the bureau decides (R43). Both see it as they see the bill. */
export const billClosingPolicy: Policy = {
  noun: 'bill-closing',
  allow: { view: READERS, create: ['regulator-centre'], approve: ['regulator-bureau'] },
}

/**
 * The centre, which accounts, sends and closes bills and answers disputes; the body agrees or objects (R276). Guides, finance and
 * audit among them, read: what a figure of the spending stands on is theirs to see (R275).
 */
export const billPolicy: Policy = {
  noun: 'bill',
  allow: {
    view: [...READERS, 'guide'],
    list: [...READERS, 'guide'],
    operate: ['regulator-centre'],
    modify: ['regulator-centre'],
    approve: ['department-admin', 'department-approver'],
  },
}

/** What the centre does with one bill it may do with many at once; the bureau sees how it went. */
export const billRunPolicy: Policy = {
  noun: 'bill-run',
  allow: {
    view: ['regulator-bureau', 'regulator-centre'],
    list: ['regulator-bureau', 'regulator-centre'],
    create: ['regulator-centre'],
    operate: ['regulator-centre'],
  },
}
