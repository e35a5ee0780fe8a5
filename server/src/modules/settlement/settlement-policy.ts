import type { Role } from '@yunheng/contract'
import type { Policy } from '../../platform/authz/index.ts'

const REGULATORS = ['regulator-bureau', 'regulator-centre'] as const satisfies readonly Role[]
/** Who has a part in a sheet, and the guides of finance and audit. */
const PARTIES = [
  ...REGULATORS,
  'department-admin',
  'department-approver',
  'provider-admin',
  'guide',
] as const satisfies readonly Role[]
const PROVIDING = ['provider-admin', 'provider-operator'] as const satisfies readonly Role[]

/** The centre accounts, the provider answers, a second person approves (R21: the provider never does). */
export const settlementPolicy: Policy = {
  noun: 'settlement',
  allow: {
    view: PARTIES,
    list: PARTIES,
    create: ['regulator-centre'],
    modify: ['regulator-centre'],
    operate: ['provider-admin'],
    approve: REGULATORS,
  },
}

export const settlementRulesPolicy: Policy = {
  noun: 'settlement-rules',
  allow: { view: PARTIES, list: PARTIES, create: REGULATORS },
}

const EVENT_READERS = [...REGULATORS, 'operations-engineer', ...PROVIDING, 'guide'] as const

/** Reported by the provider or entered by operations and the centre, decided by a regulator. */
export const slaEventPolicy: Policy = {
  noun: 'sla-event',
  allow: {
    view: EVENT_READERS,
    list: EVENT_READERS,
    create: ['regulator-centre', 'operations-engineer', ...PROVIDING],
    approve: REGULATORS,
  },
}

const ASSESSMENT_READERS = [...REGULATORS, 'provider-admin', 'guide'] as const

export const assessmentPolicy: Policy = {
  noun: 'assessment',
  allow: {
    view: ASSESSMENT_READERS,
    list: ASSESSMENT_READERS,
    create: REGULATORS,
    approve: REGULATORS,
  },
}
