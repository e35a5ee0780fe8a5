/**
 * To another host while it runs. Nova takes the call at once and checks afterwards whether it can be done (since 2.34): a
 * move that failed leaves the server where it was, without a word. So whoever asks again for a move that this connection
 * asked for is told by Nova's own record of it, instead of asking for ever.
 */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { type Json, listAt, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { hostsAnew, type KnownHost } from './known-hosts.ts'

/** What holds memory can be taken along; of a server that is off nothing runs that could be moved. */
const MOVABLE: ReadonlySet<string> = new Set(['ACTIVE', 'PAUSED'])

const FAILED: ReadonlySet<string> = new Set(['error', 'failed', 'cancelled'])
/** A failure is told once; afterwards, or after so long, it is tried anew. */
const ASKED_LIFE_MS = 60 * 60_000

export async function migrate(call: Call, json: Json, hostRef: ExternalId): Promise<void> {
  const [ref, status] = [textAt(json, 'id'), textAt(json, 'status')]
  const host = (await hostsAnew(call)).find((one) => one.ref === hostRef)
  if (host === undefined) throw refuse('invalid', `no compute host ${hostRef}`)
  if (status === 'MIGRATING' || textOrNull(json, 'OS-EXT-STS:task_state') === 'migrating') return
  if (textOrNull(json, 'OS-EXT-SRV-ATTR:hypervisor_hostname') === host.name) return
  if (!MOVABLE.has(status)) throw refuse('conflict', `server ${ref} is ${status} and does not run`)
  const asked = `move of ${ref} to ${hostRef}`
  if (call.memo.peek(asked) !== undefined) {
    call.memo.forget(asked)
    await refuseFailed(call, ref, host)
  }
  // Named, and not forced: Nova's own scheduler checks that the host can take it.
  const how = { host: host.service, block_migration: 'auto' }
  await call.admin().post('compute', ['servers', ref, 'action'], { 'os-migrateLive': how })
  call.memo.keep(asked, ASKED_LIFE_MS, true)
}

async function refuseFailed(call: Call, ref: ExternalId, { name, service }: KnownHost): Promise<void> {
  const query = { instance_uuid: ref, migration_type: 'live-migration' }
  const rows = listAt(await call.admin().get('compute', ['os-migrations'], query), 'migrations')
  const last = rows.reduce<Json | null>(
    (best, row) => (best === null || textAt(row, 'created_at') > textAt(best, 'created_at') ? row : best),
    null,
  )
  if (last === null || !FAILED.has(textAt(last, 'status'))) return
  const to = textOrNull(last, 'dest_compute')
  // Before a host was settled on, none is written down.
  if (to !== null && to !== service) return
  throw refuse('conflict', `the live migration of ${ref} to ${name} ended as ${textAt(last, 'status')}`)
}
