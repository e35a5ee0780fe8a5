/** What a move leaves behind: on the host that was left when it went well, on the other one when it did not. */
import type { ResourceKind } from '../../modules/cloud/connector.ts'
import { type Call, hostNamed } from './call.ts'
import { putCard } from './card.ts'
import { refuse, unless } from './fault.ts'
import { nameOf, readName } from './name.ts'
import { isRunning, type Server } from './server-observed.ts'
import { type Move, writeRecord } from './server-record.ts'
import { disksOf } from './standing.ts'
import { cardsOf, type View } from './view.ts'
import { removeDisk } from './volume-disk.ts'

/** It stands on the new host. The host that it left is emptied last, when all else is written down. */
export async function clearArrived(call: Call, view: View, server: Server, move: Move): Promise<void> {
  const { id, domain, record } = server
  const there = call.on(domain.host)
  const left = call.on(hostNamed(call.settings, move.from))
  if (isRunning(domain)) await there.run('autostart', domain.name)
  await dropCopy(left, domain.name)
  for (const name of disksOf(domain)) {
    const our = readName(name)
    if (our?.sort === 'volume') await noteHosts(call, view, 'volume', our.resource, [move.to])
  }
  await emptyOf(left, server)
  await writeRecord(there, domain.name, isRunning(domain), { ...record, moving: null })
  await noteHosts(call, view, 'server', id, [move.to])
}

/** It stands where it stood: what was laid ready on the other host goes. */
export async function clearStayed(call: Call, view: View, server: Server, move: Move): Promise<void> {
  const { id, domain, record } = server
  const other = call.on(hostNamed(call.settings, move.to))
  await dropCopy(other, domain.name)
  await emptyOf(other, server)
  await writeRecord(call.on(domain.host), domain.name, isRunning(domain), { ...record, moving: null })
  await noteHosts(call, view, 'server', id, [move.from])
}

/** Names of its own disks and of the volumes that it has. */
export const takenAlong = ({ domain, project, id }: Server): readonly string[] => [
  ...new Set([nameOf('seed', project, id), ...disksOf(domain).filter((name) => readName(name) !== null)]),
]

async function emptyOf(call: Call, server: Server): Promise<void> {
  for (const name of takenAlong(server)) await removeDisk(call, name)
}

/** The copy of a machine that waits for its memory, or is off. One that runs is nobody's copy. */
export async function dropCopy(call: Call, name: string): Promise<void> {
  const state = (await unless('not-found', call.run('domstate', name), '')).trim()
  if (state === '') return
  if (state === 'running') throw refuse('conflict', `${name} runs on ${call.host.name} as well`)
  if (state !== 'shut off') await unless('not-found', call.run('destroy', name), '')
  await unless('not-found', call.run('undefine', name, '--nvram'), '')
}

/** Where it may be found from now on, the likeliest first. */
export async function noteHosts(
  call: Call,
  view: View,
  kind: Extract<ResourceKind, 'server' | 'volume'>,
  id: string,
  hosts: readonly string[],
): Promise<void> {
  const known = cardsOf(view, kind).find(({ card }) => card.id === id)?.card
  const card = known ?? { kind, id, name: id, createdAt: null, facts: {} }
  await putCard(call, { ...card, facts: { ...card.facts, hosts } })
}
