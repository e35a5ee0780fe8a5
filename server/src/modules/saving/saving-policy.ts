import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'operations-engineer',
  'guide',
] as const
const REGULATORS = ['regulator-bureau', 'regulator-centre'] as const
const DEPARTMENT = ['department-admin', 'department-applicant'] as const

/** The regulator sees the whole, a department its own; the platform alone proposes (R128). */
export const savingProposalPolicy: Policy = { noun: 'saving-proposal', allow: { list: READERS } }

/** The centre tells the body what was found; those who have the task answer, there or on the list; the body says by when (R129). */
export const savingNoticePolicy: Policy = {
  noun: 'saving-notice',
  allow: {
    view: READERS,
    list: READERS,
    create: ['regulator-centre'],
    operate: DEPARTMENT,
    approve: ['department-admin', 'department-approver'],
  },
}

/** Whoever sends notices sends many at once; the bureau looks on. */
export const savingRunPolicy: Policy = {
  noun: 'saving-run',
  allow: {
    view: REGULATORS,
    list: REGULATORS,
    create: ['regulator-centre'],
    operate: ['regulator-centre'],
  },
}

/** The body says what is not to be judged, the centre decides (R126). */
export const savingExemptionPolicy: Policy = {
  noun: 'saving-exemption',
  allow: {
    view: READERS,
    list: READERS,
    create: DEPARTMENT,
    approve: ['regulator-centre'],
    delete: [...DEPARTMENT, 'regulator-centre'],
  },
}

/** The body runs its own servers, and says when; whoever sees the resource sees its schedule (R122). */
export const powerSchedulePolicy: Policy = {
  noun: 'power-schedule',
  allow: { view: READERS, list: READERS, create: DEPARTMENT, operate: DEPARTMENT },
}

/** Whoever keeps the prices tries them on what was used. */
export const priceTrialPolicy: Policy = {
  noun: 'price-trial',
  allow: { view: REGULATORS, list: REGULATORS, create: REGULATORS },
}

/** Whoever keeps the rules tries them on the last twelve months. */
export const savingTrialPolicy: Policy = {
  noun: 'saving-trial',
  allow: { view: REGULATORS, list: REGULATORS, create: REGULATORS },
}

/** Whoever keeps the rules tries them. */
export const savingWhatIfPolicy: Policy = { noun: 'saving-what-if', allow: { view: REGULATORS } }
