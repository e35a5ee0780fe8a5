/** A resource: what should be and what is (DESIGN §2). Types and the words that are computed from both sides. */
import type {
  Agreement,
  Amounts,
  ConditionType,
  Difference,
  NetworkZone,
  ObservedStateWord,
  ReasonCode,
  ResourceKind,
  ResourceSpec,
  ResourceState,
} from '@yunheng/contract'

/** What stands in the way: kept as reason and details, put into words when shown. */
export interface StoredCondition {
  readonly type: ConditionType
  readonly reason: ReasonCode
  readonly details: Readonly<Record<string, string | number>>
  readonly cloudWords: string | null
  readonly cloudRequestId: string | null
  readonly since: string
  readonly attempts: number
  readonly nextTryAt: string | null
}

export interface PlanTag {
  readonly id: string
  readonly code: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly offeringCode: string
}

/** The ground that all resources of one system on one cloud share. */
export const GROUNDS = ['project', 'network', 'subnet', 'router', 'security-group'] as const
export type Ground = (typeof GROUNDS)[number]

export interface ResourceRow {
  readonly id: string
  readonly kind: ResourceKind
  readonly name: string
  readonly body_id: string
  readonly system_id: string
  readonly provider_body_id: string
  readonly cloud_id: string
  readonly pool_id: string
  readonly network_zone: NetworkZone
  readonly ground: Ground | null
  readonly project_id: string | null
  readonly request_id: string | null
  readonly request_line_id: string | null
  readonly change_line_id: string | null
  readonly change_settled_at: Date | null
  readonly placement_id: string | null
  readonly unit: number | null
  readonly plan: PlanTag | null
  /** Since when the plan counts, where it came by a list of what was taken in. */
  readonly plan_since: Date | null
  readonly created_by: string
  readonly created_at: Date
  readonly presence: 'present' | 'absent'
  readonly spec: ResourceSpec
  readonly generation: number
  readonly settled_generation: number
  readonly intended_at: Date
  readonly cooling_until: Date | null
  readonly expires_at: Date | null
  readonly external_id: string | null
  readonly observed_state: ObservedStateWord | null
  readonly native_state: string | null
  readonly observed_spec: Readonly<Record<string, unknown>> | null
  readonly attributes: Readonly<Record<string, unknown>> | null
  readonly observed_at: Date | null
  readonly asked_at: Date | null
  readonly built_at: Date | null
  readonly provisioned_at: Date | null
  readonly released_at: Date | null
  readonly state: ResourceState
  readonly agreement: Agreement
  readonly differences: readonly Difference[]
  readonly conditions: readonly StoredCondition[]
  readonly wanted: Amounts
  readonly reserved: Amounts
  readonly allocated: Amounts
  readonly search: string
  readonly look_at: Date | null
  readonly version: number
}

/** What the two computed words are drawn from. */
export type Sides = Pick<
  ResourceRow,
  | 'kind'
  | 'presence'
  | 'generation'
  | 'settled_generation'
  | 'cooling_until'
  | 'observed_state'
  | 'observed_spec'
  | 'built_at'
  | 'released_at'
  | 'external_id'
> & { readonly differences: readonly unknown[] }

/** One word for lists (contract, `RESOURCE_STATES`). */
export function stateOf(row: Sides, now: Date): ResourceState {
  if (row.released_at !== null) return 'released'
  if (row.presence === 'absent') return isCooling(row, now) ? 'cooling-off' : 'removing'
  switch (row.observed_state) {
    case null:
      return row.external_id === null ? 'waiting' : 'unknown'
    case 'gone':
      return row.built_at === null ? 'waiting' : 'missing'
    case 'building':
      return 'building'
    case 'changing':
    case 'needs-confirm':
    case 'removing':
      return row.built_at === null ? 'building' : 'changing'
    case 'error':
      return 'faulty'
    case 'unknown':
      return 'unknown'
    case 'ready':
      return stateOfReady(row)
  }
}

function stateOfReady(row: Sides): ResourceState {
  if (row.generation > row.settled_generation && row.differences.length > 0)
    return row.settled_generation === 0 ? 'building' : 'changing'
  return row.kind === 'server' && row.observed_spec?.power === 'off' ? 'stopped' : 'ready'
}

/** The beam balance (LOOK.md). What follows the intent is `changing`; what differs without anybody's wish is `tilted`. */
export function agreementOf(row: Sides): Agreement {
  const isGone = row.observed_state === 'gone' || row.observed_state === null
  if (row.released_at !== null) return isGone ? 'level' : 'tilted'
  if (row.observed_state === 'unknown') return 'unknown'
  if (row.presence === 'absent') return 'changing'
  if (row.observed_state === 'error' && row.built_at !== null) return 'tilted'
  if (row.observed_state === 'gone' && row.built_at !== null) return 'tilted'
  if (row.generation > row.settled_generation) return 'changing'
  // The cloud is at work on it: what differs is known when it is done.
  if (row.observed_state === 'building' || row.observed_state === 'changing') return 'changing'
  return row.observed_state === 'ready' && row.differences.length === 0 ? 'level' : 'tilted'
}

/** What was intended last has been reached and seen, and nothing has changed since. */
export function isSettled(
  row: Pick<ResourceRow, 'agreement' | 'generation' | 'settled_generation'>,
): boolean {
  // The word of agreement is drawn when the cloud is looked at: an intent may be younger than it.
  return row.agreement === 'level' && row.settled_generation === row.generation
}

export function isCooling(row: Pick<ResourceRow, 'presence' | 'cooling_until'>, now: Date): boolean {
  return row.presence === 'absent' && row.cooling_until !== null && row.cooling_until > now
}

/** Ids that a spec refers to: what the resource stands on, besides its project. */
export function referencesOf(spec: ResourceSpec): readonly string[] {
  switch (spec.kind) {
    case 'subnet':
      return [spec.networkId]
    case 'router':
      return spec.subnetIds
    case 'volume':
      return [spec.serverId, spec.backupId].filter((id) => id != null)
    case 'floating-ip':
      return spec.serverId === null ? [] : [spec.serverId]
    case 'load-balancer':
      return [...new Set([spec.subnetId, ...spec.listeners.flatMap((one) => one.serverIds)])]
    case 'snapshot':
    case 'backup':
      return [spec.volumeId]
    case 'server':
      return [
        ...spec.subnetIds,
        ...spec.securityGroupIds,
        ...(spec.keyPairId === null ? [] : [spec.keyPairId]),
        ...(spec.rootVolumeId === undefined ? [] : [spec.rootVolumeId]),
      ]
    default:
      return []
  }
}

/** `4 vCPU · 8 GiB · 40 GiB`: sizes in short, for lists. */
export function sizesOf(spec: ResourceSpec): string {
  switch (spec.kind) {
    case 'server':
      return [
        `${spec.vcpus} vCPU · ${trimmed(spec.memoryMiB / 1024)} GiB`,
        ...(spec.rootDiskGiB > 0 ? [`${spec.rootDiskGiB} GiB`] : []),
      ].join(' · ')
    case 'volume':
      return `${spec.sizeGiB} GiB${spec.tier === null ? '' : ` · ${spec.tier}`}`
    case 'subnet':
      return spec.cidr
    case 'security-group':
      return `${spec.rules.length}`
    case 'bucket':
      return `${spec.quotaGiB} GiB`
    case 'load-balancer':
      return spec.listeners.map((one) => `${one.protocol.toUpperCase()} ${one.port}`).join(' · ')
    default:
      return ''
  }
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** What a search looks through. */
export function searchTextOf(
  row: Pick<ResourceRow, 'name' | 'external_id'>,
  attributes: Readonly<Record<string, unknown>> | null,
): string {
  return [row.name, ...addressesOf(attributes), row.external_id ?? ''].join(' ').toLowerCase().slice(0, 2000)
}

export function addressesOf(attributes: Readonly<Record<string, unknown>> | null): readonly string[] {
  const addresses = attributes?.addresses
  if (!Array.isArray(addresses)) return []
  return addresses.filter((address): address is string => typeof address === 'string').slice(0, 50)
}
