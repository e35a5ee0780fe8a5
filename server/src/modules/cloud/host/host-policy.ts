import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
] as const

/** Hosts come from the clouds; what those do not tell, the centre or the provider itself states. */
export const hostPolicy: Policy = {
  noun: 'host',
  allow: {
    view: READERS,
    list: READERS,
    modify: ['regulator-centre', 'provider-admin'],
  },
}
