import type { AdoptionPlanRule } from '@yunheng/contract'

interface Words {
  readonly zh: string
  readonly en: string
}

/** Why this plan, or why none; `found` is the cloud's own name of a volume type. */
const RULE_WORDS: Readonly<Record<AdoptionPlanRule, Words>> = {
  exact: { zh: '大小与该规格一致', en: 'Its size is that of the plan' },
  tier: { zh: '卷类型“{found}”对应该存储档', en: 'The volume type “{found}” stands for this tier' },
  measured: { zh: '该规格按实测用量计价', en: 'The plan counts what is measured' },
  chosen: { zh: '由人员选定，按实测用量计价', en: 'Chosen by a person; what is measured counts' },
  'no-size': {
    zh: '服务目录没有相同大小的规格，请选定',
    en: 'The catalogue has no plan of this size: choose one',
  },
  'tier-unknown': {
    zh: '卷类型“{found}”未对应存储档，请选定',
    en: 'The volume type “{found}” stands for no tier: choose a plan',
  },
  ambiguous: { zh: '有多个规格同样符合，请选定', en: 'Several plans fit alike: choose one' },
  'not-offered': {
    zh: '服务目录没有按此类资源计价的规格，不单独计价',
    en: 'The catalogue has no plan for things of this kind: it is not priced by itself',
  },
  cleared: { zh: '由人员确定不计价', en: 'A person said that it is not priced' },
}

export function planRuleWords(rule: AdoptionPlanRule, found: string): Words {
  const { zh, en } = RULE_WORDS[rule]
  return { zh: zh.replace('{found}', found || '—'), en: en.replace('{found}', found || '—') }
}
