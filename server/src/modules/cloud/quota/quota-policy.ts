import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'operations-engineer',
  'guide',
] as const

/** The centre allots (R43). */
export const quotaPolicy: Policy = {
  noun: 'quota',
  allow: { view: READERS, list: READERS, modify: ['regulator-centre'] },
}
