/**
 * Providers compared for one need (服务商综合比较): what a body held in a month, or a basket by size, at the price list of each provider in
 * force, beside how it served: outages, late deliveries, differences of its statements. It decides nothing by itself.
 */
import {
  Bilingual,
  Code,
  Id,
  Money,
  Nullable,
  OneOf,
  operation,
  Ref,
  type Static,
  Strict,
  Type,
} from './base.ts'
import { DIMENSIONS } from './catalogue.ts'

const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const Count = Type.Integer({ minimum: 0 })
/** So many units, for a whole month. */
const Units = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))

/** What is bought in the basket, and under which service and plan it is priced. */
export const BASKET = {
  vcpus: { offeringCode: 'cloud-host', planCode: null, dimension: 'vcpu' },
  memoryGiB: { offeringCode: 'cloud-host', planCode: null, dimension: 'memory-gib' },
  storageGiB: { offeringCode: 'cloud-storage', planCode: 'general-ssd', dimension: 'storage-gib' },
  publicIps: { offeringCode: 'virtual-network', planCode: 'public-address', dimension: 'public-ip' },
  bandwidthMbps: { offeringCode: 'virtual-network', planCode: 'public-address', dimension: 'bandwidth-mbps' },
} as const
export type BasketPart = keyof typeof BASKET

/** Beyond these the rest of a need is not listed, but counted: no body holds so many kinds of things. */
export const NEED_ROWS_MAX = 300
export const COMPARED_PROVIDERS_MAX = 50

export const ComparedProvider = Strict({
  provider: Ref,
  /** The list that counts today: its own, otherwise the general one; null where none is in force. */
  price: Nullable(
    Strict({
      versionId: Id,
      versionName: Type.String(),
      isOwn: Type.Boolean(),
      isProductDefault: Type.Boolean(),
      /** It has packages as well, which are not counted here: what is held is priced by amount. */
      hasPackages: Type.Boolean(),
    }),
  ),
  /** What of the need has a price, for a month and without discounts by term. */
  total: Money,
  /** Parts of the need without a price in its list: with any, the total is no whole. */
  unpriced: Count,
  /** Confirmed outages that are its own doing, in the period. */
  outages: Count,
  outageMinutes: Count,
  /** Share of the period without any of them, of the provider as a whole: one resource out counts. */
  availabilityPercent: Type.String(),
  /** Work orders of delivery that were due in the period, and those of them that were late or still are. */
  deliveries: Count,
  lateDeliveries: Count,
  /** Statements of months of the period, differences found in them, those still open, and what was taken off. */
  statements: Count,
  differences: Count,
  openDifferences: Count,
  takenOff: Money,
})
export type ComparedProvider = Static<typeof ComparedProvider>

export const NeedRow = Strict({
  offering: Strict({ code: Code, title: Bilingual }),
  planCode: Nullable(Code),
  dimension: OneOf(DIMENSIONS),
  /** Units held for the whole month, three places. */
  units: Type.String(),
  /** In the order of the providers; null where its list has no price for it. */
  costs: Type.Array(Nullable(Money), { maxItems: COMPARED_PROVIDERS_MAX }),
})
export type NeedRow = Static<typeof NeedRow>

export const ProviderNeedComparison = Strict({
  of: OneOf(['body', 'basket']),
  body: Nullable(Ref),
  /** Whose usage is priced, or whose length a basket is priced for. */
  month: Month,
  /** The twelve months that the facts are of. */
  period: Strict({ from: Month, until: Month }),
  providers: Type.Array(ComparedProvider, { maxItems: COMPARED_PROVIDERS_MAX }),
  rows: Type.Array(NeedRow, { maxItems: NEED_ROWS_MAX }),
})
export type ProviderNeedComparison = Static<typeof ProviderNeedComparison>

const query = {
  /** Its usage of the month; without it the basket is priced. */
  needBodyId: Type.Optional(Id),
  month: Type.Optional(Month),
  vcpus: Units,
  memoryGiB: Units,
  storageGiB: Units,
  publicIps: Units,
  bandwidthMbps: Units,
}
const access = { action: 'list', noun: 'spending-rate' } as const

export const providerComparisonOperations = {
  compare: operation({
    id: 'spending-rate.compare',
    method: 'GET',
    path: '/provider-comparison',
    title: { zh: '服务商综合比较', en: 'Compare providers for one need' },
    query: Strict(query),
    response: ProviderNeedComparison,
    access,
    audit: { none: 'read' },
    reasons: [],
  }),
  export: operation({
    id: 'spending-rate.export-comparison',
    method: 'GET',
    path: '/provider-comparison/export',
    title: { zh: '导出服务商综合比较', en: 'Export the comparison of providers for one need' },
    query: Strict({ ...query, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access,
    audit: { act: 'spending-rate.export-comparison' },
    reasons: [],
  }),
} as const
