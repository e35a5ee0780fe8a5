import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'department-admin',
  'department-approver',
] as const

/** The bureau makes the plan and records what proves it (R3, R43). */
export const milestonePolicy: Policy = {
  noun: 'milestone',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-bureau'],
    modify: ['regulator-bureau'],
    delete: ['regulator-bureau'],
    approve: ['regulator-bureau'],
  },
}
