import type {
  AccessPath,
  Amounts,
  AttachmentKind,
  BudgetStanding,
  Dimension,
  NetworkZone,
  PoolClass,
  RequestKind,
  RequestPurpose,
} from '@yunheng/contract'
import type { FieldProblem } from '../../../platform/errors.ts'
import type { CeilingFact } from '../ceiling-door.ts'
import type { RequestRules, Source } from './gate-rules.ts'

/** Everything that the gates may ask about, loaded once. No gate looks anything up. */
export interface GateFacts {
  /** The figures that apply to it, in one version. */
  readonly rules: RequestRules
  /** Civil day in Asia/Shanghai. */
  readonly today: string
  readonly kind: RequestKind
  readonly purpose: RequestPurpose
  readonly networkZone: NetworkZone
  readonly poolClass: PoolClass
  readonly atEdge: boolean
  readonly termMonths: number | null
  readonly until: string | null
  readonly justification: string
  readonly preferredProviderId: string | null
  readonly providerReason: string | null
  readonly comparedProviderIds: readonly string[]
  readonly dataDisposal: string | null
  readonly attachments: ReadonlySet<AttachmentKind>
  readonly system: SystemFact
  readonly lines: readonly LineFact[]
  /** What all lines take together beyond what the system has. */
  readonly amounts: Amounts
  /** Ranges of the system's networks in the wanted zone, with the name of the subnet. */
  readonly ownRanges: readonly { readonly name: string; readonly cidr: string }[]
  /** Ranges of all networks of the body, with the zone that each lies in; asked for only where a line names other sides. */
  readonly zoneRanges: readonly ZoneRange[]
  /** Ranges that delivered cross-zone access of this system opens, until a day. */
  readonly crossZoneAccess: readonly { readonly cidrs: readonly string[]; readonly until: string }[]
  /** Offering codes that the system has in use already. */
  readonly ownedOfferings: ReadonlySet<string>
  /** What is left of the quota that would pay; null when none is set for the body or above. */
  readonly quotaFree: Amounts | null
  /** Pools of the wanted class and zone that this body may use. */
  readonly pools: readonly PoolFact[]
  /** What the project approval of this system still allows; null when there is no such record. */
  readonly projectFree: Amounts | null
  /** How the budget stands with it; null without a cost, and where the rule does not ask. */
  readonly budget: BudgetFact | null
  /** How the contracts with the providers stand with it; null without a cost, and where the rule does not ask. */
  readonly ceiling: CeilingFact | null
  /** What measures say of what asks for more computing; null where nothing does, and where the rule does not ask. */
  readonly growth: GrowthFact | null
  /** What it left undone about saving; null where nothing asks for more computing, and where the rule does not ask. */
  readonly savings: SavingsFact | null
}

export interface GrowthFact {
  readonly rule: Source & { readonly isBlocking: boolean }
  /** Civil days, both included. */
  readonly from: string
  readonly to: string
  /** Percent: more than any of these bears a growth out. */
  readonly limits: { readonly cpuMean: number; readonly cpuP95: number; readonly memoryMean: number }
  readonly lines: readonly {
    readonly number: number
    /** The server that is to grow; null: all servers of the system together. */
    readonly name: string | null
    /** `season`: a declared peak is near or under way. */
    readonly verdict: 'borne-out' | 'not-borne-out' | 'unmeasured' | 'season'
    /** Percent; null where it is not known. */
    readonly cpuMean: number | null
    readonly cpuP95: number | null
    readonly memoryMean: number | null
  }[]
}

/** What was found and asked of the system, or of its body, and is not done. */
export interface SavingsFact {
  readonly rule: Source & { readonly isBlocking: boolean }
  readonly isWholeBody: boolean
  /** Proposals that nobody has answered yet, and what they would save a month. */
  readonly proposals: { readonly count: number; readonly minor: number }
  /** Notices that must be done although the body objected, or that are past their day. */
  readonly undone: { readonly count: number; readonly late: number; readonly minor: number }
  /** Lines that ask for more computing. */
  readonly lines: readonly number[]
}

export interface BudgetFact {
  readonly rule: Source & { readonly isBlocking: boolean }
  readonly standing: BudgetStanding
  /** The fiscal year under way. */
  readonly thisYear: number
}

export interface ZoneRange {
  readonly name: string
  readonly cidr: string
  readonly networkZone: NetworkZone
}

export interface SystemFact {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly bodyId: string
  readonly classification: 'public' | 'internal' | 'classified'
  readonly protectionLevel: number
  readonly protectionFilingNo: string | null
  readonly deployment: 'cloud' | 'to-migrate' | 'exempt'
  readonly lifecycle: 'planned' | 'building' | 'trial' | 'running' | 'retired'
  readonly networkZone: NetworkZone
  readonly accessPaths: readonly AccessPath[]
  readonly responsiblePersonId: string | null
  readonly hasWeb: boolean
}

export interface LineFact {
  readonly number: number
  readonly quantity: number
  readonly reason: string | null
  /** Null when the line names no plan, or one that does not exist. */
  readonly plan: {
    readonly offeringCode: string
    readonly isPublished: boolean
    readonly isCurrent: boolean
    readonly computes: boolean
  } | null
  readonly wantsPlan: boolean
  /** Why the parameters do not fit the plan's schema, or null. */
  readonly parameterProblem: { readonly zh: string; readonly en: string } | null
  /** The same at each field: `/lines/0/parameters/rootDiskGiB`. */
  readonly parameterFields: readonly FieldProblem[]
  /** What its parameters choose of what exists: resources of the system, images, tiers. */
  readonly choices: readonly ChoiceFact[]
  /** A server, or a volume that stands in a line of its own. */
  readonly brings: 'server' | 'volume' | null
  /** Number of the line whose server the volume is attached to. */
  readonly serverLine: number | null
  /** Range of a network of its own, where it asks for one. */
  readonly cidr: string | null
  /** Other sides that its access rules name. */
  readonly remotes: readonly string[]
  readonly aboveRecommended: readonly Dimension[]
  readonly wantsResource: boolean
  readonly resource: {
    readonly name: string
    readonly offeringCode: string | null
    readonly purpose: RequestPurpose | null
    readonly renewals: number
    /** Stands on a county's own cloud (R25). */
    readonly onCountyCloud: boolean
  } | null
  /** Number of another open request for the same resource. */
  readonly busyWith: string | null
}

/** A parameter that chooses, what was chosen, and what of it was found (null: absent, or not to be seen). */
export interface ChoiceFact {
  readonly parameter: string
  readonly title: { readonly zh: string; readonly en: string }
  /** `subnets`, `servers` …: resources; `images`, `tiers`: codes that pools offer. */
  readonly choices: string
  readonly values: readonly string[]
  readonly found: readonly (ReferenceFact | null)[]
}

export interface ReferenceFact {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly systemId: string
  readonly cloudId: string
  readonly networkZone: NetworkZone
  readonly isGivenBack: boolean
  /** Neither faulty nor missing in the cloud. */
  readonly isUsable: boolean
}

export interface PoolFact {
  readonly id: string
  readonly cloudId: string
  /** Codes of images and storage tiers that it offers. */
  readonly images: ReadonlySet<string>
  readonly tiers: ReadonlySet<string>
  readonly providerId: string
  /** All lines together would fit now. */
  readonly fits: boolean
}
