/** One call of the port: in which project it happens, on which host, and until when. */
import { type CallScope, ConnectorFault } from '../../modules/cloud/connector.ts'
import type { createLock } from '../../platform/lock.ts'
import { refuse, unless } from './fault.ts'
import { nameOf, requireRef } from './name.ts'
import type { HostSettings, Settings } from './settings.ts'
import type { Virsh } from './virsh.ts'

export interface Connection {
  readonly settings: Settings
  readonly virsh: Virsh
  readonly now: () => Date
  readonly locked: ReturnType<typeof createLock>
  /** Where each project was last seen at home: a place to look first, never a fact. */
  readonly homes: Map<string, string>
  /** Moves that this connection waits for, and how the last one ended where nobody was told yet; by the server's id. */
  readonly moves: Map<string, 'under-way' | ConnectorFault>
}

/** A project has one home: what is known of it lies there, and all that does not move. */
export interface Call extends Connection {
  readonly home: HostSettings
  /** Where commands go. */
  readonly host: HostSettings
  readonly project: string
  readonly signal: AbortSignal
  /** One command on that host. */
  run(...words: readonly string[]): Promise<string>
  /** The same call with its commands going to another host. */
  on(host: HostSettings): Call
}

export async function openCall(connection: Connection, { projectRef, signal }: CallScope): Promise<Call> {
  if (projectRef === null) throw refuse('invalid', 'everything but projects is asked for within one')
  const project = requireRef(projectRef, 'project')
  const known = connection.settings.hosts.find(({ name }) => name === connection.homes.get(project))
  const home = known ?? (await findHome(connection, project, signal))
  if (home === null) throw refuse('not-found', `no project ${project}`)
  return callAt(connection, home, project, signal)
}

/**
 * Asked of every host. One that does not answer matters only while none of the others has it: then nobody knows. Of two
 * that have it, as an answer that was lost may leave behind, the first of the registration counts.
 */
export async function findHome(
  connection: Connection,
  project: string,
  signal: AbortSignal,
): Promise<HostSettings | null> {
  const { hosts } = connection.settings
  const name = nameOf('project', project)
  const answers = await Promise.allSettled(
    hosts.map((host) => unless('not-found', connection.virsh.run(host, signal, ['domname', project]), '')),
  )
  const index = answers.findIndex((one) => one.status === 'fulfilled' && one.value.trim() === name)
  const home = hosts[index] ?? null
  const silent = answers.find((one) => one.status === 'rejected')
  if (home === null && silent !== undefined) throw silent.reason
  if (home === null) connection.homes.delete(project)
  else connection.homes.set(project, home.name)
  return home
}

export function callAt(
  connection: Connection,
  home: HostSettings,
  project: string,
  signal: AbortSignal,
): Call {
  const at = (host: HostSettings): Call => ({
    ...connection,
    home,
    host,
    project,
    signal,
    run: (...words) => connection.virsh.run(host, signal, words),
    on: at,
  })
  return at(home)
}

/** A host that was taken off the registration: what stood there cannot be said to be gone. */
export function hostNamed({ hosts }: Settings, name: string): HostSettings {
  const host = hosts.find((one) => one.name === name)
  if (host === undefined)
    throw new ConnectorFault('unreachable', `no host of the name ${name} in the registration`)
  return host
}
