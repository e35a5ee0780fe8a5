import {
  type Action,
  type Duty,
  type Noun,
  PARTIES,
  type Party,
  type ResponsibilityStep,
  ROLES,
  type Role,
  roles,
  type Text,
} from '@yunheng/contract'
import type { PolicyMatrix } from '../../../platform/authz/index.ts'

interface Step {
  readonly step: ResponsibilityStep
  readonly title: Text
  /** Whoever may do one of these carries the step; whoever may see the first one's noun is informed. */
  readonly acts: readonly [readonly [Action, Noun], ...(readonly [Action, Noun])[]]
  /** The flows in force name the roles as well. */
  readonly byFlows?: true
}

/** The life of a system's resources, each step by the acts that make it up: who may do them stands in the policies alone. */
export const STEPS: readonly Step[] = [
  { step: 'register', title: { zh: '登记系统', en: 'Register the system' }, acts: [['modify', 'system']] },
  { step: 'apply', title: { zh: '申请', en: 'Apply' }, acts: [['create', 'request']] },
  { step: 'review', title: { zh: '审批', en: 'Decide' }, acts: [['approve', 'request']], byFlows: true },
  { step: 'allocate', title: { zh: '分配放置', en: 'Allot and place' }, acts: [['operate', 'placement']] },
  {
    step: 'deliver',
    title: { zh: '开通交付', en: 'Provision and deliver' },
    acts: [['operate', 'work-order']],
  },
  {
    step: 'accept',
    title: { zh: '验收确认', en: 'Accept the delivery' },
    acts: [
      ['approve', 'work-order'],
      ['operate', 'request'],
    ],
  },
  { step: 'use', title: { zh: '使用与变更', en: 'Use and change' }, acts: [['operate', 'resource']] },
  {
    step: 'oversee',
    title: { zh: '盘点与偏差处置', en: 'Scan and settle drift' },
    acts: [['operate', 'inventory']],
  },
  {
    step: 'check',
    title: { zh: '安全检查与指导', en: 'Check and guide security' },
    acts: [['create', 'guide-check']],
  },
  {
    step: 'settle',
    title: { zh: '重大问题协调', en: 'Settle major issues' },
    acts: [['approve', 'major-issue']],
  },
  {
    step: 'release',
    title: { zh: '退还与回收', en: 'Give back and reclaim' },
    acts: [
      ['operate', 'resource'],
      ['operate', 'work-order'],
    ],
  },
]

export const PARTY_TITLES: Readonly<Record<Party, Text>> = {
  department: { zh: '使用单位', en: 'Department' },
  supervision: { zh: '云管理机构', en: 'Regulator' },
  provider: { zh: '云平台服务商', en: 'Provider' },
  operations: { zh: '统一运维服务机构', en: 'Unified operations' },
  guide: { zh: '指导部门', en: 'Guiding authorities' },
}

export interface Share {
  readonly party: Party
  readonly duty: Duty
  /** The party's roles that carry the step. */
  readonly roles: readonly Role[]
}

/** Who carries a step, party by party. @param deciders roles that the flows in force ask for a decision. */
export function sharesOf(step: Step, matrix: PolicyMatrix, deciders: ReadonlySet<string>): readonly Share[] {
  const carries = (role: Role) =>
    step.acts.some(([action, noun]) => matrix.get(role)?.get(noun)?.has(action)) ||
    (step.byFlows === true && deciders.has(role))
  const sees = (role: Role) => matrix.get(role)?.get(step.acts[0][1])?.has('view') ?? false
  return PARTIES.map((party) => {
    const own = ROLES.filter((role) => roles[role].side === party)
    const carrying = own.filter(carries)
    const duty = carrying.length > 0 ? 'does' : own.some(sees) ? 'informed' : 'none'
    return { party, duty, roles: carrying }
  })
}
