import type { BudgetCreate } from '@yunheng/contract'

/**
 * A district's budget for a year, in yuan: 6,000,000 in all, all of it of the general public budget, 70,000 of that for the purchase of
 * goods (R300: 成都市成华区大数据办 2018).
 */
export const DISTRICT_BUDGET: readonly (Pick<
  BudgetCreate,
  'name' | 'purpose' | 'fundSource' | 'budgetCode'
> & {
  readonly yuan: number
})[] = [
  {
    name: '综合执法举报投诉受理中心云服务费',
    purpose: 'cloud',
    fundSource: 'general-public',
    budgetCode: '2010301',
    yuan: 3_180_000,
  },
  {
    name: '应急联动服务中心云服务费',
    purpose: 'cloud',
    fundSource: 'general-public',
    budgetCode: '2010302',
    yuan: 2_750_000,
  },
  {
    name: '政府采购（货物）：终端与网络设备维保',
    purpose: 'hardware',
    fundSource: 'general-public',
    budgetCode: '2010399',
    yuan: 70_000,
  },
]
