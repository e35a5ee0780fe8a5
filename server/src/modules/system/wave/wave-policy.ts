import type { Policy } from '../../../platform/authz/index.ts'
import { SYSTEM_READERS } from '../system-policy.ts'

/** Planned by those who steer the migration; the keepers of the ledger assign their systems (R20). */
const PLANNERS = ['regulator-bureau', 'regulator-centre'] as const

export const wavePolicy: Policy = {
  noun: 'migration-wave',
  allow: {
    view: SYSTEM_READERS,
    list: SYSTEM_READERS,
    create: PLANNERS,
    modify: PLANNERS,
    delete: PLANNERS,
  },
}
