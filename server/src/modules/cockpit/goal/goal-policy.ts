import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'department-admin',
  'department-approver',
] as const

/** The bureau sets goals for its level (R26); who is measured by them reads them. */
export const goalPolicy: Policy = {
  noun: 'goal',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-bureau'],
    modify: ['regulator-bureau'],
    delete: ['regulator-bureau'],
  },
}
