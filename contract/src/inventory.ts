/** Inventory (盘点): what every cloud shows, ours or not, since when, and how its scans went. */
import {
  ActionsOf,
  Bilingual,
  Day,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  type Static,
  Strict,
  Type,
} from './base.ts'
import { OBSERVED_STATES } from './resource.ts'
import { RESOURCE_KINDS } from './resource-spec.ts'

export const SCAN_SORTS = ['full', 'incremental'] as const
export const SCAN_STATES = ['running', 'complete', 'failed'] as const

const Count = Type.Integer({ minimum: 0 })
const Why = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

export const Scan = Strict({
  id: Id,
  sort: OneOf(SCAN_SORTS),
  state: OneOf(SCAN_STATES),
  pages: Count,
  seen: Count,
  appeared: Count,
  changed: Count,
  vanished: Count,
  /** Why it failed, in plain words with those of the cloud. */
  problem: Nullable(Bilingual),
  cloudRequestId: Nullable(Type.String()),
  beganAt: Instant,
  endedAt: Nullable(Instant),
})
export type Scan = Static<typeof Scan>

/** How well the inventory of one cloud is known. */
export const CloudInventory = Strict({
  cloud: Strict({ id: Id, name: Type.String() }),
  /** When the last complete full scan began: everything is at least as new as that. */
  completeSince: Nullable(Instant),
  /** When the last complete scan of either sort began. */
  lastCompleteAt: Nullable(Instant),
  /** Seconds since then. */
  lagSeconds: Nullable(Count),
  /** True when figures of this cloud are to be shown as old. */
  isOld: Type.Boolean(),
  /** Of the last day. */
  scans: Count,
  failed: Count,
  isScanning: Type.Boolean(),
  /** Somebody wants a scan that has not begun yet. */
  isWanted: Type.Boolean(),
  /** Of the scan under way: what it has read so far, and how much the last complete full scan read. */
  progress: Nullable(Strict({ sort: OneOf(SCAN_SORTS), seen: Count, expected: Nullable(Count) })),
  lastProblem: Nullable(Bilingual),
  actions: ActionsOf(['scan', 'believeLoss']),
})
export type CloudInventory = Static<typeof CloudInventory>

/**
 * `managed`: a resource of ours. `unmanaged`: nobody's tag. `ignored`: unmanaged, and meant to stay so. `duplicate`: carries
 * the tag of a resource of ours that is another thing. `leftover`: the tag of one that was given back. `foreign`: a tag that
 * is not ours; another platform manages it. `vanished`: gone.
 */
export const ITEM_STANDINGS = [
  'managed',
  'unmanaged',
  'ignored',
  'duplicate',
  'leftover',
  'foreign',
  'vanished',
] as const
export type ItemStanding = (typeof ITEM_STANDINGS)[number]

export const ITEM_ACTIONS = ['ignore', 'unignore'] as const

export const InventoryItem = Strict({
  id: Id,
  cloud: Strict({ id: Id, name: Type.String() }),
  kind: OneOf(RESOURCE_KINDS),
  /** The cloud's own identifier. */
  externalId: Type.String(),
  projectRef: Nullable(Type.String()),
  /** Name of the project, where the cloud shows it. */
  projectName: Nullable(Type.String()),
  name: Type.String(),
  state: Type.String(),
  nativeState: Type.String(),
  fault: Nullable(Type.String()),
  standing: OneOf(ITEM_STANDINGS),
  resource: Nullable(Strict({ id: Id, name: Type.String() })),
  /** Ours, and no plan prices it though one could: nothing is billed for it. */
  withoutPlan: Type.Boolean(),
  tag: Nullable(Type.String()),
  ignored: Nullable(Strict({ reason: Type.String(), until: Nullable(Day) })),
  /** What the cloud tells of it: sizes, addresses, zone … */
  spec: Type.Record(Type.String(), Type.Unknown()),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  createdAt: Nullable(Instant),
  firstSeenAt: Instant,
  /** Since when it has been as it is. */
  knownSince: Instant,
  vanishedAt: Nullable(Instant),
  actions: ActionsOf(ITEM_ACTIONS),
})
export type InventoryItem = Static<typeof InventoryItem>

/** What the explorer can be narrowed by; what has vanished is left out unless it is asked for by `standing`. */
const itemFilters = {
  cloudId: Type.Optional(Id),
  kind: Type.Optional(OneOf(RESOURCE_KINDS)),
  standing: Type.Optional(OneOf(ITEM_STANDINGS)),
  state: Type.Optional(OneOf(OBSERVED_STATES)),
  projectRef: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Part of the name, or the cloud's own identifier. */
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  /** Ours and without a plan that could price it; false: with one. */
  withoutPlan: Type.Optional(Type.Boolean()),
  /** Became as it is at that instant or later. */
  changedSince: Type.Optional(Instant),
}

const AT_ONCE_MAX = 100
const ids = Type.Array(Id, { minItems: 1, maxItems: AT_ONCE_MAX })

/** What came of each of many: refused as a whole only when every one is. */
export const ItemsDecided = Strict({
  items: Type.Array(
    Strict({
      id: Id,
      done: Type.Boolean(),
      reason: Nullable(Type.String()),
      problem: Nullable(Bilingual),
    }),
    { maxItems: AT_ONCE_MAX },
  ),
})
export type ItemsDecided = Static<typeof ItemsDecided>

export const InventoryChange = Strict({
  id: Id,
  sort: OneOf(['changed', 'vanished', 'reappeared']),
  differences: Type.Array(
    Strict({ field: Type.String(), before: Nullable(Type.String()), after: Nullable(Type.String()) }),
    { maxItems: 1000 },
  ),
  /** Noticed by a scan, or by a look at this one thing. */
  by: OneOf(['scan', 'look']),
  at: Instant,
})
export type InventoryChange = Static<typeof InventoryChange>

const read = { none: 'read' } as const

export const inventoryOperations = {
  clouds: operation({
    id: 'inventory.clouds',
    method: 'GET',
    path: '/inventory-clouds',
    title: { zh: '各云平台盘点情况', en: 'How well each cloud is known' },
    /** `old`: only those whose figures are old. */
    query: Strict({ old: Type.Optional(Type.Boolean()) }),
    response: Strict({ items: Type.Array(CloudInventory, { maxItems: 1000 }) }),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  scans: operation({
    id: 'inventory.scans',
    method: 'GET',
    path: '/clouds/{id}/scans',
    title: { zh: '盘点记录', en: 'Scans of a cloud' },
    params: IdParams,
    query: PageQuery({}),
    response: PageOf(Scan),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  scan: operation({
    id: 'inventory.scan',
    method: 'POST',
    path: '/clouds/{id}/scan',
    title: { zh: '立即盘点', en: 'Scan a cloud now' },
    params: IdParams,
    response: CloudInventory,
    access: { action: 'operate', noun: 'inventory' },
    audit: { act: 'inventory.scan' },
    reasons: ['cloud.suspended'],
  }),
  believeLoss: operation({
    id: 'inventory.believe-loss',
    method: 'POST',
    path: '/clouds/{id}/believe-loss',
    title: { zh: '确认大量资源已消失', en: 'Confirm that most of a cloud is gone' },
    params: IdParams,
    body: Strict({ reason: Why }),
    response: CloudInventory,
    access: { action: 'approve', noun: 'inventory' },
    audit: { act: 'inventory.believe-loss' },
    reasons: ['cloud.suspended', 'inventory.nothing_lost'],
  }),
  items: operation({
    id: 'inventory.items',
    method: 'GET',
    path: '/inventory-items',
    title: { zh: '盘点项列表', en: 'List what a cloud shows' },
    query: PageQuery(itemFilters),
    response: PageOf(InventoryItem),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  count: operation({
    id: 'inventory.count',
    method: 'GET',
    path: '/inventory-items/count',
    title: { zh: '盘点项数量', en: 'Count inventory items' },
    query: Strict(itemFilters),
    response: Strict({ count: Count, isEstimate: Type.Boolean() }),
    access: { action: 'list', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  export: operation({
    id: 'inventory.export',
    method: 'GET',
    path: '/inventory-items/export',
    title: { zh: '导出盘点项', en: 'Export inventory items' },
    query: Strict({ ...itemFilters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'list', noun: 'inventory' },
    audit: { act: 'inventory.export' },
    reasons: [],
  }),
  ignoreMany: operation({
    id: 'inventory.ignore-many',
    method: 'POST',
    path: '/inventory-items/ignore-many',
    title: { zh: '批量不纳管', en: 'Leave many things unmanaged' },
    body: Strict({ ids, reason: Why, until: Nullable(Day) }),
    response: ItemsDecided,
    access: { action: 'operate', noun: 'inventory' },
    audit: { act: 'inventory.ignore-many' },
    reasons: ['inventory.not_unmanaged', 'inventory.until_past'],
  }),
  unignoreMany: operation({
    id: 'inventory.unignore-many',
    method: 'POST',
    path: '/inventory-items/unignore-many',
    title: { zh: '批量取消不纳管', en: 'No longer leave many things unmanaged' },
    body: Strict({ ids }),
    response: ItemsDecided,
    access: { action: 'operate', noun: 'inventory' },
    audit: { act: 'inventory.unignore-many' },
    reasons: ['inventory.not_ignored'],
  }),
  item: operation({
    id: 'inventory.item',
    method: 'GET',
    path: '/inventory-items/{id}',
    title: { zh: '查看盘点项', en: 'Get an inventory item' },
    params: IdParams,
    response: InventoryItem,
    access: { action: 'view', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  changes: operation({
    id: 'inventory.changes',
    method: 'GET',
    path: '/inventory-items/{id}/changes',
    title: { zh: '盘点项变化记录', en: 'What became different of an inventory item' },
    params: IdParams,
    query: PageQuery({}),
    response: PageOf(InventoryChange),
    access: { action: 'view', noun: 'inventory' },
    audit: read,
    reasons: [],
  }),
  ignore: operation({
    id: 'inventory.ignore',
    method: 'POST',
    path: '/inventory-items/{id}/ignore',
    title: { zh: '不纳管', en: 'Leave a thing unmanaged' },
    params: IdParams,
    body: Strict({ reason: Why, until: Nullable(Day) }),
    response: InventoryItem,
    access: { action: 'operate', noun: 'inventory' },
    audit: { act: 'inventory.ignore' },
    reasons: ['inventory.not_unmanaged', 'inventory.until_past'],
  }),
  unignore: operation({
    id: 'inventory.unignore',
    method: 'POST',
    path: '/inventory-items/{id}/unignore',
    title: { zh: '取消不纳管', en: 'No longer leave a thing unmanaged' },
    params: IdParams,
    response: InventoryItem,
    access: { action: 'operate', noun: 'inventory' },
    audit: { act: 'inventory.unignore' },
    reasons: ['inventory.not_ignored'],
  }),
} as const
