/** Rules about the ceilings of contracts: whether applications are asked about them, and what stops one. */
import { flag, integer, type RuleDefinition } from './rule-definition.ts'

export const CONTRACT_RULES: readonly RuleDefinition[] = [
  flag(
    'contract.ceiling.asked',
    { zh: '申请时核对合同上限', en: 'Applications are asked about the ceiling of the contract' },
    'yes',
    true,
    'R299',
  ),
  integer(
    'contract.ceiling.warn-percent',
    {
      zh: '申请后达到合同上限的该比例时提示',
      en: 'An application is warned from this share of the ceiling on',
    },
    { zh: '%', en: '%' },
    [1, 100],
    'lower',
    90,
    'R299',
  ),
  flag(
    'contract.ceiling.blocks',
    {
      zh: '超出合同上限时不予受理（否则仅提示；可登记补充协议或办理超上限许可）',
      en: 'Beyond the ceiling an application is stopped, unless it is raised or more permitted; otherwise it only warns',
    },
    'yes',
    true,
    'R299',
  ),
]
