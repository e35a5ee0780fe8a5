import type { Reason } from './reasons.ts'

/** Why the organisation refuses, in the user's words. */
export const organisationReasons = {
  'body.closed': { kind: 'precondition', zh: '该机构已停用。', en: 'This body is closed.' },
  'body.has_open_parts': {
    kind: 'conflict',
    zh: '该机构仍有下级机构或有效岗位，请先处理后再停用。',
    en: 'This body still has bodies below it or posts in force. End those first.',
  },
  'body.kind_not_at_level': {
    kind: 'precondition',
    zh: '云管理机构只能设在县级及以上区划（R27）。',
    en: 'A regulator stands at county level or above (R27).',
  },
  'body.guide_field_needed': {
    kind: 'precondition',
    zh: '指导部门须填写指导领域，其他机构不填（R47）。',
    en: 'A guiding authority names its field of guidance; other bodies have none (R47).',
  },
  'body.provider_type_needed': {
    kind: 'precondition',
    zh: '服务提供机构须填写机构类型，其他机构不填（R49）。',
    en: 'A service provider names its type; other bodies have none (R49).',
  },
  'body.not_a_provider': {
    kind: 'precondition',
    zh: '安全责任主体须是云平台服务商或监管平台服务商（R44）。',
    en: 'The lead on security is a provider of clouds or of the platform (R44).',
  },
  'body.platform_exists': {
    kind: 'conflict',
    zh: '已有云监管平台服务商。全省只有一个云监管平台（R1）。',
    en: 'The supervision platform has its provider already. There is one such platform (R1).',
  },
  'region.code_taken': {
    kind: 'conflict',
    zh: '该区划代码已登记。',
    en: 'This region code is registered already.',
  },
  'region.closed': {
    kind: 'precondition',
    zh: '该行政区划已停用，不能再修改或新增下级和机构。',
    en: 'This region is closed: it cannot be changed and takes no new regions or bodies.',
  },
  'region.has_open_parts': {
    kind: 'precondition',
    zh: '该区划下还有未停用的下级区划或机构，请先处理。',
    en: 'Regions or bodies still stand in this region. Close or move them first.',
  },
  'region.level_not_below': {
    kind: 'precondition',
    zh: '新区划的层级须在上级之下（省、市、县、街道、社区）。',
    en: 'The level must be below its parent’s: province, city, county, street, community.',
  },
  'body.parent_elsewhere': {
    kind: 'precondition',
    zh: '上级机构必须位于同一区划或其上级区划。',
    en: 'The parent body must stand in the same region or one above it.',
  },
  'person.deactivated': { kind: 'precondition', zh: '该人员已停用。', en: 'This person is deactivated.' },
  'person.self': { kind: 'forbidden', zh: '不能对本人执行此操作。', en: 'You may not do this to yourself.' },
  'post.sides_conflict': {
    kind: 'conflict',
    zh: '管运分离（R21）：同一人不得同时担任监管方与服务商运营方岗位。',
    en: 'Management and operation are kept apart (R21): nobody holds a supervising and a provider post at once.',
  },
  'post.beyond_own_scope': {
    kind: 'forbidden',
    zh: '只能在您自己的管辖范围内授予您有权授予的岗位。',
    en: 'You may only grant, within your own scope, the posts that your role may give.',
  },
  'post.role_not_of_body': {
    kind: 'precondition',
    zh: '该角色与机构类型不符。',
    en: 'This role does not belong to this kind of body.',
  },
  'post.already_ended': { kind: 'conflict', zh: '该岗位已结束。', en: 'This post has ended already.' },
  'post.period_invalid': {
    kind: 'invalid',
    zh: '结束时间必须晚于开始时间。',
    en: 'The end must be after the beginning.',
  },
  'delegation.not_colleague': {
    kind: 'precondition',
    zh: '只能委托给本机构的在职同事。',
    en: 'Tasks can be handed only to an active colleague of your own body.',
  },
  'delegation.period_invalid': {
    kind: 'invalid',
    zh: '委托期限须在将来，且不超过 90 天。',
    en: 'The period must lie ahead and may not exceed 90 days.',
  },
  'delegation.already_ended': {
    kind: 'conflict',
    zh: '该委托已结束。',
    en: 'This delegation has ended already.',
  },
} as const satisfies Record<string, Reason>
