/** The verbs of the port, and what each is given. */
import type { CounterReading } from './counters.ts'
import type { CloudOffer, HostPage, ZoneCapacity } from './estate.ts'
import type { ExternalId, ResourceKind } from './kinds.ts'
import type { Measured } from './measured.ts'
import type { Change, Observed } from './observed.ts'
import type { Spec } from './spec.ts'

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
  /** Whether it tells what servers use (`measures`). */
  readonly measures?: boolean
  /** Kinds of things whose counters of traffic it tells (`counters`). Left out: none. */
  readonly counters?: readonly ResourceKind[]
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
    | 'load-balancer'
    | 'object-store'
    | 'clock'
    | 'quota'
  readonly ok: boolean
  readonly zh: string
  readonly en: string
  readonly latencyMs: number | null
  /** Of `region`: those that the cloud has, to choose from. */
  readonly regions?: readonly string[]
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
  /**
   * What these servers use now, many at once, in pages of bounded size; only of clouds whose capabilities have `measures`. A
   * server that does not run, or that the cloud tells nothing of, is left out.
   */
  measures?(query: {
    readonly servers: ReadonlySet<ExternalId>
    readonly signal: AbortSignal
  }): AsyncIterable<readonly Measured[]>
  /**
   * Counters of these things as they stand now, many at once, in pages of bounded size; only of kinds that the capabilities name in
   * `counters`. What the cloud does not count is left out, never nought.
   */
  counters?(query: {
    readonly kind: ResourceKind
    readonly things: ReadonlySet<ExternalId>
    readonly signal: AbortSignal
  }): AsyncIterable<readonly CounterReading[]>
  /** Frees sockets and timers. */
  close(): Promise<void>
}
