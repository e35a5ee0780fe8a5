import type { Policy } from '../../platform/authz/index.ts'

const READERS = ['regulator-bureau', 'regulator-centre', 'operations-engineer', 'guide'] as const

/**
 * The centre registers lower platforms and holds their credentials (R32, R43). Both regulators enter what is counted in
 * the 政务内网 (R37), each within its region.
 */
export const unconnectedPolicy: Policy = {
  noun: 'unconnected-platform',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre'],
    modify: ['regulator-centre'],
    operate: ['regulator-bureau', 'regulator-centre'],
    'manage-access': ['regulator-centre'],
  },
}
