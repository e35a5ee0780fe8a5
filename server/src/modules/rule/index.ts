/** Rules as data: what gates, terms and limits apply, in versions. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { rulePolicy } from './rule-policy.ts'
import { ruleRoutes } from './rule-routes.ts'

export { installRules } from './install-rules.ts'
export { type RuleBook, type RuleSource, SHIPPED_BOOK } from './rule-book.ts'
export { titlesOfRules } from './rule-definitions.ts'
export { listRuleSetNames } from './rule-store.ts'
export {
  type PlatformRules,
  platformRulesOfVersion,
  platformRulesOnDay,
  rulesOfVersions,
  rulesOnDay,
} from './rules-in-force.ts'
export { ruleRoutes }
export const rulePolicies: readonly Policy[] = [rulePolicy]
