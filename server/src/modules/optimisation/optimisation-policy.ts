import type { Policy } from '../../platform/authz/index.ts'

/** Advice on hosts is for those who keep the pools and for the provider whose hosts they are (R42). */
export const drainPlanPolicy: Policy = {
  noun: 'drain-plan',
  allow: {
    view: [
      'regulator-bureau',
      'regulator-centre',
      'operations-engineer',
      'guide',
      'provider-admin',
      'provider-operator',
    ],
  },
}
