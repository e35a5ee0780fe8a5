import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../platform/authz/index.ts'

/** The regulator makes the rules (R39, R43): centre and bureau draft, the bureau puts into force. Everybody may read them. */
export const rulePolicy: Policy = {
  noun: 'rule-set',
  allow: {
    view: ROLES,
    list: ROLES,
    create: ['regulator-centre', 'regulator-bureau'],
    modify: ['regulator-centre', 'regulator-bureau'],
    delete: ['regulator-centre', 'regulator-bureau'],
    approve: ['regulator-bureau'],
  },
}
