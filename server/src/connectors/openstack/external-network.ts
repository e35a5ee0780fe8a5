/** The networks that lead outside; named by people, numbered by Neutron. */
import { textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'

export interface ExternalNetwork {
  readonly id: string
  readonly name: string
}

export async function externalNetworks(call: Call): Promise<readonly ExternalNetwork[]> {
  const rows = await call.list('network', ['networks'], 'networks', { 'router:external': true })
  return rows
    .filter((row) => row['router:external'] === true)
    .map((row) => ({ id: textAt(row, 'id'), name: textOrNull(row, 'name') ?? textAt(row, 'id') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** As the administrator sees them: whether a project may use one, Neutron says when it is used. */
const NAMES = 'external networks'
const NAMES_LIFE_MS = 5 * 60_000
const known = (call: Call) => call.memo.shared(NAMES, NAMES_LIFE_MS, () => externalNetworks(call.admin()))

export async function externalNetworkId(call: Call, nameOrId: string): Promise<string> {
  const isIt = ({ id, name }: ExternalNetwork) => name === nameOrId || id === nameOrId
  let found = (await known(call)).find(isIt)
  if (!found) {
    // Perhaps it is new.
    call.memo.forget(NAMES)
    found = (await known(call)).find(isIt)
  }
  if (!found) throw refuse('not-found', `no external network ${nameOrId}`)
  return found.id
}

/** Names for ids; an id without a name (hidden from this project) stays an id. */
export async function externalNetworkNames(call: Call): Promise<(id: string | null) => string | null> {
  const byId = new Map((await known(call)).map(({ id, name }) => [id, name]))
  return (id) => (id === null ? null : (byId.get(id) ?? id))
}
