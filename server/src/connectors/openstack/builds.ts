/**
 * Servers that Nova is still building. Many are asked about at once while many are built, and each answer costs Nova as
 * much as a server's whole description; so one short question tells of all that are in BUILD. Whatever is not among them
 * is asked about itself: nothing but "still building" is ever concluded from the list.
 */
import { performance } from 'node:perf_hooks'
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { textAt } from './answer.ts'
import type { Call } from './call.ts'

/** What the creation told, which the short list does not. */
export interface Build {
  readonly resourceId: string
  readonly name: string
}

interface Remembered extends Build {
  readonly askedAtMs: number
}

const LIST_LIFE_MS = 900
const BUILD_LIFE_MS = 15 * 60_000
/** The list alone is believed so long: should a cloud ignore its filter, the server's own answer ends it. */
const ASK_ITSELF_EVERY_MS = 30_000
const keyOf = (ref: ExternalId) => `build ${ref}`

export function rememberBuild(call: Call, ref: ExternalId, build: Build): void {
  const remembered: Remembered = { ...build, askedAtMs: performance.now() }
  call.memo.keep(keyOf(ref), BUILD_LIFE_MS, remembered)
}

export function forgetBuild(call: Call, ref: ExternalId): void {
  call.memo.forget(keyOf(ref))
}

/** The build that this connection began, while it goes on; null when the server is to be asked about itself. */
export async function findBuild(call: Call, ref: ExternalId): Promise<Build | null> {
  const build = call.memo.peek<Remembered>(keyOf(ref))
  if (build === undefined) return null
  if (performance.now() - build.askedAtMs > ASK_ITSELF_EVERY_MS) {
    rememberBuild(call, ref, build)
    return null
  }
  return (await listBuilding(call.admin())).has(ref) ? build : null
}

function listBuilding(admin: Call): Promise<ReadonlySet<ExternalId>> {
  return admin.memo.shared('servers in BUILD', LIST_LIFE_MS, async () => {
    const rows = await admin.list('compute', ['servers'], 'servers', { all_tenants: 1, status: 'BUILD' })
    return new Set(rows.map((row) => textAt(row, 'id')))
  })
}
