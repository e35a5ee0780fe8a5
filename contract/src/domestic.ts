/** 信创 (R17): which share of the assets is domestic, class by class, and the list of those that are not. Never typed. */
import {
  Bilingual,
  Id,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  type Static,
  Strict,
  Type,
} from './base.ts'

export const DOMESTIC_ASSET_CLASSES = ['host', 'pool', 'resource', 'image'] as const
export type DomesticAssetClass = (typeof DOMESTIC_ASSET_CLASSES)[number]
/** `foreign`: said not to be 信创. `unknown`: nobody said. */
export const DOMESTIC_GAPS = ['foreign', 'unknown'] as const
export type DomesticGap = (typeof DOMESTIC_GAPS)[number]

const Count = Type.Integer({ minimum: 0 })
export const DomesticShare = Strict({
  assetClass: OneOf(DOMESTIC_ASSET_CLASSES),
  title: Bilingual,
  total: Count,
  domestic: Count,
  foreign: Count,
  unknown: Count,
  /** Of all; what nobody said counts as not. Null where there is none of the class. */
  percent: Nullable(Type.Number({ minimum: 0, maximum: 100 })),
  /** Where the flag comes from. */
  basis: Bilingual,
})
export type DomesticShare = Static<typeof DomesticShare>

export const DomesticAsset = Strict({
  id: Id,
  assetClass: OneOf(DOMESTIC_ASSET_CLASSES),
  name: Type.String(),
  cloud: Ref,
  pool: Nullable(Ref),
  gap: OneOf(DOMESTIC_GAPS),
})
export type DomesticAsset = Static<typeof DomesticAsset>

const filters = {
  assetClass: Type.Optional(OneOf(DOMESTIC_ASSET_CLASSES)),
  gap: Type.Optional(OneOf(DOMESTIC_GAPS)),
}
const access = { action: 'list', noun: 'pool' } as const

export const domesticOperations = {
  shares: operation({
    id: 'domestic-asset.shares',
    method: 'GET',
    path: '/domestic-shares',
    title: { zh: '自主创新占比', en: 'Shares of domestic assets' },
    response: Strict({
      items: Type.Array(DomesticShare, { maxItems: 10 }),
      requirement: Type.String(),
      targetPercent: Type.Number(),
      /** The document and clause. */
      source: Type.String(),
      asOf: Instant,
    }),
    access,
    audit: { none: 'read' },
    reasons: [],
  }),
  list: operation({
    id: 'domestic-asset.list',
    method: 'GET',
    path: '/domestic-gaps',
    title: { zh: '非信创资产清单', en: 'List assets that are not domestic' },
    query: PageQuery(filters),
    response: PageOf(DomesticAsset),
    access,
    audit: { none: 'read' },
    reasons: [],
  }),
  export: operation({
    id: 'domestic-asset.export',
    method: 'GET',
    path: '/domestic-gaps/export',
    title: { zh: '导出非信创资产清单', en: 'Export assets that are not domestic' },
    query: Strict({ ...filters, language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access,
    audit: { act: 'domestic-asset.export' },
    reasons: [],
  }),
} as const
