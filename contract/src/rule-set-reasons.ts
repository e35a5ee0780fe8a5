/** Why rules cannot be drafted, changed or published. */
import type { Reason } from './reasons.ts'

export const ruleSetReasons = {
  'rule-set.value_invalid': {
    kind: 'invalid',
    zh: '规则值不合规：{why}',
    en: 'A value does not fit its rule: {why}',
  },
  'rule-set.nothing_changes': {
    kind: 'precondition',
    zh: '与现有版本没有不同，无需新版本。',
    en: 'Nothing differs from the present version: no new one is needed.',
  },
  'rule-set.loosens_inherited': {
    kind: 'precondition',
    zh: '“{rule}”取值 {own}，放宽了{level}规则的 {inherited}。下级只能从严：请收紧该项，或删去该项沿用上级。',
    en: '“{rule}” at {own} loosens the {inherited} of {level}. A lower level may only tighten: tighten it, or leave it out.',
  },
  'rule-set.fixed_above': {
    kind: 'precondition',
    zh: '“{rule}”由{level}统一规定为 {inherited}，下级不另作规定。',
    en: '“{rule}” is {inherited} everywhere, as {level} has it: lower levels do not set it.',
  },
  'rule-set.other_level': {
    kind: 'forbidden',
    zh: '这是另一级的规则，由该级云管理机构维护。',
    en: 'These are the rules of another level: its own regulator keeps them.',
  },
  'rule-set.no_level': {
    kind: 'forbidden',
    zh: '规则由省、市、县三级云管理机构发布，本级沿用上级规则。',
    en: 'Rules are published by province, city and county; below that the inherited ones apply.',
  },
  'rule-set.draft_exists': {
    kind: 'conflict',
    zh: '已有一个待发布的草稿。请先修改、发布或删除它。',
    en: 'There is a draft already. Change, publish or remove it first.',
  },
  'rule-set.published': {
    kind: 'conflict',
    zh: '已发布的版本不再改动。请新建版本。',
    en: 'A published version does not change. Draft a new one.',
  },
  'rule-set.starts_in_the_past': {
    kind: 'precondition',
    zh: '生效日期不能早于今天：过去的决定按当时的版本。',
    en: 'It may not take effect before today: past decisions keep the version of their day.',
  },
  'rule-set.same_person': {
    kind: 'precondition',
    zh: '起草人不能自行发布，须由另一人发布。',
    en: 'Whoever drafted it may not publish it: a second person does.',
  },
} as const satisfies Record<string, Reason>
