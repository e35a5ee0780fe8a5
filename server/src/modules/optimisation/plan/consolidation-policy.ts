import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
] as const

/**
 * Optimisation is the centre's daily work (R43), the hosts are the provider's: either proposes and halts. That machines of
 * departments are moved is approved by the regulator, by another person than the one who proposed it.
 */
export const consolidationPolicy: Policy = {
  noun: 'consolidation',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre', 'provider-admin'],
    operate: ['regulator-centre', 'provider-admin'],
    approve: ['regulator-centre', 'regulator-bureau'],
  },
}
