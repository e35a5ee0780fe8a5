import { rulesOfVersion, rulesOnDay } from '../../rule/index.ts'
import type { RulesDoor } from '../doors.ts'
import { toRequestRules } from '../gate/gate-rules.ts'

export const rulesDoor: RulesDoor = {
  onDay: async (db, day) => toRequestRules(await rulesOnDay(db, day)),
  ofVersion: async (db, id) => toRequestRules(await rulesOfVersion(db, id)),
}
