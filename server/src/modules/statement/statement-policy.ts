import type { Policy } from '../../platform/authz/index.ts'

const REGULATORS = ['regulator-bureau', 'regulator-centre'] as const
const PROVIDER = ['provider-admin', 'provider-operator'] as const
const READERS = [...REGULATORS, ...PROVIDER, 'guide'] as const

/** A provider hands in its own, or the centre on its behalf; the centre compares and agrees; authorities that audit read. */
export const statementPolicy: Policy = {
  noun: 'statement',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre', 'provider-admin', 'provider-operator'],
    operate: ['regulator-centre'],
    approve: REGULATORS,
  },
}

/** Whoever owns a difference answers it; one person decides, a second one confirms. */
export const differencePolicy: Policy = {
  noun: 'difference',
  allow: {
    view: [...READERS, 'department-admin', 'department-approver', 'department-applicant'],
    list: [...READERS, 'department-admin', 'department-approver', 'department-applicant'],
    modify: ['provider-admin', 'provider-operator', 'department-admin', 'department-approver'],
    operate: ['regulator-centre'],
    approve: REGULATORS,
  },
}
