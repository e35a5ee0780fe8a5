import type { Policy } from '../../platform/authz/index.ts'

const readers = [
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

/** Whoever sees a resource sees what it used (R276); nobody writes usage: it is derived. */
export const usagePolicy: Policy = { noun: 'usage', allow: { view: readers, list: readers } }
