/**
 * Servers that Nova is still building. Many are asked about at once while many are built, and each answer about one costs
 * Nova and Neutron as much as a creation's tenth part. So one short question tells of all that are in BUILD, and one
 * long one of all that have left it since; whoever is not in either answer is asked about itself.
 */
import { performance } from 'node:perf_hooks'
import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { textAt } from './answer.ts'
import type { Call } from './call.ts'
import { observedServers } from './server-observed.ts'
import { tagOf } from './tag.ts'

/** What the creation told, which the short list does not. */
export interface Build {
  readonly resourceId: string
  readonly name: string
}

interface Remembered extends Build {
  readonly askedAtMs: number
}

const LIST_LIFE_MS = 900
/** The list alone is believed so long: should a cloud ignore its filter, the server's own answer ends it. */
const ASK_ITSELF_EVERY_MS = 30_000
/** The answer about one that was asked about with others waits so long for whoever comes for it. */
const ENDED_LIFE_MS = 3_000
/** So many tags still fit into a request line. */
const TAGS_PER_QUESTION = 50

const BUILDS = 'builds'
const endedKey = (ref: ExternalId) => `build ended ${ref}`

function buildsOf({ memo }: Call): Map<ExternalId, Remembered> {
  const kept = memo.peek<Map<ExternalId, Remembered>>(BUILDS)
  if (kept !== undefined) return kept
  const builds = new Map<ExternalId, Remembered>()
  memo.keep(BUILDS, Number.POSITIVE_INFINITY, builds)
  return builds
}

export function rememberBuild(call: Call, ref: ExternalId, { resourceId, name }: Build): void {
  buildsOf(call).set(ref, { resourceId, name, askedAtMs: performance.now() })
}

export function forgetBuild(call: Call, ref: ExternalId): void {
  buildsOf(call).delete(ref)
  call.memo.forget(endedKey(ref))
}

/** The build that this connection began while it goes on, the server as it is after it, or null: ask the server itself. */
export async function findBuild(call: Call, ref: ExternalId): Promise<Build | Observed | null> {
  const build = buildsOf(call).get(ref)
  if (build === undefined) return takeEnded(call, ref)
  const admin = call.admin()
  if ((await listBuilding(admin)).has(ref)) {
    if (performance.now() - build.askedAtMs < ASK_ITSELF_EVERY_MS) return build
    rememberBuild(call, ref, build)
    return null
  }
  await admin.memo.shared('ended builds', 0, () => lookAtEnded(admin))
  return takeEnded(call, ref)
}

function takeEnded(call: Call, ref: ExternalId): Observed | null {
  const ended = call.memo.peek<Observed>(endedKey(ref))
  call.memo.forget(endedKey(ref))
  return ended !== undefined && ended.projectRef === call.projectRef ? ended : null
}

function listBuilding(admin: Call): Promise<ReadonlySet<ExternalId>> {
  return admin.memo.shared('servers in BUILD', LIST_LIFE_MS, async () => {
    const rows = await admin.list('compute', ['servers'], 'servers', { all_tenants: 1, status: 'BUILD' })
    return new Set(rows.map((row) => textAt(row, 'id')))
  })
}

/** @returns how many were answered. */
async function lookAtEnded(admin: Call): Promise<number> {
  const builds = buildsOf(admin)
  const building = await listBuilding(admin)
  const left = [...builds].filter(([ref]) => !building.has(ref)).slice(0, TAGS_PER_QUESTION)
  const tags = left.map(([, { resourceId }]) => tagOf(resourceId)).join(',')
  const rows = await admin.list('compute', ['servers', 'detail'], 'servers', {
    all_tenants: 1,
    'tags-any': tags,
  })
  const mine = rows.filter((row) => builds.has(textAt(row, 'id')) && textAt(row, 'status') !== 'BUILD')
  for (const observed of await observedServers(admin, mine)) {
    forgetBuild(admin, observed.externalId)
    admin.memo.keep(endedKey(observed.externalId), ENDED_LIFE_MS, observed)
  }
  return mine.length
}
