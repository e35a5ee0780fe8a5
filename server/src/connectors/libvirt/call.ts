/** One call of the port: on which host and in which project it happens, and until when. */
import { type CallScope, ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import type { createLock } from '../../platform/lock.ts'
import { refuse } from './fault.ts'
import { requireRef } from './name.ts'
import type { HostSettings, Settings } from './settings.ts'
import type { Virsh } from './virsh.ts'

export interface Connection {
  readonly settings: Settings
  readonly virsh: Virsh
  readonly now: () => Date
  readonly locked: ReturnType<typeof createLock>
}

/** Everything of a project stands on one host, which its identifier names. */
export interface Call extends Connection {
  readonly host: HostSettings
  /** The project's own id, without the host. */
  readonly project: string
  readonly projectRef: ExternalId
  readonly signal: AbortSignal
  /** One command on that host. */
  run(...words: readonly string[]): Promise<string>
}

export function openCall(connection: Connection, { projectRef, signal }: CallScope): Call {
  if (projectRef === null) throw refuse('invalid', 'everything but projects is asked for within one')
  const { host, id } = requireRef(projectRef, 'project')
  return onHost(connection, hostNamed(connection.settings, host), id, projectRef, signal)
}

export function onHost(
  connection: Connection,
  host: HostSettings,
  project: string,
  projectRef: ExternalId,
  signal: AbortSignal,
): Call {
  const run = (...words: readonly string[]) => connection.virsh.run(host, signal, words)
  return { ...connection, host, project, projectRef, signal, run }
}

/** A host that was taken off the registration: what stood there cannot be said to be gone. */
export function hostNamed({ hosts }: Settings, name: string): HostSettings {
  const host = hosts.find((one) => one.name === name)
  if (host === undefined)
    throw new ConnectorFault('unreachable', `no host of the name ${name} in the registration`)
  return host
}
