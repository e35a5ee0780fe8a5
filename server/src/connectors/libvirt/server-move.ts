/**
 * To another host while it runs: its memory, and the disks with it, for they lie on its host. libvirt hands over from the one
 * run to the other by itself, and the machine runs on one of them at any instant. What this does is around that: the way is
 * looked at first, the disks are laid ready, and what is left over is cleared away.
 *
 * What is begun is written into the machine's own record, and the other host onto the project's card, before anything is put
 * there. So whoever is cut off leaves nothing unknown, and whoever asks again goes on from what the hosts say.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { type Call, callAt } from './call.ts'
import { refuse, unless } from './fault.ts'
import { boundBy } from './movable.ts'
import { clearArrived, clearStayed, noteHosts } from './move-clear.ts'
import { layReady } from './move-ready.ts'
import { requireRoom } from './room.ts'
import { isRunning, type Server, serversIn, stateOf } from './server-observed.ts'
import { type Move, writeRecord } from './server-record.ts'
import type { HostSettings } from './settings.ts'
import { amountsOf } from './size.ts'
import { disksOf } from './standing.ts'
import { type View, viewOf } from './view.ts'

/** How long one call waits for the end; a longer move goes on by itself, and the next call looks at it. */
const WAIT_MS = 20_000
const MOVE_MAX_MS = 55 * 60_000
/** What was begun and has no job of libvirt's by then was cut off. */
const PREPARE_MAX_MS = 2 * 60_000

const WAYS = ['--persistent', '--undefinesource', '--copy-storage-all', '--abort-on-error']
const LIVE = ['--live', '--auto-converge']

/**
 * Where software emulates the processor, QEMU may miss what a guest writes while its memory is copied: a guest then goes on
 * with a part of it as it was. So it is halted for as long as its memory takes, though not for its disks.
 */
const waysOf = ({ emulated }: Call['settings']) => (emulated ? WAYS : [...LIVE, ...WAYS])

export async function migrate(call: Call, view: View, server: Server, hostRef: ExternalId): Promise<void> {
  const to = call.settings.hosts.find(({ name }) => name === hostRef)
  if (to === undefined) throw refuse('invalid', `no host ${hostRef.slice(0, 80)}`)
  if (isWaitedFor(call, server, to)) return
  const { id, domain, record } = server
  if (record.moving !== null || view.moving.has(domain.uuid)) {
    if (await isUnderWay(call, server)) return
    const cleared = await clearMove(call, server)
    const now = serversIn(cleared).find((one) => one.id === id)
    return now?.record.moving === null ? migrate(call, cleared, now, hostRef) : undefined
  }
  if (domain.host.name === to.name) return
  refuseUnfit(call, server)
  const disks = new Set(disksOf(domain))
  const bytes = view.disks.reduce((sum, one) => sum + (disks.has(one.name) ? one.takenBytes : 0), 0)
  await requireRoom(call.on(to), amountsOf(domain.xml), bytes)
  await begin(call, view, server, to)
}

/** Clears up after a move that was begun and is not under way any more. @returns how things stand then. */
export async function clearMove(call: Call, { id }: Pick<Server, 'id'>): Promise<View> {
  const view = await viewOf(call)
  const server = serversIn(view).find((one) => one.id === id)
  if (server === undefined || server.record.moving === null) return view
  if (await isUnderWay(call, server))
    throw refuse('conflict', `${server.domain.name} is on its way to another host`)
  await clear(call, view, server, server.record.moving)
  return viewOf(call)
}

/** Told of a move that this connection waits for: its fault, once; else whether it is under way. */
function isWaitedFor({ moves }: Call, { id, domain }: Server, to: HostSettings): boolean {
  const end = moves.get(id)
  if (end === undefined || end === 'under-way') return end !== undefined
  moves.delete(id)
  if (domain.host.name === to.name) return false
  throw end
}

/** Whoever leads it: this process, another one, or a virsh that outlived its own. */
async function isUnderWay(call: Call, { id, domain, record }: Server): Promise<boolean> {
  if (call.moves.get(id) === 'under-way') return true
  const words = await unless('conflict', call.on(domain.host).run('domjobinfo', domain.name), '')
  if (/^Job type: +(?!None)\S/m.test(words)) return true
  const sinceMs = call.now().getTime() - (record.moving?.since.getTime() ?? 0)
  return record.moving !== null && sinceMs < PREPARE_MAX_MS && record.moving.from === domain.host.name
}

function refuseUnfit(call: Call, server: Server): void {
  const { domain, record } = server
  if (stateOf(domain.state)[1] !== 'on' || !isRunning(domain))
    throw refuse('conflict', `${domain.name} is ${domain.state} and does not run`)
  if (record.isResized || record.rebooting !== null)
    throw refuse('conflict', `${domain.name} is in the middle of a resize or a reboot`)
  const bound = boundBy(call.settings, server)
  if (bound !== null) throw refuse('invalid', `${domain.name} stays on ${domain.host.name}: ${bound}`)
}

async function begin(call: Call, view: View, server: Server, to: HostSettings): Promise<void> {
  const { id, domain, record } = server
  const move: Move = { from: domain.host.name, to: to.name, since: call.now() }
  const moving: Server = { ...server, record: { ...record, moving: move } }
  await noteHosts(call, view, 'server', id, [move.from, move.to])
  await writeRecord(call.on(domain.host), domain.name, true, moving.record)
  try {
    await layReady(call, view, moving, to)
  } catch (error) {
    await clearStayed(call, view, moving, move)
    throw error
  }
  // Longer than the call that asked for it.
  const long = callAt(call, call.home, call.project, AbortSignal.timeout(MOVE_MAX_MS))
  call.moves.set(id, 'under-way')
  const end = carry(long, moving, to, move).then(() => null, toFault)
  const waiting = new AbortController()
  const limit = sleep(WAIT_MS, 'waiting' as const, {
    signal: AbortSignal.any([waiting.signal, call.signal]),
  }).catch(() => 'waiting' as const)
  const fault = await Promise.race([end, limit])
  waiting.abort()
  if (fault === 'waiting') return void end.then((late) => note(call, id, late))
  note(call, id, null)
  if (fault !== null) throw fault
}

const note = ({ moves }: Call, id: string, fault: ConnectorFault | null) =>
  fault === null ? moves.delete(id) : moves.set(id, fault)

const toFault = (error: unknown): ConnectorFault =>
  error instanceof ConnectorFault ? error : refuse('internal', String(error))

/** What virsh says of the end is one thing; where the machine then stands is what counts. */
async function carry(call: Call, { id, domain }: Server, to: HostSettings, move: Move): Promise<void> {
  const words = ['--domain', domain.name, ...waysOf(call.settings)]
  const fault = await call.virsh.migrate(domain.host, to, call.signal, words).then(() => null, toFault)
  const view = await viewOf(call)
  const now = serversIn(view).find((one) => one.id === id)
  if (now === undefined) throw fault ?? refuse('not-found', `${domain.name} is gone`)
  await clear(call, view, now, move)
  if (now.domain.host.name !== move.to)
    throw fault ?? refuse('conflict', `${domain.name} has not moved to ${move.to}`)
}

const clear = (call: Call, view: View, server: Server, move: Move): Promise<void> =>
  server.domain.host.name === move.to
    ? clearArrived(call, view, server, move)
    : clearStayed(call, view, server, move)
