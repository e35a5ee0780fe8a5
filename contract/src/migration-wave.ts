/**
 * Migration waves (迁移批次, R20): existing systems move step by step, each in a wave with an order, a window and a body that
 * answers for it. Here the waves are planned; the move itself is another matter.
 */
import {
  ActionsOf,
  Day,
  Id,
  IdParams,
  Instant,
  LongText,
  Nullable,
  operation,
  PageOf,
  PageQuery,
  Ref,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import type { Reason } from './reasons.ts'

const Count = Type.Integer({ minimum: 0 })

const fields = {
  name: ShortText,
  /** Which wave comes first: easy before hard (先易后难). */
  position: Type.Integer({ minimum: 1, maximum: 1000 }),
  startsOn: Day,
  /** The last day of the window, in China's civil time. */
  endsOn: Day,
  responsibleBodyId: Id,
  note: LongText,
}

export const MigrationWaveCreate = Strict(fields)
export type MigrationWaveCreate = Static<typeof MigrationWaveCreate>
export const MigrationWaveUpdate = Strict({ version: Version, ...fields })
export type MigrationWaveUpdate = Static<typeof MigrationWaveUpdate>

export const MigrationWave = Strict({
  id: Id,
  name: Type.String(),
  position: Type.Integer(),
  /** Null for a wave that was only a name in the ledger before waves were kept: still to be planned. */
  startsOn: Nullable(Day),
  endsOn: Nullable(Day),
  responsibleBody: Nullable(Ref),
  note: Type.String(),
  /** Systems in it that the reader may see, those retired left out. */
  systems: Count,
  /** Of these, on the cloud already. */
  migrated: Count,
  /** Its window has ended and some of its systems still wait. */
  isLate: Type.Boolean(),
  version: Version,
  actions: ActionsOf(['modify', 'remove', 'assign']),
})
export type MigrationWave = Static<typeof MigrationWave>

/** Where systems stand between the two ways that R20 knows. Exempt systems are left out of the rate while their record holds. */
export const SystemPlacement = Strict({
  newSystems: Strict({ count: Count, onCloud: Count }),
  stockSystems: Strict({ count: Count, onCloud: Count, inWave: Count }),
  /** Not counted: exempt by a record that is in force. */
  exempt: Count,
  /** Neither on the cloud nor in a wave: the list of systems with `gap=no-wave`. */
  neither: Count,
  /** (new + stock − neither) ÷ (new + stock), one digit; null without systems. */
  percent: Nullable(Type.Number({ minimum: 0, maximum: 100 })),
  asOf: Instant,
})
export type SystemPlacement = Static<typeof SystemPlacement>

export const migrationWaveReasons = {
  'migration-wave.window': {
    kind: 'invalid',
    zh: '批次窗口的结束日期不能早于开始日期。',
    en: 'The window of a wave cannot end before it begins.',
  },
  'migration-wave.body_not_found': {
    kind: 'precondition',
    zh: '没有找到责任单位，或该单位已撤销、不在管辖范围内。请另选责任单位。',
    en: 'The responsible body was not found, is closed, or is out of your reach. Choose another.',
  },
  'migration-wave.name_taken': {
    kind: 'conflict',
    zh: '已有名为“{name}”的迁移批次，请换一个名称。',
    en: 'There is a wave called “{name}” already. Choose another name.',
  },
  'migration-wave.not_yours': {
    kind: 'forbidden',
    zh: '该批次由上级或其他地区安排，请联系其责任单位。',
    en: 'This wave is planned by a higher level or another region. Ask its responsible body.',
  },
  'migration-wave.has_systems': {
    kind: 'conflict',
    zh: '批次中还有信息系统，请先将它们移到其他批次。',
    en: 'There are systems in this wave. Move them to another wave first.',
  },
  'migration-wave.system_not_found': {
    kind: 'precondition',
    zh: '所选信息系统中有不存在或不在管辖范围内的，未作任何改动。请刷新后重选。',
    en: 'A system that was chosen is not there or out of your reach; nothing was changed. Reload and choose again.',
  },
  'migration-wave.system_unfit': {
    kind: 'precondition',
    zh: '“{name}”不是待迁移的存量系统，不排批次；未作任何改动。',
    en: '“{name}” is no existing system that waits for migration, so no wave is for it; nothing was changed.',
  },
} as const satisfies Record<string, Reason>

const read = { none: 'read' } as const
const filters = { q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) }

export const migrationWaveOperations = {
  list: operation({
    id: 'migration-wave.list',
    method: 'GET',
    path: '/migration-waves',
    title: { zh: '迁移批次列表', en: 'List migration waves' },
    query: PageQuery(filters),
    response: PageOf(MigrationWave),
    access: { action: 'list', noun: 'migration-wave' },
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'migration-wave.get',
    method: 'GET',
    path: '/migration-waves/{id}',
    title: { zh: '查看迁移批次', en: 'Get a migration wave' },
    params: IdParams,
    response: MigrationWave,
    access: { action: 'view', noun: 'migration-wave' },
    audit: read,
    reasons: [],
  }),
  create: operation({
    id: 'migration-wave.create',
    method: 'POST',
    path: '/migration-waves',
    title: { zh: '新建迁移批次', en: 'Plan a migration wave' },
    body: MigrationWaveCreate,
    response: MigrationWave,
    status: 201,
    access: { action: 'create', noun: 'migration-wave' },
    audit: { act: 'migration-wave.create' },
    idempotent: true,
    reasons: ['migration-wave.window', 'migration-wave.body_not_found', 'migration-wave.name_taken'],
  }),
  update: operation({
    id: 'migration-wave.update',
    method: 'PUT',
    path: '/migration-waves/{id}',
    title: { zh: '修改迁移批次', en: 'Update a migration wave' },
    params: IdParams,
    body: MigrationWaveUpdate,
    response: MigrationWave,
    access: { action: 'modify', noun: 'migration-wave' },
    audit: { act: 'migration-wave.update' },
    reasons: [
      'migration-wave.not_yours',
      'migration-wave.window',
      'migration-wave.body_not_found',
      'migration-wave.name_taken',
    ],
  }),
  remove: operation({
    id: 'migration-wave.remove',
    method: 'DELETE',
    path: '/migration-waves/{id}',
    title: { zh: '删除迁移批次', en: 'Remove a migration wave' },
    params: IdParams,
    response: Type.Null(),
    status: 204,
    access: { action: 'delete', noun: 'migration-wave' },
    audit: { act: 'migration-wave.remove' },
    reasons: ['migration-wave.not_yours', 'migration-wave.has_systems'],
  }),
  /** Those who keep the ledger of systems assign; all that are named or none. */
  assign: operation({
    id: 'migration-wave.assign',
    method: 'POST',
    path: '/migration-waves/{id}/assign',
    title: { zh: '将信息系统排入批次', en: 'Assign systems to a wave' },
    params: IdParams,
    body: Strict({ systemIds: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }) }),
    response: Strict({ assigned: Count, wave: MigrationWave }),
    access: { action: 'modify', noun: 'system' },
    audit: { act: 'migration-wave.assign' },
    idempotent: true,
    reasons: ['migration-wave.system_not_found', 'migration-wave.system_unfit'],
  }),
  placement: operation({
    id: 'system.placement',
    method: 'GET',
    path: '/system-placement',
    title: { zh: '上云与排批情况', en: 'How many systems are on the cloud or in a wave' },
    response: SystemPlacement,
    access: { action: 'list', noun: 'system' },
    audit: read,
    reasons: [],
  }),
} as const
