/** Nodes (节点) of a cloud with their zones, how they come in, and whether the layout holds (R2, R12, R23, R109). */
import {
  ActionsOf,
  Code,
  Day,
  Id,
  Instant,
  Nullable,
  OneOf,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'

/** 主节点 · 同城灾备 · 异地灾备 · 边缘节点 · 部门整合平台 (R1, R12). */
export const NODE_KINDS = ['backbone', 'dr-same-city', 'dr-remote', 'edge', 'department-integrated'] as const
export type NodeKind = (typeof NODE_KINDS)[number]
/** 国家A级 / 绿色低碳4A (R23). */
export const NODE_GRADES = ['national-a', 'green-4a'] as const

/**
 * How a node came in (R2, R109): 待评估 → 待批准 → 已纳入, or 不予纳入. Backbone and recovery nodes are part of the city's
 * own layout and come in at once; edge and department-integrated ones are assessed and approved first.
 */
export const NODE_INTAKES = ['registered', 'assessed', 'managed', 'declined'] as const
export type NodeIntake = (typeof NODE_INTAKES)[number]

const nodeFields = {
  name: ShortText,
  kind: OneOf(NODE_KINDS),
  /** The region whose cloud layout it is part of. */
  regionId: Id,
  /** Where it stands, if elsewhere: a remote recovery node stands in another prefecture of the province (R12). */
  siteRegionId: Type.Optional(Nullable(Id)),
  latitude: Nullable(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Nullable(Type.Number({ minimum: -180, maximum: 180 })),
  grade: Nullable(OneOf(NODE_GRADES)),
  certificateNo: Nullable(ShortText),
  certificateUntil: Nullable(Day),
}
export const NodeCreate = Strict({ code: Code, ...nodeFields })
export type NodeCreate = Static<typeof NodeCreate>
export const NodeUpdate = Strict({ version: Version, ...nodeFields })
export type NodeUpdate = Static<typeof NodeUpdate>
export const CloudNode = Strict({
  id: Id,
  cloudId: Id,
  code: Code,
  ...nodeFields,
  intake: OneOf(NODE_INTAKES),
  /** What was found when it was assessed; null where no assessment is asked for, or none is there yet. */
  assessment: Nullable(Strict({ text: Type.String(), by: Type.String(), at: Instant })),
  /** Who let it in or kept it out, and what he said. */
  decision: Nullable(Strict({ note: Nullable(Type.String()), by: Type.String(), at: Instant })),
  version: Version,
  zones: Type.Array(
    Strict({
      id: Id,
      code: Code,
      name: ShortText,
      /** The cloud's own name of the zone. */
      nativeZone: Type.String(),
      /** What the cloud said of this zone at `observedAt`; null before the first answer. */
      observed: Nullable(
        Strict({
          vcpusTotal: Type.Integer(),
          vcpusUsed: Type.Integer(),
          memoryMiBTotal: Type.Integer(),
          memoryMiBUsed: Type.Integer(),
          diskGiBTotal: Type.Integer(),
          diskGiBUsed: Type.Integer(),
          observedAt: Instant,
        }),
      ),
    }),
    { maxItems: 50 },
  ),
  actions: ActionsOf(['modify', 'addZone', 'assess', 'admit', 'decline']),
})
export type CloudNode = Static<typeof CloudNode>

export const ZoneCreate = Strict({ code: Code, name: ShortText, nativeZone: ShortText })
export type ZoneCreate = Static<typeof ZoneCreate>

/** A finding of the 1+2+N check (R12, R23): what the layout of a cloud in a region holds and lacks. */
export const TopologyFinding = Strict({
  cloudId: Id,
  regionId: Id,
  check: OneOf([
    'backbone-count',
    'dr-same-city-count',
    'dr-remote-count',
    'remote-distance',
    'remote-place',
    'backbone-grade',
  ]),
  ok: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
})
export type TopologyFinding = Static<typeof TopologyFinding>
