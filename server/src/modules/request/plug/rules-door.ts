import { listRuleSetNames, rulesOfVersions, rulesOnDay } from '../../rule/index.ts'
import type { RulesDoor } from '../doors.ts'
import { toRequestRules } from '../gate/gate-rules.ts'

export const rulesDoor: RulesDoor = {
  onDay: async (db, day, bodyId) => toRequestRules(await rulesOnDay(db, day, bodyId)),
  ofVersions: async (db, id, regionalIds) => toRequestRules(await rulesOfVersions(db, id, regionalIds)),
  listNames: listRuleSetNames,
}
