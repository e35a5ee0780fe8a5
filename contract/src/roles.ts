import type { Text } from './base.ts'

/**
 * Sides of the table, kept apart by R21 (管运分离): nobody holds a post on the supervision side and one on the
 * provider side at the same time.
 */
export const SIDES = [
  'supervision',
  'department',
  'provider',
  'operations',
  'guide',
  'administration',
] as const
export type Side = (typeof SIDES)[number]

/**
 * How far a post of this role sees: `platform` everything; `region` the bodies of its body's region and below (R45);
 * `body-tree` its own body and those under it (R41); `provider` its own body and what stands on its clouds (R42).
 */
export const REACHES = ['platform', 'region', 'body-tree', 'provider'] as const
export type Reach = (typeof REACHES)[number]

export interface RoleRecord {
  readonly side: Side
  readonly reach: Reach
  readonly title: Text
  readonly purpose: Text
}

/**
 * Roles that a post may carry. What each may do is data in the modules' `<noun>-policy.ts`; the whole matrix is printed
 * to `server/test/policy-matrix.txt`. Administration is split in three (三员分立): system, security, audit.
 */
export const roles = {
  'system-admin': {
    side: 'administration',
    reach: 'platform',
    title: { zh: '系统管理员', en: 'System administrator' },
    purpose: {
      zh: '维护机构、人员、账号、日历与平台设置；不参与审批，不看业务数据。',
      en: 'Keeps bodies, people, accounts, calendars and settings; neither approves nor reads business data.',
    },
  },
  'security-admin': {
    side: 'administration',
    reach: 'platform',
    title: { zh: '安全管理员', en: 'Security administrator' },
    purpose: {
      zh: '授予与收回岗位、会话与令牌，管理云平台凭证。',
      en: 'Grants and withdraws posts, sessions and tokens; keeps the credentials of clouds.',
    },
  },
  'audit-admin': {
    side: 'administration',
    reach: 'platform',
    title: { zh: '审计管理员', en: 'Audit administrator' },
    purpose: { zh: '查看、核验与导出审计记录。', en: 'Reads, verifies and exports the audit trail.' },
  },
  'regulator-bureau': {
    side: 'supervision',
    reach: 'region',
    title: { zh: '云管理机构·局（政策与考核）', en: 'Regulator, bureau (policy and assessment)' },
    purpose: {
      zh: '制定规则，审批需本级主管部门同意的申请，考核单位与服务商（R39、R43）。',
      en: 'Makes rules, approves what needs the authority of its level, assesses departments and providers (R39, R43).',
    },
  },
  'regulator-centre': {
    side: 'supervision',
    reach: 'region',
    title: { zh: '云管理机构·中心（分配与核算）', en: 'Regulator, centre (allocation and accounting)' },
    purpose: {
      zh: '日常审核、资源分配与核算，管理云平台、资源池与配额（R43）。',
      en: 'Reviews, allots and accounts day by day; keeps clouds, pools and quotas (R43).',
    },
  },
  'department-admin': {
    side: 'department',
    reach: 'body-tree',
    title: { zh: '使用单位·管理员', en: 'Department administrator' },
    purpose: {
      zh: '管理本单位及下属单位的人员、岗位与系统台账。',
      en: 'Keeps the people, posts and systems of its body and those below.',
    },
  },
  'department-approver': {
    side: 'department',
    reach: 'body-tree',
    title: { zh: '使用单位·负责人', en: 'Department head' },
    purpose: { zh: '审核本单位的申请。', en: 'Checks the applications of its own body.' },
  },
  'department-applicant': {
    side: 'department',
    reach: 'body-tree',
    title: { zh: '使用单位·经办人', en: 'Department applicant' },
    purpose: { zh: '申请、使用和退还资源。', en: 'Applies for, uses and returns resources.' },
  },
  'provider-operator': {
    side: 'provider',
    reach: 'provider',
    title: { zh: '云平台服务商·交付人员', en: 'Provider, delivery staff' },
    purpose: {
      zh: '查看本服务商平台上的资源，完成工单并提交凭据（R42）。',
      en: 'Sees what stands on its own clouds, fulfils work orders and hands in evidence (R42).',
    },
  },
  'provider-admin': {
    side: 'provider',
    reach: 'provider',
    title: { zh: '云平台服务商·管理员', en: 'Provider administrator' },
    purpose: {
      zh: '管理本服务商人员与云平台接入。',
      en: 'Keeps the provider’s people and the connection of its clouds.',
    },
  },
  'operations-engineer': {
    side: 'operations',
    reach: 'platform',
    title: { zh: '统一运维服务机构·工程师', en: 'Unified operations, engineer' },
    purpose: {
      zh: '协调服务商与监管平台，派发工单，见证销毁（R40）。',
      en: 'Coordinates providers and the platform, dispatches work orders, witnesses destruction (R40).',
    },
  },
  guide: {
    side: 'guide',
    reach: 'region',
    title: { zh: '指导部门（网信/公安/党信/密码/财政/审计）', en: 'Guiding authority' },
    purpose: { zh: '查阅、核对清单、提出意见（R47）。', en: 'Reads, checks lists and gives opinions (R47).' },
  },
} as const satisfies Record<string, RoleRecord>

export type Role = keyof typeof roles
export const ROLES = Object.keys(roles) as readonly Role[]
