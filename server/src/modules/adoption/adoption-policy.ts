import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
  'department-admin',
  'department-approver',
] as const

/** Who knows the cloud says whose things are; whose they are to be decides (R39, R41). */
const ASSIGNERS = ['regulator-centre', 'operations-engineer', 'provider-admin'] as const

export const adoptionPolicy: Policy = {
  noun: 'adoption',
  allow: {
    view: READERS,
    list: READERS,
    create: ASSIGNERS,
    modify: ASSIGNERS,
    approve: ['department-admin', 'department-approver'],
  },
}
