/**
 * Open connections to clouds, one per cloud and process. Settings and secrets are read when a connection is opened, and
 * again when somebody changed them (the row's `connection_version` went up), in whichever process that was.
 */
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/index.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { Secret, type Secrets } from '../../platform/secrets/index.ts'
import { type CloudRow, findCloud } from './cloud/cloud-store.ts'
import type { ConnectionSettings, Connector, ConnectorKind } from './connector.ts'

export interface Connection {
  readonly cloud: CloudRow
  readonly connector: Connector
}

export interface Connections {
  readonly kinds: readonly ConnectorKind[]
  /** @throws `cloud.kind_unknown`. */
  kind(name: string): ConnectorKind
  /** The connection to a cloud as it is registered now. @throws `common.not_found`. */
  to(cloudId: string): Promise<Connection>
  /** A connection to settings that are not registered; the caller closes it. */
  open(kind: string, settings: ConnectionSettings): Connector
  close(): Promise<void>
}

/** Calls under way on a connection whose settings were changed have this long to end. */
const GRACE_MS = 120_000

export const credentialsRef = (cloudId: string) => ({ noun: 'cloud', objectId: cloudId, name: 'credentials' })

export const sealable = (credentials: Readonly<Record<string, string>>) =>
  new Secret(JSON.stringify(credentials))

export function createConnections(parts: {
  readonly kinds: readonly ConnectorKind[]
  readonly secrets: Secrets
  readonly database: Database
  readonly clock: Clock
}): Connections {
  const open = new Map<string, { readonly version: number; readonly connector: Promise<Connector> }>()
  const leaving: { readonly closeAtMs: number; readonly connector: Promise<Connector> }[] = []

  const kindOf = (name: string) =>
    parts.kinds.find((kind) => kind.kind === name) ??
    refuse('cloud.kind_unknown', { details: { kind: name.slice(0, 60) } })

  async function connect(cloud: CloudRow): Promise<Connector> {
    const secret = await parts.secrets.find(parts.database.as(SCOPE_ALL), credentialsRef(cloud.id))
    return kindOf(cloud.kind).connect({
      cloudId: cloud.id,
      endpoint: cloud.endpoint,
      region: cloud.region,
      options: cloud.options as Record<string, string>,
      credentials: secret === null ? {} : (JSON.parse(secret.reveal()) as Record<string, string>),
    })
  }

  function closeLeft(nowMs: number): void {
    while (leaving[0] !== undefined && leaving[0].closeAtMs <= nowMs) void quietly(leaving.shift()?.connector)
  }

  return {
    kinds: parts.kinds,
    kind: kindOf,
    async to(cloudId) {
      const nowMs = parts.clock.now().getTime()
      closeLeft(nowMs)
      const cloud = await findCloud(parts.database.as(SCOPE_ALL), cloudId)
      if (!cloud) return refuse('common.not_found', { internal: `cloud ${cloudId}` })
      const known = open.get(cloudId)
      if (known?.version === cloud.connection_version) return { cloud, connector: await known.connector }
      if (known) leaving.push({ closeAtMs: nowMs + GRACE_MS, connector: known.connector })
      const connector = connect(cloud)
      open.set(cloudId, { version: cloud.connection_version, connector })
      // One that could not be opened is tried anew the next time.
      connector.catch(() => open.delete(cloudId))
      return { cloud, connector: await connector }
    },
    open: (kind, settings) => kindOf(kind).connect(settings),
    async close() {
      const all = [...open.values(), ...leaving].map((one) => one.connector)
      open.clear()
      leaving.length = 0
      await Promise.all(all.map(quietly))
    },
  }
}

/** Closing is a courtesy: what cannot be closed ends with the process. */
async function quietly(connector: Promise<Connector> | undefined): Promise<void> {
  await connector?.then((one) => one.close()).catch(() => {})
}
