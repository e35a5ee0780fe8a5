/** Targets of capacity (R13–R16) as gauges: what is there, in units that are stated. */
import { Bilingual, Day, Instant, Nullable, OneOf, operation, type Static, Strict, Type } from './base.ts'

export const CAPACITY_TARGETS = ['vcpus', 'compute', 'block-storage', 'file-storage'] as const

export const CapacityTarget = Strict({
  code: OneOf(CAPACITY_TARGETS),
  requirement: Type.String(),
  title: Bilingual,
  unit: Bilingual,
  target: Type.Number({ minimum: 0 }),
  until: Day,
  /** The document and clause. */
  source: Type.String(),
  /** Null where nothing that is connected tells it. */
  actual: Nullable(Type.Number({ minimum: 0 })),
  /** Of the target, in percent with one digit. */
  percent: Nullable(Type.Number({ minimum: 0 })),
  /** What is missing; 0 when it is reached. */
  gap: Nullable(Type.Number({ minimum: 0 })),
  /** What is counted, and how. */
  basis: Bilingual,
  /** Computing power by numeric precision: figures of different precision are never added. */
  byPrecision: Type.Array(
    Strict({
      precision: OneOf(['fp16', 'fp32', 'int8']),
      pflops: Type.Number({ minimum: 0 }),
      isTarget: Type.Boolean(),
    }),
    { maxItems: 3 },
  ),
  /** How it is counted is our own proposal: the document does not say. */
  isProductDefault: Type.Boolean(),
})
export type CapacityTarget = Static<typeof CapacityTarget>

export const capacityTargetOperations = {
  list: operation({
    id: 'pool.targets',
    method: 'GET',
    path: '/capacity-targets',
    title: { zh: '算力与存储目标', en: 'Gauges of capacity against its targets' },
    response: Strict({ items: Type.Array(CapacityTarget, { maxItems: 10 }), asOf: Instant }),
    access: { action: 'list', noun: 'pool' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
