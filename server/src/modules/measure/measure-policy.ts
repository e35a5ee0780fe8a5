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

/** Whoever sees a resource sees how much it uses (R123); nobody writes measures: clouds tell them. */
export const measurePolicy: Policy = { noun: 'measure', allow: { view: readers } }
