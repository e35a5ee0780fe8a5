/**
 * Which plan of the catalogue a thing is priced by that was there before any order: by its kind and size. Pure.
 *
 * The plan whose fixed amounts are all those of the thing; for a volume among those of its tier; otherwise the one that counts
 * what is measured. Where several fit alike, or none does, nothing is guessed: it is said, and a person chooses.
 */
import {
  type AdoptionPlanRule,
  type Dimension,
  isCounted,
  type PoolMapping,
  PRICEABLE_KINDS,
  type PriceableKind,
} from '@yunheng/contract'
import type { PlanInOffering } from '../../catalogue/index.ts'

export type OfferedPlan = Pick<
  PlanInOffering,
  'id' | 'code' | 'title' | 'offeringCode' | 'dimensions' | 'fulfilment' | 'isRecommended'
>

/** What of a thing decides about its plan; amounts in the units of the catalogue, as its cloud tells them. */
export interface Shape {
  readonly kind: string
  readonly vcpus: number | null
  readonly memoryMiB: number | null
  readonly rootDiskGiB: number | null
  readonly sizeGiB: number | null
  readonly volumeType: string | null
}

export interface ProposedPlan {
  readonly plan: OfferedPlan | null
  readonly rule: AdoptionPlanRule
}

/** The storage tier that a cloud's own name of a volume type stands for; null where nobody said. */
export type TierOf = (volumeType: string | null) => string | null

/** Which dimension a plan must have to be about things of a kind; what belongs to no other kind stands for the rest. */
const LEADING: Readonly<Record<PriceableKind, Dimension>> = {
  server: 'vcpu',
  volume: 'storage-gib',
  'floating-ip': 'public-ip',
  'load-balancer': 'instance',
  network: 'instance',
  'security-group': 'instance',
}
const LEADINGS: ReadonlySet<Dimension> = new Set([
  ...Object.values(LEADING).filter((dimension) => dimension !== 'instance'),
  'snapshot-gib',
  'object-gib',
])

export const isPriceable = (kind: string): kind is PriceableKind =>
  (PRICEABLE_KINDS as readonly string[]).includes(kind)

/** Whether a plan is about things of this kind: delivered as one, and counted as one and as nothing else. */
export function isAbout(plan: Pick<OfferedPlan, 'fulfilment' | 'dimensions'>, kind: PriceableKind): boolean {
  const { fulfilment, dimensions } = plan
  if (fulfilment.by !== 'connector' || !fulfilment.kinds.includes(kind)) return false
  const leading = LEADING[kind]
  return (
    dimensions.some(({ dimension }) => dimension === leading) &&
    dimensions.every(({ dimension }) => dimension === leading || !LEADINGS.has(dimension))
  )
}

export function proposePlan(shape: Shape, offered: readonly OfferedPlan[], tierOf: TierOf): ProposedPlan {
  const { kind } = shape
  // Nobody agreed to pay by what flows through a thing that was there before: a person may choose that, no rule does.
  const plans = isPriceable(kind)
    ? offered.filter(
        (plan) => isAbout(plan, kind) && !plan.dimensions.some((one) => isCounted(one.dimension)),
      )
    : []
  if (plans.length === 0) return { plan: null, rule: 'not-offered' }
  const tier = kind === 'volume' ? tierOf(shape.volumeType) : null
  const ofTier = tier === null ? [] : plans.filter(({ code }) => code === tier)
  const fitting = fittingOf(ofTier.length > 0 ? ofTier : plans, measuredOf(shape))
  const [best, next] = fitting
  if (best === undefined) return { plan: null, rule: 'no-size' }
  if (next !== undefined && isAlike(best, next))
    return { plan: null, rule: kind === 'volume' && ofTier.length === 0 ? 'tier-unknown' : 'ambiguous' }
  const rule = best.same > 0 ? 'exact' : ofTier.length > 0 ? 'tier' : 'measured'
  return { plan: best.plan, rule }
}

interface Fitting {
  readonly plan: OfferedPlan
  /** Fixed amounts that are those of the thing. */
  readonly same: number
  /** What the plan prices and no cloud tells: it is not counted. */
  readonly untold: number
}

const isAlike = (one: Fitting, other: Fitting) => one.same === other.same && one.untold === other.untold

/** The closest first. */
function fittingOf(plans: readonly OfferedPlan[], measured: ReadonlyMap<Dimension, number>): Fitting[] {
  return plans
    .flatMap((plan) => fit(plan, measured) ?? [])
    .sort((one, other) => other.same - one.same || one.untold - other.untold)
}

function fit(plan: OfferedPlan, measured: ReadonlyMap<Dimension, number>): Fitting | null {
  let [same, untold] = [0, 0]
  for (const { dimension, amount } of plan.dimensions) {
    const held = measured.get(dimension)
    if (held === undefined) {
      // A fixed amount would be counted though nobody saw it: a card, say.
      if ('fixed' in amount && amount.fixed > 0) return null
      untold += 1
    } else if ('fixed' in amount) {
      if (amount.fixed !== held) return null
      same += 1
    }
  }
  return { plan, same, untold }
}

const MIB_OF_GIB = 1024

function measuredOf({ kind, vcpus, memoryMiB, rootDiskGiB, sizeGiB }: Shape): Map<Dimension, number> {
  const found = new Map<Dimension, number>()
  const note = (dimension: Dimension, value: number | null) => {
    if (value !== null) found.set(dimension, value)
  }
  if (kind === 'server') {
    note('vcpu', vcpus)
    note('memory-gib', memoryMiB === null ? null : memoryMiB / MIB_OF_GIB)
    note('root-disk-gib', rootDiskGiB)
  }
  if (kind === 'volume') note('storage-gib', sizeGiB)
  if (kind === 'floating-ip') note('public-ip', 1)
  note('instance', 1)
  return found
}

/** As these pools name their volume types; what two of them take for different tiers stands for none. */
export function tiersOf(mappings: readonly Pick<PoolMapping, 'volumeTypes'>[]): TierOf {
  const known = new Map<string | null, string | null>()
  for (const { native, tier } of mappings.flatMap(({ volumeTypes }) => volumeTypes))
    known.set(native, known.has(native) && known.get(native) !== tier ? null : tier)
  return (volumeType) => known.get(volumeType) ?? null
}
