import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** What is offered is public among the government; the regulator makes the catalogue (facts §2.1). */
const KEEPERS = ['regulator-bureau', 'regulator-centre'] as const

export const offeringPolicy: Policy = {
  noun: 'offering',
  allow: { view: ROLES, list: ROLES, create: KEEPERS, modify: KEEPERS, delete: KEEPERS },
}
