/**
 * The connector port: what Yunheng asks of any cloud (DESIGN §5). `connectors/<cloud>/` implements it.
 *
 * A connector never decides and never remembers: it has no store, no retry loop and no policy. It translates one
 * call to the cloud's API and the cloud's answer (or fault) back. Every verb is idempotent: `ensure` looks for the
 * resource by its tag before it creates, a change that is already so is a success, removing what is gone is a success.
 * All calls are made outside any transaction, by reconcilers, and are given a signal that ends them.
 */

/** Kinds that a connector may handle. `service` (delivered by a work order) never reaches a connector. */
export const RESOURCE_KINDS = [
  'project',
  'key-pair',
  'network',
  'subnet',
  'router',
  'security-group',
  'volume',
  'snapshot',
  'server',
  'floating-ip',
] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** The cloud's own identifier of a resource. Identity is (cloud, kind, external id), never a name or an address. */
export type ExternalId = string

export interface SecurityRule {
  readonly direction: 'ingress' | 'egress'
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'any'
  /** Inclusive; null for all ports (and for icmp and any). */
  readonly portFrom: number | null
  readonly portTo: number | null
  /** CIDR of the other side: `0.0.0.0/0`, `10.0.0.0/8`, `::/0`. */
  readonly remoteCidr: string
}

/**
 * What should be, per kind, with every reference already resolved to the cloud's own identifiers
 * (`…Ref` = external id of a resource made before). Names are for people; identity is the tag.
 */
export type Spec =
  | { readonly kind: 'project'; readonly name: string; readonly description: string }
  | { readonly kind: 'key-pair'; readonly name: string; readonly publicKey: string }
  | { readonly kind: 'network'; readonly name: string }
  | {
      readonly kind: 'subnet'
      readonly name: string
      readonly networkRef: ExternalId
      /** IPv4 CIDR; two tenants may use the same one (R62). */
      readonly cidr: string
      readonly dnsServers: readonly string[]
    }
  | {
      readonly kind: 'router'
      readonly name: string
      /** Subnets joined by this router. */
      readonly subnetRefs: readonly ExternalId[]
      /** Name or id of the cloud's external network, or null for none. */
      readonly externalNetwork: string | null
    }
  | {
      readonly kind: 'security-group'
      readonly name: string
      /** The whole set, in any order: what is not listed is not let through, egress included. */
      readonly rules: readonly SecurityRule[]
    }
  | {
      readonly kind: 'volume'
      readonly name: string
      readonly sizeGiB: number
      /** The cloud's volume type (tier), null for its default. */
      readonly volumeType: string | null
      /** Server that it is attached to, or null for detached. Attached by `change` once both are ready, never by `ensure`. */
      readonly serverRef: ExternalId | null
    }
  | { readonly kind: 'snapshot'; readonly name: string; readonly volumeRef: ExternalId }
  | {
      readonly kind: 'server'
      readonly name: string
      readonly vcpus: number
      readonly memoryMiB: number
      readonly rootDiskGiB: number
      /** Image by the cloud's id or exact name. */
      readonly image: string
      readonly subnetRefs: readonly ExternalId[]
      /** Empty for the cloud's own default group. */
      readonly securityGroupRefs: readonly ExternalId[]
      readonly keyPairRef: ExternalId | null
      /** The cloud's availability zone, null where it chooses. */
      readonly zone: string | null
      readonly power: 'on' | 'off'
      /** Counts reboots asked for; a reboot is the step from n to n + 1, so that asking twice reboots once. */
      readonly rebootGeneration: number
      /** The same of making the system anew from its image; none where it is left out. */
      readonly rebuildGeneration?: number
      /** Observed of a server that is in rescue, and of no other. */
      readonly isRescued?: boolean
    }
  | {
      readonly kind: 'floating-ip'
      readonly name: string
      readonly externalNetwork: string
      readonly serverRef: ExternalId | null
    }

export type SpecOf<K extends ResourceKind> = Extract<Spec, { kind: K }>

/**
 * Where a resource stands, in our words; each connector maps its cloud's states in one table.
 * `building`, `changing`, `removing`: the cloud is at work, look again. `needs-confirm`: a resize waits for `confirm-resize`.
 */
export type ObservedState =
  | 'building'
  | 'ready'
  | 'changing'
  | 'needs-confirm'
  | 'removing'
  | 'error'
  | 'unknown'

/** What is, as the cloud said it at `observedAt`. */
export interface Observed {
  readonly kind: ResourceKind
  readonly externalId: ExternalId
  /** Resource id out of the tag `yunheng:resource=<id>`; null when it carries none (unmanaged). */
  readonly resourceId: string | null
  /** External id of the project it lives in; null for projects themselves. */
  readonly projectRef: ExternalId | null
  readonly name: string
  readonly state: ObservedState
  /** The cloud's own word for its state, for people. */
  readonly nativeState: string
  /** The observed counterpart of the spec: only what the cloud told, never what was asked. */
  readonly spec: Partial<Spec> & { readonly kind: ResourceKind }
  /**
   * Facts that are only observed: addresses, host, VNI, device path. JSON values. Two keys have a meaning for every
   * cloud: `addresses` (strings, of servers and floating IPs) and `duplicates` (external ids that carry the same tag,
   * when a lost answer made a second one; the oldest is the one observed).
   */
  readonly attributes: Readonly<Record<string, unknown>>
  /** The cloud's words when `state` is error. */
  readonly fault: string | null
  readonly createdAt: Date | null
}

/**
 * One step on an existing resource. Each is idempotent, and may be asked again as long as its effect is not observed.
 * `conflict` when the resource is in the middle of something else.
 */
export type Change =
  | {
      readonly type: 'resize'
      readonly vcpus: number
      readonly memoryMiB: number
      readonly rootDiskGiB: number
    }
  | { readonly type: 'confirm-resize' }
  /** Back to the size before, while a resize waits to be confirmed. */
  | { readonly type: 'revert-resize' }
  /** Into a system of the cloud's own beside the server's, to mend it from there; and back. */
  | { readonly type: 'rescue'; readonly on: boolean }
  /** The system disk made anew from the image; asked for by generation, like a reboot. */
  | { readonly type: 'rebuild'; readonly generation: number; readonly image: string }
  | { readonly type: 'power'; readonly power: 'on' | 'off' }
  | { readonly type: 'reboot'; readonly generation: number }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'extend'; readonly sizeGiB: number }
  | { readonly type: 'attach'; readonly serverRef: ExternalId }
  | { readonly type: 'detach' }
  | { readonly type: 'rules'; readonly rules: readonly SecurityRule[] }
  | { readonly type: 'subnets'; readonly subnetRefs: readonly ExternalId[] }
  | { readonly type: 'gateway'; readonly externalNetwork: string | null }
  | { readonly type: 'security-groups'; readonly securityGroupRefs: readonly ExternalId[] }

/** Every call says for which project it is made (null only for projects and for whole-cloud questions). */
export interface CallScope {
  readonly projectRef: ExternalId | null
  readonly signal: AbortSignal
  /**
   * Of `ensure`: the caller has written down, for good and as the only one, that it asks for this now and never did before.
   * A connector may then spare itself the search, where it knows besides that the project itself is new.
   */
  readonly isFirst?: boolean
}

export interface Capabilities {
  readonly kinds: readonly ResourceKind[]
  readonly changes: readonly Change['type'][]
  /** Whether inventory can be asked for what changed since an instant. */
  readonly inventorySince: boolean
  /** Whether hosts behind the pools are shown (administrator credentials). */
  readonly hosts: boolean
  /** Kinds whose things can be given our tag after somebody else made them. */
  readonly claims: readonly ResourceKind[]
  /** Whether a server's screen can be shown (`openConsole`). */
  readonly console?: boolean
}

/** A short-lived address under which a person sees and uses a server's screen. Whoever has it is let in: never kept. */
export interface ConsoleLink {
  readonly url: string
  readonly protocol: string
}

/** One finding of the probe; `ok` false says what is wrong and what to do, in both languages. */
export interface ProbeFinding {
  readonly check:
    | 'reach'
    | 'authenticate'
    | 'authorise'
    | 'region'
    | 'compute'
    | 'network'
    | 'volume'
    | 'image'
    | 'clock'
    | 'quota'
  readonly ok: boolean
  readonly zh: string
  readonly en: string
  readonly latencyMs: number | null
  /** Of `region`: those that the cloud has, to choose from. */
  readonly regions?: readonly string[]
}

/** What a registered cloud offers: the choices a pool's administrator maps plans onto. */
export interface CloudOffer {
  readonly zones: readonly string[]
  readonly images: readonly {
    readonly id: string
    readonly name: string
    readonly minDiskGiB: number
    readonly osDistro: string | null
  }[]
  readonly volumeTypes: readonly string[]
  readonly externalNetworks: readonly string[]
  /** Groups of hosts that its administrators have made, where they are shown. */
  readonly aggregates?: readonly {
    readonly name: string
    /** The zone that its hosts make up; null for a group that is no zone. */
    readonly zone: string | null
    readonly hosts: number
  }[]
}

export interface ZoneCapacity {
  readonly zone: string
  readonly vcpusTotal: number
  readonly vcpusUsed: number
  readonly memoryMiBTotal: number
  readonly memoryMiBUsed: number
  readonly diskGiBTotal: number
  readonly diskGiBUsed: number
  readonly observedAt: Date
}

/** What a host has, gives, or a machine takes of it. */
export interface HostAmounts {
  readonly vcpus: number
  readonly memoryMiB: number
  readonly storageGiB: number
}

/** A physical machine behind the pools, as the cloud tells its administrators. */
export interface ObservedHost {
  readonly externalId: ExternalId
  readonly name: string
  /** The cloud's own name of the zone. */
  readonly zone: string
  /** The cloud's word for what runs the machines. */
  readonly hypervisor: string
  /** Physical, before over-commit. */
  readonly total: HostAmounts
  /** What all machines on it take, by the cloud's own count. */
  readonly used: HostAmounts
  readonly isUp: boolean
  /** False while its administrators keep new machines away from it (maintenance). */
  readonly isEnabled: boolean
  /** Null where the cloud does not tell: 信创, and what it draws idle and under full load. */
  readonly isDomestic: boolean | null
  readonly watts: { readonly idle: number; readonly peak: number } | null
}

/** A machine on a host, whoever made it. */
export interface HostGuest {
  readonly externalId: ExternalId
  readonly hostRef: ExternalId
  /** Out of the tag, as with everything observed. */
  readonly resourceId: string | null
  readonly takes: HostAmounts
  /** The cloud's group whose members stand on hosts of their own; null for none. */
  readonly apartGroup: string | null
  /** False for a machine that is bound to its host, as by a card. */
  readonly isMovable: boolean
}

export interface HostPage {
  readonly hosts: readonly ObservedHost[]
  readonly guests: readonly HostGuest[]
}

export interface InventoryPage {
  readonly kind: ResourceKind
  readonly items: readonly Observed[]
}

export interface Connector {
  /** What this cloud can do, here: a service that its region lacks is a capability that is absent, not an error. */
  capabilities(signal: AbortSignal): Capabilities | Promise<Capabilities>
  /** Checks reachability, credentials, roles, services and clock; never throws for what it checks. */
  probe(signal: AbortSignal): Promise<readonly ProbeFinding[]>
  offer(signal: AbortSignal): Promise<CloudOffer>
  capacity(signal: AbortSignal): Promise<readonly ZoneCapacity[]>
  /**
   * Everything of the given kinds in every project, as pages of bounded size. The iteration ending without a throw is
   * the proof of completeness: only then may absence be believed (F9).
   */
  inventory(query: {
    readonly kinds: readonly ResourceKind[]
    readonly since: Date | null
    readonly signal: AbortSignal
  }): AsyncIterable<InventoryPage>
  /**
   * Every host with the machines on it, hosts before their machines; only of clouds whose capabilities have `hosts`. Ending
   * without a throw is the proof of completeness, as with the inventory.
   */
  hosts(signal: AbortSignal): AsyncIterable<HostPage>
  /** The resource tagged with this id, or null. Says what is there now, from the cloud, not from a cache. */
  find(kind: ResourceKind, resourceId: string, scope: CallScope): Promise<Observed | null>
  /** The resource by the cloud's identifier, or null when the cloud says that it does not exist. */
  observe(kind: ResourceKind, externalId: ExternalId, scope: CallScope): Promise<Observed | null>
  /**
   * Finds by tag or creates. Returns as soon as the cloud accepted; the state may still be `building`. What an earlier
   * call left half made (a router without its interfaces) is completed; what differs otherwise is left to `change`.
   */
  ensure(resourceId: string, spec: Spec, scope: CallScope): Promise<Observed>
  /**
   * Gives our tag to a thing that somebody else made, and changes nothing else of it (纳管). That it carries the tag
   * already is success; the tag of another resource, or of another platform, is `conflict` and stays. A project is besides
   * made usable for us, as after a creation. Only of kinds that the capabilities name in `claims`.
   * @returns the thing as it is now, or null when the cloud says that it does not exist.
   */
  claim(
    kind: ResourceKind,
    externalId: ExternalId,
    resourceId: string,
    scope: CallScope,
  ): Promise<Observed | null>
  change(kind: ResourceKind, externalId: ExternalId, change: Change, scope: CallScope): Promise<void>
  /**
   * Asks for removal; gone already is success. Absence is to be observed afterwards: as long as the resource is there
   * and not `removing`, call again (an attached volume is first detached, then deleted). `conflict` when something
   * that is not part of it still stands on it: remove that first.
   */
  remove(kind: ResourceKind, externalId: ExternalId, scope: CallScope): Promise<void>
  /** Only of clouds whose capabilities have `console`. `conflict` while the server does not run. */
  openConsole?(externalId: ExternalId, scope: CallScope): Promise<ConsoleLink>
  /** Frees sockets and timers. */
  close(): Promise<void>
}

/**
 * Why a call to a cloud failed, in a closed set; the words are the cloud's own.
 * `not-found`: the resource of a change, or one that a spec or change refers to, does not exist in this project.
 * `timeout`: the connector's own limit, or the caller's signal. `conflict`: not in its present state; try again later.
 * `quota`: a limit set for the project; `capacity`: the cloud itself has no more room (addresses, hosts).
 */
export type FaultKind =
  | 'unreachable'
  | 'timeout'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'quota'
  | 'capacity'
  | 'invalid'
  | 'rate-limited'
  | 'nonsense'
  | 'internal'

/** The only error that a connector throws. */
export class ConnectorFault extends Error {
  readonly fault: FaultKind
  /** The cloud's request id, when it gave one. */
  readonly cloudRequestId: string | null
  /** When to come back, when the cloud said so. */
  readonly retryAfterMs: number | null
  constructor(
    fault: FaultKind,
    message: string,
    details: { cloudRequestId?: string | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ConnectorFault'
    this.fault = fault
    this.cloudRequestId = details.cloudRequestId ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
  }
}

/** What the registry hands to a connector to open a connection: endpoint and secrets, decrypted for this call only. */
export interface ConnectionSettings {
  readonly cloudId: string
  readonly endpoint: string
  readonly region: string | null
  /** Kind-specific, e.g. `{ username, password, project, domain }`; never logged. */
  readonly credentials: Readonly<Record<string, string>>
  /** Kind-specific and not secret. */
  readonly options: Readonly<Record<string, string>>
}

/** A kind of cloud: how its registration form looks and how a connection is opened. */
export interface ConnectorKind {
  readonly kind: string
  readonly title: { readonly zh: string; readonly en: string }
  /** Where one can sign in by several ways: the fields of exactly one of them are needed, besides the required ones. */
  readonly ways?: readonly SignInWay[]
  readonly fields: readonly {
    readonly name: string
    readonly secret: boolean
    readonly required: boolean
    readonly title: { readonly zh: string; readonly en: string }
    readonly placeholder?: string
  }[]
  /** Kinds of resource that no cloud of this kind has: nothing of them is planned there, and the console says so. */
  readonly lacks?: readonly ResourceKind[]
  /** Why the platform may not connect to where this endpoint leads now; kinds without a network of their own have none. */
  refuseEndpoint?(endpoint: string): Promise<EndpointRefusal | null>
  connect(settings: ConnectionSettings): Connector
}

export interface SignInWay {
  readonly name: string
  readonly title: { readonly zh: string; readonly en: string }
  /** All of these are needed. */
  readonly needs: readonly string[]
  /** These belong to it as well, and may be left empty. */
  readonly takes?: readonly string[]
}

export interface EndpointRefusal {
  readonly address: string
  readonly what: { readonly zh: string; readonly en: string }
}
