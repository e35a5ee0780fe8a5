import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'guide',
] as const

/** A body applies for itself; who decides is the flow's. */
export const subsidyPolicy: Policy = {
  noun: 'subsidy',
  allow: { view: READERS, list: READERS, create: ['department-admin'], modify: ['department-admin'] },
}
