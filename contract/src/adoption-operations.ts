/** Operations of adoption (纳管): what nobody manages, lists, decisions, rates. */
import { ADOPTABLE_KINDS, ADOPTION_ENTRY_STATES, ADOPTION_LIST_STATES, ADOPTION_RULES, AdoptionCloud, AdoptionCounty, AdoptionEntry, AdoptionItem, AdoptionList, AdoptionListSummary, AdoptionNode, AdoptionRate, Count, Ref } from './adoption.ts'
import { Id, IdParams, Instant, Nullable, OneOf, operation, PageOf, PageQuery, Strict, Type, Version } from './base.ts'

const Comment = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
const itemFilter = {
  cloudId: Type.Optional(Id),
  kind: Type.Optional(OneOf(ADOPTABLE_KINDS)),
  rule: Type.Optional(OneOf(ADOPTION_RULES)),
  /** Whether there is a proposal. */
  proposed: Type.Optional(Type.Boolean()),
  bodyId: Type.Optional(Id),
  systemId: Type.Optional(Id),
  /** Whether it stands on a list. */
  assigned: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}

const read = { none: 'read' } as const
const listed = { action: 'list', noun: 'adoption' } as const
const language = { language: Type.Optional(OneOf(['zh', 'en'])) }
const changed = {
  method: 'POST',
  params: IdParams,
  response: AdoptionList,
  idempotent: true,
} as const

const WORKBOOK_BYTES_MAX = 20 * 1024 * 1024
const BASE64_MAX = Math.ceil(WORKBOOK_BYTES_MAX / 3) * 4

export const adoptionOperations = {
  clouds: operation({
    id: 'adoption.clouds',
    method: 'GET',
    path: '/adoption-clouds',
    title: { zh: '各云平台纳管进度', en: 'How much of each cloud is managed' },
    response: Strict({ items: Type.Array(AdoptionCloud, { maxItems: 1000 }), asOf: Instant }),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  items: operation({
    id: 'adoption.items',
    method: 'GET',
    path: '/adoption-items',
    title: { zh: '未纳管资源', en: 'What nobody manages' },
    query: PageQuery(itemFilter),
    response: PageOf(AdoptionItem),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  propose: operation({
    id: 'adoption.propose',
    method: 'POST',
    path: '/clouds/{id}/propose-owners',
    title: { zh: '重新推断归属', en: 'Propose owners anew' },
    params: IdParams,
    response: Strict({ proposed: Count, unmanaged: Count }),
    access: { action: 'operate', noun: 'inventory' },
    audit: { act: 'adoption.propose' },
    reasons: [],
  }),
  download: operation({
    id: 'adoption.download',
    method: 'GET',
    path: '/adoption-items/export',
    title: { zh: '下载未纳管资源工作簿', en: 'Download a workbook of what nobody manages' },
    query: Strict({ ...itemFilter, ...language }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'inventory' },
    audit: { act: 'adoption.download' },
    reasons: [],
  }),
  upload: operation({
    id: 'adoption.upload',
    method: 'POST',
    path: '/adoption-items/import',
    title: { zh: '上传指派工作簿', en: 'Upload a workbook of assignments' },
    body: Strict({
      cloudId: Id,
      poolId: Id,
      contentBase64: Type.String({ minLength: 4, maxLength: BASE64_MAX, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    }),
    response: Strict({
      /** One draft for each body; none when any row has an error: nothing is half done. */
      lists: Type.Array(Strict({ id: Id, no: Type.String(), body: Ref, entries: Count }), { maxItems: 1000 }),
      rows: Count,
      errors: Count,
      /** The same workbook with what is wrong in a column of its own. */
      workbook: Nullable(Strict({ fileName: Type.String(), contentBase64: Type.String() })),
    }),
    access: { action: 'create', noun: 'adoption' },
    audit: { act: 'adoption.upload' },
    bodyLimitBytes: BASE64_MAX + 64 * 1024,
    reasons: ['adoption.workbook_unreadable', 'adoption.pool_elsewhere', 'adoption.too_many'],
  }),
  list: operation({
    id: 'adoption.list',
    method: 'GET',
    path: '/adoption-lists',
    title: { zh: '纳管清单', en: 'Adoption lists' },
    query: PageQuery({
      cloudId: Type.Optional(Id),
      bodyId: Type.Optional(Id),
      state: Type.Optional(OneOf(ADOPTION_LIST_STATES)),
    }),
    response: PageOf(AdoptionListSummary),
    access: listed,
    audit: read,
    reasons: [],
  }),
  get: operation({
    id: 'adoption.get',
    method: 'GET',
    path: '/adoption-lists/{id}',
    title: { zh: '查看纳管清单', en: 'Get an adoption list' },
    params: IdParams,
    response: AdoptionList,
    access: { action: 'view', noun: 'adoption' },
    audit: read,
    reasons: [],
  }),
  entries: operation({
    id: 'adoption.entries',
    method: 'GET',
    path: '/adoption-lists/{id}/entries',
    title: { zh: '纳管清单明细', en: 'Entries of an adoption list' },
    params: IdParams,
    query: PageQuery({
      state: Type.Optional(OneOf(ADOPTION_ENTRY_STATES)),
      kind: Type.Optional(OneOf(ADOPTABLE_KINDS)),
    }),
    response: PageOf(AdoptionEntry),
    access: { action: 'view', noun: 'adoption' },
    audit: read,
    reasons: [],
  }),
  assign: operation({
    id: 'adoption.assign',
    method: 'POST',
    path: '/adoption-lists',
    title: { zh: '指派归属', en: 'Assign things to a body' },
    body: Strict({
      cloudId: Id,
      bodyId: Id,
      poolId: Id,
      /** Null: to the system that is proposed; what has no proposal for this body is left out. */
      systemId: Nullable(Id),
      note: Type.String({ maxLength: 1000 }),
      /** Chosen one by one, or all that the filter shows. */
      itemIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true })),
      filter: Nullable(
        Strict({
          kind: itemFilter.kind,
          rule: itemFilter.rule,
          proposed: itemFilter.proposed,
          bodyId: itemFilter.bodyId,
          systemId: itemFilter.systemId,
          q: itemFilter.q,
        }),
      ),
    }),
    response: Strict({
      list: AdoptionList,
      /** What was left out because somebody else had assigned it. */
      skipped: Count,
      /** What came with it because something chosen stands on it. */
      needed: Count,
    }),
    status: 201,
    access: { action: 'create', noun: 'adoption' },
    audit: { act: 'adoption.assign' },
    idempotent: true,
    reasons: [
      'adoption.nothing_chosen',
      'adoption.too_many',
      'adoption.system_elsewhere',
      'adoption.pool_elsewhere',
    ],
  }),
  submit: operation({
    ...changed,
    id: 'adoption.submit',
    path: '/adoption-lists/{id}/submit',
    title: { zh: '提交归属单位确认', en: 'Submit to the owning body' },
    body: Strict({ version: Version }),
    access: { action: 'modify', noun: 'adoption' },
    audit: { act: 'adoption.submit' },
    reasons: ['adoption.not_open', 'adoption.nothing_left', 'adoption.no_quota', 'flow.none_published'],
  }),
  withdraw: operation({
    ...changed,
    id: 'adoption.withdraw',
    path: '/adoption-lists/{id}/withdraw',
    title: { zh: '撤回纳管清单', en: 'Take an adoption list back' },
    body: Strict({ version: Version }),
    access: { action: 'modify', noun: 'adoption' },
    audit: { act: 'adoption.withdraw' },
    reasons: ['adoption.decided'],
  }),
  removeEntries: operation({
    ...changed,
    id: 'adoption.remove-entries',
    path: '/adoption-lists/{id}/remove-entries',
    title: { zh: '移出纳管清单', en: 'Take entries off an adoption list' },
    body: Strict({
      version: Version,
      entryIds: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }),
    }),
    access: { action: 'modify', noun: 'adoption' },
    audit: { act: 'adoption.remove-entries' },
    reasons: ['adoption.not_open', 'adoption.nothing_left'],
  }),
  sendBack: operation({
    ...changed,
    id: 'adoption.send-back',
    path: '/adoption-lists/{id}/send-back',
    title: { zh: '退回部分盘点项', en: 'Send entries back' },
    body: Strict({
      version: Version,
      entryIds: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }),
      comment: Comment,
    }),
    access: { action: 'approve', noun: 'adoption' },
    audit: { act: 'adoption.send-back' },
    reasons: ['adoption.not_submitted', 'adoption.nothing_left'],
  }),
  rates: operation({
    id: 'adoption.rates',
    method: 'GET',
    path: '/adoption-rates',
    title: { zh: '纳管率与县（市、区）上云率', en: 'Management rate and county on-cloud rate' },
    response: Strict({
      items: Type.Array(AdoptionRate, { maxItems: 10 }),
      nodes: Type.Array(AdoptionNode, { maxItems: 1000 }),
      counties: Type.Array(AdoptionCounty, { maxItems: 1000 }),
      asOf: Instant,
    }),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  exportRates: operation({
    id: 'adoption.export-rates',
    method: 'GET',
    path: '/adoption-rates/export',
    title: { zh: '导出纳管率与上云率明细', en: 'Export what the rates are counted from' },
    query: Strict({ of: OneOf(['nodes', 'counties']), ...language }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'inventory' },
    audit: { act: 'adoption.export-rates' },
    reasons: [],
  }),
} as const
