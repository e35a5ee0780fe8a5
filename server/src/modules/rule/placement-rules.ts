/**
 * How placement filters and scores (R9). The whole platform schedules as one, so no lower level sets these: a city that
 * weighed otherwise would place on pools that another weighs for its own.
 */
import { flag, integer, type RuleDefinition } from './rule-definition.ts'

const points = { zh: '分', en: 'points' }
const percent = { zh: '%', en: '%' }
const level = { zh: '级', en: 'level' }

/** A score from 0 to 1 counts so many points; nought leaves it out. */
function weight(score: string, zh: string, en: string, shipped: number, requirement: string): RuleDefinition {
  const title = { zh: `资源安排评分权重：${zh}`, en: `Weight in placement: ${en}` }
  return integer(`placement.weight.${score}`, title, points, [0, 1000], 'fixed', shipped, requirement)
}

export const PLACEMENT_RULES: readonly RuleDefinition[] = [
  weight('preferred-provider', '使用单位选择的服务商', 'the provider that the body chose', 100, 'R7'),
  weight('same-cloud', '与该系统已有资源同一云平台', 'the cloud that carries the system already', 50, 'R9'),
  weight('same-zone', '与该系统已有资源同一可用区', 'the zone that carries the system already', 30, 'R9'),
  weight('bonds', '尽量满足的亲和约束', 'the bonds between systems that are preferred', 40, 'R9'),
  weight('cloud-health', '云平台健康', 'a healthy cloud', 20, 'R9'),
  weight('room-left', '均衡（安排后余量多者优先）', 'balance (more room left afterwards)', 10, 'R9'),
  weight('low-cost', '费用低', 'low cost', 0, 'R7'),
  weight(
    'consolidation',
    '整合（安排后余量少者优先）',
    'consolidation (less room left afterwards)',
    0,
    'R304',
  ),
  integer(
    'placement.domestic.from-level',
    {
      zh: '只安排到信创资源池：适用的最低等保级别（6 表示不限）',
      en: 'Domestic pools only: from which protection level (6: none)',
    },
    level,
    [1, 6],
    'fixed',
    6,
    'R17',
  ),
  flag(
    'placement.protection.stated',
    {
      zh: '未登记等保级别的资源池不安排已定级系统',
      en: 'A pool whose protection level is not stated takes no graded system',
    },
    'fixed',
    false,
    'R166',
  ),
  flag(
    'placement.recovery.apart',
    { zh: '灾备与生产不在同一节点', en: 'Recovery never stands on the node of what it recovers' },
    'fixed',
    true,
    'R12',
  ),
  flag(
    'placement.same-cloud.required',
    { zh: '同一系统只安排在一个云平台（灾备除外）', en: 'A system stands on one cloud only, recovery aside' },
    'fixed',
    false,
    'R9',
  ),
  integer(
    'placement.provider-share.percent',
    {
      zh: '一家服务商在同类资源池 vCPU 总容量中的承载上限（100 表示不限）',
      en: 'Most that one provider carries of all vCPUs of its kind of pool (100: no limit)',
    },
    percent,
    [1, 100],
    'fixed',
    100,
    'R7',
  ),
]
