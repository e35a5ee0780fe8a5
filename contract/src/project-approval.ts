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
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { Amounts } from './pool.ts'

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
  /** What the system holds and what is being approved for it. */
  used: Amounts,
  free: Amounts,
  enteredBy: Type.String(),
  updatedAt: Instant,
  version: Version,
  actions: ActionsOf(['set']),
})
export type ProjectApproval = Static<typeof ProjectApproval>

/** Version null when the system has none yet. */
export const ProjectApprovalSet = Strict({ version: Nullable(Version), ...fields })
export type ProjectApprovalSet = Static<typeof ProjectApprovalSet>

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
    reasons: [],
  }),
} as const
