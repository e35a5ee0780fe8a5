import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
] as const

/** Which host carries what is the centre's and operations' to settle, where a cloud leaves it to the platform. */
export const hostClaimPolicy: Policy = {
  noun: 'host-claim',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre', 'operations-engineer'],
    delete: ['regulator-centre', 'operations-engineer'],
  },
}
