/** How a kind of cloud is registered, and how a connection to one is opened. */
import type { ResourceKind } from './kinds.ts'
import type { Connector } from './verbs.ts'

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
