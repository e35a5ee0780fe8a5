/**
 * The audit trail (R8, R56, R275): every act of every person and of the platform itself, chained by SM3.
 * An entry is written in the transaction of the act, sealed into the chain within a second, and never changes.
 */
import {
  Bilingual,
  Id,
  Instant,
  LongText,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  type Static,
  Strict,
  type Text,
  Type,
} from './base.ts'
import type { Reason } from './reasons.ts'

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/** `system` = the platform by itself (a reconciler, a clock); `nobody` = not signed in (a failed sign-in). */
export const AUDIT_ACTOR_KINDS = ['person', 'system', 'nobody'] as const

export const AuditActor = Strict({
  kind: OneOf(AUDIT_ACTOR_KINDS),
  personId: Nullable(Id),
  accountId: Nullable(Id),
  /** The post that was acted for, and the body it belongs to, as they were at that moment. */
  postId: Nullable(Id),
  bodyId: Nullable(Id),
  role: Nullable(Type.String()),
  /** Name at the time of the act: later renames do not rewrite history. */
  name: Type.String(),
})
export type AuditActor = Static<typeof AuditActor>

/** One field that the act changed; values are bounded text, sensitive ones are replaced by `[secret]`. */
export const AuditChange = Strict({
  field: Type.String(),
  before: Nullable(Type.String()),
  after: Nullable(Type.String()),
})
export type AuditChange = Static<typeof AuditChange>

/** 64 hexadecimal digits: an SM3 digest. */
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })

export const AuditEntry = Strict({
  id: Id,
  /** Place in the chain, from 1 without gaps. */
  seq: Type.Integer({ minimum: 1 }),
  at: Instant,
  sealedAt: Instant,
  actor: AuditActor,
  /** Code of the act (`request.submit`) and what it is called. */
  act: Type.String(),
  title: Bilingual,
  outcome: OneOf(AUDIT_OUTCOMES),
  /** Reason code when refused or failed, with its sentence. */
  reason: Nullable(Type.String()),
  reasonText: Nullable(Bilingual),
  noun: Type.String(),
  objectId: Nullable(Type.String()),
  objectLabel: Nullable(Type.String()),
  objectBodyId: Nullable(Id),
  changes: Type.Array(AuditChange),
  /** True when more fields changed than are listed; the digests cover all of them. */
  changesCut: Type.Boolean(),
  beforeDigest: Nullable(Digest),
  afterDigest: Nullable(Digest),
  requestId: Nullable(Type.String()),
  address: Nullable(Type.String()),
  /** Sample history carries invented times; everything else carries the time it happened. */
  origin: OneOf(['live', 'sample']),
  previousHash: Digest,
  hash: Digest,
})
export type AuditEntry = Static<typeof AuditEntry>

const filters = {
  noun: Type.Optional(Type.String({ minLength: 1, maxLength: 63 })),
  objectId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  personId: Type.Optional(Id),
  bodyId: Type.Optional(Id),
  act: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  outcome: Type.Optional(OneOf(AUDIT_OUTCOMES)),
  requestId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
}

/** What can be wrong with a chain. The words for people are in the report's `text`. */
export const AUDIT_FLAWS = [
  'altered',
  'removed',
  'inserted',
  'swapped',
  'back-dated',
  'truncated',
  'rewritten',
  'restored-backup',
  'checkpoint-invalid',
] as const
export type AuditFlaw = (typeof AUDIT_FLAWS)[number]

/** A statement signed by the platform: at this instant entry `seq` had this hash. Keep it outside the platform. */
export const AuditCheckpoint = Strict({
  format: Type.Literal('yunheng-audit-checkpoint/1'),
  seq: Type.Integer({ minimum: 1 }),
  hash: Digest,
  at: Instant,
  /** First 16 hexadecimal digits of SM3 over the public key. */
  keyId: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  /** Uncompressed SM2 point, hexadecimal. */
  publicKey: Type.String({ pattern: '^04[0-9a-f]{128}$' }),
  /** SM2 with SM3 over the RFC 8785 form of the other fields, user id 1234567812345678, DER in base64. */
  signature: Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9+/]+=*$' }),
})
export type AuditCheckpoint = Static<typeof AuditCheckpoint>

export const AuditFinding = Strict({
  flaw: OneOf(AUDIT_FLAWS),
  /** First bad entry, and the last one it can be told apart to (the same, when it is known exactly). */
  seq: Type.Integer({ minimum: 1 }),
  lastSeq: Type.Integer({ minimum: 1 }),
  text: Strict({ zh: LongText, en: LongText }),
})
export type AuditFinding = Static<typeof AuditFinding>

export const AuditReport = Strict({
  sound: Type.Boolean(),
  entryCount: Type.Integer({ minimum: 0 }),
  lastSeq: Type.Integer({ minimum: 0 }),
  lastHash: Nullable(Digest),
  /** Acts committed but not sealed yet: normally those of the last second. */
  pendingCount: Type.Integer({ minimum: 0 }),
  checkpointCount: Type.Integer({ minimum: 0 }),
  /** Whether a checkpoint kept outside was given: only then a rewritten or shortened chain can be excluded. */
  outsideCheckpoint: Type.Boolean(),
  sampleCount: Type.Integer({ minimum: 0 }),
  finding: Nullable(AuditFinding),
  verifiedAt: Instant,
  tookMs: Type.Integer({ minimum: 0 }),
})
export type AuditReport = Static<typeof AuditReport>

export const AuditState = Strict({
  lastSeq: Type.Integer({ minimum: 0 }),
  lastHash: Nullable(Digest),
  lastSealedAt: Nullable(Instant),
  pendingCount: Type.Integer({ minimum: 0 }),
  lastCheckpoint: Nullable(AuditCheckpoint),
})

const checkpointFile = Type.Array(AuditCheckpoint, { minItems: 1, maxItems: 1000 })

export const auditOperations = {
  list: operation({
    id: 'audit.list',
    method: 'GET',
    path: '/audit-entries',
    title: { zh: '查询审计记录', en: 'List audit entries' },
    query: PageQuery(filters),
    response: PageOf(AuditEntry),
    access: { action: 'list', noun: 'audit' },
    audit: { none: 'read' },
    reasons: [],
  }),
  get: operation({
    id: 'audit.get',
    method: 'GET',
    path: '/audit-entries/{seq}',
    title: { zh: '查看审计记录', en: 'Show an audit entry' },
    params: Strict({ seq: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }) }),
    response: AuditEntry,
    access: { action: 'view', noun: 'audit' },
    audit: { none: 'read' },
    reasons: [],
  }),
  /** CSV with the filters of the list; its last line carries the SM3 digest of everything above (R275). */
  export: operation({
    id: 'audit.export',
    method: 'GET',
    path: '/audit-export',
    title: { zh: '导出审计记录', en: 'Export audit entries' },
    query: Strict({
      ...filters,
      language: Type.Optional(OneOf(['zh', 'en'])),
      /** CSV unless said otherwise; only the CSV carries its own digest. */
      format: Type.Optional(OneOf(['csv', 'xlsx'])),
    }),
    response: Type.Any(),
    access: { action: 'list', noun: 'audit' },
    audit: { act: 'audit.export' },
    reasons: [],
    stream: 'file',
  }),
  state: operation({
    id: 'audit.state',
    method: 'GET',
    path: '/audit-state',
    title: { zh: '审计链状态', en: 'State of the audit chain' },
    response: AuditState,
    access: { action: 'list', noun: 'audit' },
    audit: { none: 'read' },
    reasons: [],
  }),
  /** Reads the whole chain. With checkpoints kept outside it also excludes rewriting and truncation. */
  verify: operation({
    id: 'audit.verify',
    method: 'POST',
    path: '/audit-verifications',
    title: { zh: '校验审计链', en: 'Verify the audit chain' },
    body: Strict({ checkpoints: Type.Optional(checkpointFile) }),
    response: AuditReport,
    access: { action: 'operate', noun: 'audit' },
    audit: { act: 'audit.verify' },
    reasons: ['audit.verification_running'],
  }),
  listCheckpoints: operation({
    id: 'audit.list-checkpoints',
    method: 'GET',
    path: '/audit-checkpoints',
    title: { zh: '查询审计检查点', en: 'List audit checkpoints' },
    query: PageQuery({}),
    response: PageOf(AuditCheckpoint),
    access: { action: 'list', noun: 'audit' },
    audit: { none: 'read' },
    reasons: [],
  }),
  createCheckpoint: operation({
    id: 'audit.create-checkpoint',
    method: 'POST',
    path: '/audit-checkpoints',
    title: { zh: '签发审计检查点', en: 'Sign an audit checkpoint' },
    response: AuditCheckpoint,
    status: 201,
    access: { action: 'operate', noun: 'audit' },
    audit: { act: 'audit.create-checkpoint' },
    idempotent: true,
    reasons: ['audit.chain_empty'],
  }),
  /** The newest checkpoints as one small JSON file (at most 1000), to be kept outside the platform. */
  exportCheckpoints: operation({
    id: 'audit.export-checkpoints',
    method: 'GET',
    path: '/audit-checkpoints-export',
    title: { zh: '导出审计检查点', en: 'Export audit checkpoints' },
    response: Type.Any(),
    access: { action: 'list', noun: 'audit' },
    audit: { act: 'audit.export-checkpoints' },
    reasons: ['audit.chain_empty'],
    stream: 'file',
  }),
} as const

export const auditReasons = {
  'audit.chain_empty': {
    kind: 'precondition',
    zh: '审计链中还没有记录，无法签发检查点。',
    en: 'The audit chain has no entry yet, so there is nothing to sign.',
  },
  'audit.verification_running': {
    kind: 'conflict',
    zh: '另一次校验正在进行，请等待其完成。',
    en: 'Another verification is running. Wait until it has finished.',
  },
  'audit.not_recorded': {
    kind: 'unavailable',
    zh: '审计记录无法写入，因此操作未执行。请将请求编号 {requestId} 告知管理员。',
    en: 'The act could not be recorded in the audit trail, so it was not done. Give the request id {requestId} to the administrator.',
  },
} as const satisfies Record<string, Reason>

/** Acts of the platform itself, which have no operation record to take a title from. */
export const systemActs: Readonly<Record<string, Text>> = {
  'adoption.approved': { zh: '归属单位确认纳管', en: 'The owning body approved the adoption' },
  'adoption.returned': { zh: '归属单位退回纳管清单', en: 'The owning body sent the adoption list back' },
  'adoption.submitted': { zh: '纳管清单再次提交', en: 'The adoption list was handed in again' },
  'adoption.priced': { zh: '纳管资源按规格起计', en: 'What was taken in began to be priced' },
  'adoption.done': { zh: '纳管清单办结', en: 'The adoption list was taken in' },
  'account.end-access': {
    zh: '人员停用，结束其会话与令牌',
    en: 'Sessions and tokens ended: the person left',
  },
  'api-token.use': { zh: '使用访问令牌', en: 'Used an API token' },
  'audit.sign-checkpoint': { zh: '平台定时签发审计检查点', en: 'The platform signed an audit checkpoint' },
  'difference.due-soon': { zh: '对账差异临近期限，提醒', en: 'Reminder of differences before their day' },
  'difference.overdue': { zh: '对账差异逾期未办，提醒', en: 'Reminder of differences past their day' },
  'difference.escalated': {
    zh: '对账差异逾期未办，告知负责人',
    en: 'The head of their owner was told of differences past their day',
  },
  'bill.rated': { zh: '账单计费', en: 'A bill was rated' },
  'bill.overdue': { zh: '账单逾期未答复，提醒', en: 'Reminder of a bill without an answer' },
  'flow-instance.start': { zh: '发起流程', en: 'Started a flow' },
  'consolidation.step': { zh: '整合：迁移一台云主机', en: 'A machine was moved by a consolidation' },
  'consolidation.done': { zh: '整合方案执行完毕', en: 'A consolidation came to its end' },
  'power-schedule.stop': { zh: '按关机计划关机', en: 'Stopped by a power schedule' },
  'power-schedule.start': { zh: '按关机计划开机', en: 'Started by a power schedule' },
  'price-trial.finished': { zh: '价格试算完成', en: 'A trial of prices was finished' },
  'request.approved': { zh: '审批通过', en: 'Request approved' },
  'request.rejected': { zh: '审批未通过', en: 'Request rejected' },
  'request.returned': { zh: '退回修改', en: 'Request returned for correction' },
  'request.withdrawn': { zh: '申请已撤回', en: 'Request withdrawn' },
  'request.waiting': { zh: '申请等待扩容', en: 'Request waits for room' },
  'request.allocated': { zh: '分配资源', en: 'Room allotted' },
  'request.delivered': { zh: '全部交付，待确认', en: 'Delivered, to be confirmed' },
  'request.partly-delivered': { zh: '部分交付', en: 'Delivered in part' },
  'request.completed': { zh: '申请办结', en: 'Request completed' },
  'resource.intended': { zh: '分配资源，待开通', en: 'A resource was allotted, to be provisioned' },
  'resource.provisioned': { zh: '资源已开通', en: 'A resource was provisioned' },
  'resource.settled': { zh: '资源变更已完成', en: 'A change of a resource was carried out' },
  'resource.given-back': { zh: '资源退还，待回收', en: 'A resource was given back, to be reclaimed' },
  'resource.released': { zh: '资源已回收', en: 'A resource was reclaimed' },
  'resource-term.reminded': { zh: '到期提醒', en: 'Reminder of an ending term' },
  'resource-term.renewed': { zh: '使用期限自动续期', en: 'Term renewed by itself' },
  'resource-term.not-renewed': { zh: '未能自动续期', en: 'Term not renewed by itself' },
  'resource-term.expired': { zh: '使用期限届满', en: 'Term ended' },
  'resource.put-back': { zh: '恢复为应有状态', en: 'Put back as intended' },
  'resource.write-off': { zh: '确认已消失，不再保留', en: 'Written off: it is gone' },
  'service-contract.ending': {
    zh: '下达“不再续租，迁移”待办',
    en: 'The task “do not renew, migrate” was raised',
  },
  'service-contract.ceiling-near': {
    zh: '合同上限预警',
    en: 'Warned that a ceiling is near',
  },
  'service-contract.migration-handled': {
    zh: '“不再续租，迁移”已办理',
    en: '“Do not renew, migrate” was handled',
  },
  'saving-notice.accepted': { zh: '接受节约通知', en: 'A saving notice was accepted' },
  'saving-notice.objected': { zh: '对节约通知提出异议', en: 'A saving notice was objected to' },
  'saving-notice.waived': { zh: '节约通知异议成立', en: 'The objection to a saving notice stands' },
  'saving-notice.insisted': {
    zh: '节约通知异议不成立',
    en: 'The objection to a saving notice does not stand',
  },
  'saving-notice.done': { zh: '节约通知办结', en: 'A saving notice was done' },
  'saving-notice.lapsed': { zh: '节约通知了结', en: 'A saving notice lapsed' },
  'saving-notice.measured': { zh: '节约效果已核对', en: 'The effect of a saving was measured' },
  'saving-trial.finished': { zh: '节约规则试算完成', en: 'A trial of saving rules was finished' },
  'saving-notice.billed': { zh: '节约金额已按账单核对', en: 'What was saved was compared with the bills' },
  'saving-notice.due-soon': { zh: '节约通知将到期，已提醒', en: 'Reminded that a saving notice is due soon' },
  'saving-notice.overdue': { zh: '节约通知逾期未办', en: 'A saving notice was not done in time' },
  'saving-notice.to-head': {
    zh: '节约通知逾期，报使用单位负责人',
    en: 'The head of a body was told of a late saving notice',
  },
  'saving-notice.to-centre': {
    zh: '节约通知逾期，报云管理机构',
    en: 'The centre was told of a late saving notice',
  },
  'session.use': { zh: '使用会话', en: 'Used a session' },
  'task.escalate': { zh: '办理超期，自动升级', en: 'A step ran out of its term and was escalated' },
}
