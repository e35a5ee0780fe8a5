/** Project approvals (立项批复): how much a system may be given at most (R111, R112), entered by the cloud authority. */
import {
  ActionsOf,
  Day,
  Id,
  IdParams,
  Instant,
  LongText,
  Nullable,
  operation,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { Amounts } from './pool.ts'
import type { Reason } from './reasons.ts'

const fields = {
  /** 批复文号. */
  approvalNo: ShortText,
  approvedOn: Day,
  /** Who approved the project. */
  approvedBy: ShortText,
  amounts: Amounts,
  note: LongText,
}

export const ProjectApproval = Strict({
  systemId: Id,
  ...fields,
  /** The filing that it follows from: the key of the project, for budgets and spending alike. */
  filing: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
  /** What the system holds and what is being approved for it. */
  used: Amounts,
  free: Amounts,
  enteredBy: Type.String(),
  updatedAt: Instant,
  version: Version,
  actions: ActionsOf(['set']),
})
export type ProjectApproval = Static<typeof ProjectApproval>

/** A system with its approval, or without one yet: then what may be entered is still told. */
export const ProjectOfSystem = Strict({
  systemId: Id,
  body: Ref,
  approval: Nullable(ProjectApproval),
  actions: ActionsOf(['set']),
})
export type ProjectOfSystem = Static<typeof ProjectOfSystem>

/** Version null when the system has none yet. */
export const ProjectApprovalSet = Strict({
  version: Nullable(Version),
  ...fields,
  /** An accepted filing of the body or of one above it; left out: as it was. */
  filingId: Type.Optional(Nullable(Id)),
})
export type ProjectApprovalSet = Static<typeof ProjectApprovalSet>

export const projectApprovalReasons = {
  'project-approval.filing_not_found': {
    kind: 'precondition',
    zh: '没有找到对应的项目申报，或它不属于该系统的单位及其上级单位、未获同意。请选择已同意的项目申报，或不填。',
    en: 'The filing was not found, is not of the body of the system or of one above it, or is not accepted. Choose an accepted filing, or none.',
  },
} as const satisfies Record<string, Reason>

export const projectApprovalOperations = {
  get: operation({
    id: 'project-approval.get',
    method: 'GET',
    path: '/systems/{id}/project-approval',
    title: { zh: '查看立项批复', en: 'Get the project approval of a system' },
    params: IdParams,
    response: ProjectApproval,
    access: { action: 'view', noun: 'request' },
    audit: { none: 'read' },
    reasons: [],
  }),
  ofSystem: operation({
    id: 'project-approval.of-system',
    method: 'GET',
    path: '/systems/{id}/project',
    title: { zh: '查看系统的项目', en: 'Get the project of a system' },
    params: IdParams,
    response: ProjectOfSystem,
    access: { action: 'view', noun: 'request' },
    audit: { none: 'read' },
    reasons: [],
  }),
  set: operation({
    id: 'project-approval.set',
    method: 'PUT',
    path: '/systems/{id}/project-approval',
    title: { zh: '登记立项批复', en: 'Enter the project approval of a system' },
    params: IdParams,
    body: ProjectApprovalSet,
    response: ProjectApproval,
    access: { action: 'approve', noun: 'request' },
    audit: { act: 'project-approval.set' },
    reasons: ['project-approval.filing_not_found'],
  }),
} as const
