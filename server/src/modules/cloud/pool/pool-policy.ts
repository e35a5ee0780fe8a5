import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
] as const

/** The centre keeps the pools (R43); a provider sees its own. */
export const poolPolicy: Policy = {
  noun: 'pool',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre'],
    modify: ['regulator-centre'],
    operate: ['regulator-centre', 'operations-engineer'],
  },
}
