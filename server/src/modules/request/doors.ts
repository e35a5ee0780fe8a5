/**
 * What requests ask of the modules below, as narrow ports. `compose.ts` plugs the modules' own doors in, so that the rules
 * here read without knowing how flows, catalogues, pools or resources are kept.
 */
import type {
  Amounts,
  Bilingual,
  Dimension,
  Estimate,
  EstimateInput,
  FlowInstanceDetail,
  FlowPreview,
  FlowVariables,
  Fulfilment,
  NetworkZone,
  PlacementWhatIf,
  PoolClass,
  Static,
  Term,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { FieldProblem } from '../../platform/errors.ts'
import type { AgreedTerms } from './agreed-terms.ts'
import type { BudgetDoor } from './budget-port.ts'
import type { CeilingDoor } from './ceiling-door.ts'
import type { GrowthFact, ReferenceFact, SavingsFact, SystemFact } from './gate/gate-facts.ts'
import type { RequestRules } from './gate/gate-rules.ts'

type Title = Static<typeof Bilingual>

export interface Doors {
  readonly system: SystemDoor
  readonly catalogue: CatalogueDoor
  readonly room: RoomDoor
  readonly flow: FlowDoor
  readonly supply: SupplyDoor
  readonly calendar: CalendarDoor
  readonly rules: RulesDoor
  readonly budget: BudgetDoor
  readonly growth: GrowthDoor
  readonly savings: SavingsDoor
  readonly ceiling: CeilingDoor
}

/** Lines that ask for more computing, with the resource that is to grow; null: a further one of the system. */
export interface GrowthAsked {
  readonly bodyId: string
  readonly systemId: string
  readonly lines: readonly { readonly number: number; readonly resourceId: string | null }[]
}

/**
 * Whether what is there is used so far that more may be asked for, beyond the caller's sight; null where the rule does not ask. A port:
 * measures and their rules stand on floors above.
 */
export type GrowthDoor = (ctx: Ctx, tx: Tx, asked: GrowthAsked) => Promise<GrowthFact | null>

/** What a body left undone about saving, beyond the caller's sight; null where the rule does not ask. A port, as above. */
export type SavingsDoor = (ctx: Ctx, tx: Tx, asked: GrowthAsked) => Promise<SavingsFact | null>

export interface RulesDoor {
  /** What applies to a body on a civil day, by the levels down to its region (R30); null: the whole platform's alone. */
  onDay(db: Db, day: string, bodyId: string | null): Promise<RequestRules>
  /** What a request was submitted under. */
  ofVersions(db: Db, id: string, regionalIds: readonly string[]): Promise<RequestRules>
  listNames(
    db: Db,
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly number: number; readonly regionName: string | null }[]>
}

export interface CalendarDoor {
  /** The end of so many working days from then; null when the calendar lacks the year (never guessed). */
  dueAfter(tx: Tx, from: Date, workingDays: number): Promise<Date | null>
}

export interface SystemDoor {
  /** Under the caller's scope; undefined when it is not there or not visible. */
  find(db: Db, id: string): Promise<SystemFact | undefined>
}

export interface PlanFact {
  readonly planId: string
  readonly offeringId: string
  readonly offeringCode: string
  readonly offeringTitle: Title
  readonly itemVersion: number
  /** The offering is published now, and this version is the one in force. */
  readonly isPublished: boolean
  readonly isCurrent: boolean
  readonly planCode: string
  readonly planTitle: Title
  readonly fulfilment: Fulfilment
  /** One of its counted things is vCPU: it runs something. */
  readonly computes: boolean
  /** Opaque here: the catalogue reads it when it is asked about parameters. */
  readonly source: unknown
}

/** One unit of a plan with its parameters, as the catalogue judges it. */
export type UnitFact =
  | {
      readonly ok: true
      /** With the defaults filled in. */
      readonly parameters: Readonly<Record<string, unknown>>
      readonly dimensions: readonly { readonly dimension: Dimension; readonly amount: number }[]
      readonly aboveRecommended: readonly Dimension[]
      /** What they choose of what exists, with the kind of choice (`subnets`, `images` …). */
      readonly chosen: readonly {
        readonly parameter: string
        readonly title: Title
        readonly choices: string
        readonly ids: readonly string[]
      }[]
    }
  | {
      readonly ok: false
      readonly why: { readonly zh: string; readonly en: string }
      /** By JSON pointer into the parameters. */
      readonly problems: readonly FieldProblem[]
    }

/** By which order something is held, and with whom. */
export interface HeldBy {
  readonly resourceId: string
  readonly requestLineId: string | null
  readonly providerBodyId: string | null
}

export interface CatalogueDoor extends AgreedTerms {
  findPlans(db: Db, planIds: readonly string[]): Promise<ReadonlyMap<string, PlanFact>>
  unitOf(plan: PlanFact, parameters: Readonly<Record<string, unknown>>): UnitFact
  /** @param held by line: what is held already is estimated by the term and the prices of its order, as it will be billed. */
  estimate(ctx: Ctx, tx: Tx, input: EstimateInput, held?: readonly (HeldBy | null)[]): Promise<Estimate>
  /** What one unit that is held, or would be, costs over a term, without what is paid once; null without a price. */
  heldCost(
    tx: Tx,
    of: {
      readonly planId: string
      readonly parameters: Readonly<Record<string, unknown>>
      readonly term: Term
      readonly providerBodyId: string | null
      readonly onDay: string
      /** Days of a term that runs already: its factor and its prices count, whatever is left of it. */
      readonly running?: { readonly held: HeldBy; readonly from: string; readonly until: string }
    },
  ): Promise<number | null>
}

export interface QuotaFact {
  readonly body: { readonly id: string; readonly name: string }
  readonly limit: Amounts
  readonly used: Amounts
  readonly free: Amounts
}

export interface PoolWanted {
  readonly bodyId: string
  readonly poolClass: PoolClass
  readonly networkZone: NetworkZone
  readonly atEdge: boolean
  readonly atRecovery: boolean
}

export interface PoolRoom {
  readonly id: string
  readonly name: string
  readonly class: PoolClass
  readonly networkZone: NetworkZone
  readonly cloud: { readonly id: string; readonly name: string; readonly isSimulated: boolean }
  /** Codes that its mapping knows. */
  readonly images: readonly string[]
  readonly tiers: readonly string[]
  readonly provider: { readonly id: string; readonly name: string }
  readonly limit: Amounts
  /** Reserved and allocated. */
  readonly taken: Amounts
  readonly free: Amounts
  readonly observedAt: Date | null
}

export interface RoomDoor {
  /** The quota that pays for this body: its own or the nearest above, beyond the caller's sight; null when there is none. */
  findQuota(tx: Tx, bodyId: string): Promise<QuotaFact | null>
  /** Open pools of this class and zone that the body may use, beyond the caller's sight. */
  listPools(tx: Tx, wanted: PoolWanted): Promise<readonly PoolRoom[]>
  /** Clouds whose figures are not to be taken for the present, beyond the caller's sight. */
  listOldClouds(tx: Tx, now: Date): Promise<ReadonlySet<string>>
}

export interface FlowRoute {
  readonly requestId: string
  readonly title: string
  readonly bodyId: string
  readonly variables: FlowVariables
}

export interface FlowDoor {
  /** Who would get it. @throws the reasons of the decision table. */
  preview(ctx: Ctx, route: FlowRoute): Promise<FlowPreview>
  start(ctx: Ctx, tx: Tx, route: FlowRoute): Promise<{ readonly instanceId: string }>
  /** The running flow of a request with what it was started with; null when it has ended. */
  findRunning(tx: Tx, instanceId: string): Promise<{ readonly variables: FlowVariables } | null>
  /** Hands the applicant's corrected form back in. */
  resume(ctx: Ctx, tx: Tx, instanceId: string, comment: string | null): Promise<void>
  withdraw(
    ctx: Ctx,
    tx: Tx,
    instanceId: string,
    aim: 'correct' | 'end',
    comment: string | null,
  ): Promise<void>
  find(ctx: Ctx, instanceId: string): Promise<FlowInstanceDetail | null>
}

/** A resource as the gates and the terms need to know it. */
export interface ResourceFact {
  readonly id: string
  readonly name: string
  readonly systemId: string
  readonly bodyId: string
  readonly offeringCode: string | null
  readonly planId: string | null
  readonly requestLineId: string | null
  /** The line that gave it its present size: of its order, or of the last change. */
  readonly sizedByLineId: string | null
  /** Where it stands; null while nobody knows. */
  readonly providerBodyId: string | null
  /** What it takes of capacity and quota. */
  readonly amounts: Amounts
  readonly isGivenBack: boolean
  readonly onCountyCloud: boolean
}

export interface AllocationLine {
  readonly lineId: string
  readonly number: number
  readonly plan: PlanFact
  readonly quantity: number
  readonly parameters: Readonly<Record<string, unknown>>
  /** Number of the line whose servers its volumes are attached to. */
  readonly serverLine: number | null
  /** Of one unit. */
  readonly dimensions: readonly { readonly dimension: Dimension; readonly amount: number }[]
}

export interface Override {
  readonly poolIds: readonly string[]
  readonly reason: string
}

export interface Allocation {
  readonly requestId: string
  readonly requestNo: string
  readonly bodyId: string
  readonly systemId: string
  readonly systemCode: string
  readonly poolClass: PoolClass
  readonly networkZone: NetworkZone
  readonly atEdge: boolean
  readonly atRecovery: boolean
  readonly preference: { readonly providerBodyId: string; readonly reason: string } | null
  /** Only into these, at the regulator's own word (R9); any that fits when null. */
  readonly override: Override | null
  /** What each provider would charge for all of it a month, where it is known (R7). */
  readonly prices: readonly { readonly providerBodyId: string; readonly perMonthMinor: number }[]
  readonly lines: readonly AllocationLine[]
}

export interface LineProgress {
  readonly lineId: string
  readonly placements: readonly {
    readonly placementId: string
    readonly pool: { readonly id: string; readonly name: string }
    readonly cloud: { readonly id: string; readonly name: string; readonly isSimulated: boolean }
    readonly provider: { readonly id: string; readonly name: string }
    readonly quantity: number
  }[]
  readonly resources: readonly {
    readonly id: string
    readonly name: string
    readonly kind: string
    /** As intended: delivered, changed, or gone, whichever was wanted. */
    readonly ready: boolean
    readonly problem: Text | null
  }[]
  /** Ground under what the line builds that is not as intended yet. */
  readonly waitsFor: readonly {
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly text: Text
    /** Something stands in its way. */
    readonly failing: boolean
  }[]
}

export interface SupplyDoor {
  findResources(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ResourceFact>>
  /** What parameters refer to, under the caller's scope. */
  findReferences(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ReferenceFact>>
  /** Ranges of the networks that the system has in this zone, its ground included. */
  listRanges(
    tx: Tx,
    place: { readonly systemId: string; readonly networkZone: NetworkZone },
  ): Promise<readonly { readonly name: string; readonly cidr: string }[]>
  /** Ranges of all networks that the body's systems have, with their zone. */
  listZoneRanges(
    tx: Tx,
    bodyId: string,
  ): Promise<readonly { readonly name: string; readonly cidr: string; readonly networkZone: NetworkZone }[]>
  /** What the system's delivered cross-zone access opens, and until when (R10). */
  listCrossZoneAccess(
    tx: Tx,
    systemId: string,
  ): Promise<readonly { readonly cidrs: readonly string[]; readonly until: string }[]>
  /** What the system has, ground and given-back resources left out. */
  listResourcesOfSystem(tx: Tx, systemId: string): Promise<readonly ResourceFact[]>
  /**
   * Claims room and quota for every line and writes the intended resources, all or nothing.
   * @throws AppError of kind capacity when there is no room or no quota.
   */
  allocate(ctx: Ctx, tx: Tx, allocation: Allocation): Promise<{ readonly providerIds: readonly string[] }>
  /** Where it would go, by the rules in force or another version of them; takes and writes nothing. */
  imagine(ctx: Ctx, tx: Tx, allocation: Allocation, ruleSetId: string | null): Promise<PlacementWhatIf>
  /** Re-checks room for what is added and changes what is intended. @throws as {@link allocate}. */
  change(
    ctx: Ctx,
    tx: Tx,
    resourceId: string,
    line: AllocationLine,
  ): Promise<{ readonly providerIds: readonly string[] }>
  /** Intends their absence: at once, or after the cooling-off time. */
  release(
    ctx: Ctx,
    tx: Tx,
    resourceIds: readonly string[],
    how: { readonly atOnce: boolean; readonly reason: string },
  ): Promise<void>
  /** Takes a release back while it cools off. */
  restore(ctx: Ctx, tx: Tx, resourceIds: readonly string[]): Promise<void>
  stop(ctx: Ctx, tx: Tx, resourceIds: readonly string[], reason: string): Promise<void>
  /** What was stopped at its end runs again after a renewal. */
  start(ctx: Ctx, tx: Tx, resourceIds: readonly string[]): Promise<void>
  /** Everything that came of a request is given back at once: resources, room, quota, work orders. */
  giveUp(ctx: Ctx, tx: Tx, requestId: string, reason: string): Promise<void>
  setExpiry(ctx: Ctx, tx: Tx, resourceIds: readonly string[], until: string): Promise<void>
  /** How far the lines of a request are. Lines about existing resources come with these. */
  progress(
    tx: Tx,
    requestId: string,
    lines: readonly { readonly lineId: string; readonly resourceId: string | null }[],
  ): Promise<ReadonlyMap<string, LineProgress>>
}
