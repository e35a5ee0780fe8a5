import type { Policy } from '../../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'operations-engineer',
  'guide',
  'provider-admin',
  'provider-operator',
  'security-admin',
] as const

/** The centre keeps the clouds (R43), a provider connects its own, the security administrator keeps the credentials. */
export const cloudPolicy: Policy = {
  noun: 'cloud',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre', 'provider-admin'],
    modify: ['regulator-centre', 'provider-admin', 'security-admin'],
    operate: ['regulator-centre', 'provider-admin', 'operations-engineer'],
    delete: ['regulator-centre'],
    // Lets edge and department-integrated nodes in, which the centre has assessed (R2, R43, R109).
    approve: ['regulator-bureau'],
  },
}
