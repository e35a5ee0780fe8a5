import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
] as const

/** A cloud as a whole is the regulator's and, each its own, the provider's (R42). That most of one is gone the centre believes. */
export const inventoryPolicy: Policy = {
  noun: 'inventory',
  allow: {
    view: READERS,
    list: READERS,
    operate: ['regulator-centre', 'provider-admin', 'operations-engineer'],
    approve: ['regulator-centre'],
  },
}
