import type { SystemCreate, SystemUpdate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { AppError, refuse } from '../../platform/errors.ts'
import { findBody, findPerson, listActingPosts } from '../organisation/index.ts'
import { refuseFacts } from './system.ts'
import { findSystem, insertSystem, isCodeTaken, type SystemRow } from './system-store.ts'
import { findWave } from './wave/wave-store.ts'

/** Bodies that run the cloud, or only steer, own no systems on it. */
const OWNS_NONE: ReadonlySet<string> = new Set(['provider', 'platform-provider', 'leading-group'])

/**
 * Enters a system into the ledger.
 * @throws `system.classified` (R191), `system.level_not_on_cloud`, `system.exemption_required` (R5),
 * `system.new_must_be_on_cloud` (R20), `system.wave_not_found`, `system.path_does_not_fit_zone` (R11), `system.person_not_of_body` (R46).
 */
export async function createSystem(ctx: Ctx, input: SystemCreate): Promise<SystemRow> {
  ctx.authz.require(ctx, 'create', 'system')
  const refusal = refuseFacts(input)
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    const body = await findBody(tx, input.bodyId)
    if (!body || body.closed_at !== null || OWNS_NONE.has(body.kind)) return refuse('system.body_not_found')
    await requirePerson(ctx, tx, input.responsiblePersonId, body.id)
    await requireWave(tx, input.waveId)
    if (await isCodeTaken(tx, input.code)) refuse('system.code_taken', { details: { code: input.code } })
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    await insertGuarded(tx, {
      id,
      body_id: body.id,
      code: input.code,
      lifecycle: input.lifecycle,
      trial_since: input.lifecycle === 'trial' ? now : null,
      retired_at: input.lifecycle === 'retired' ? now : null,
      created_at: now,
      updated_at: now,
      ...toColumns(input),
    })
    await ctx.audit(tx, { noun: 'system', objectId: id, bodyId: body.id, after: input })
    await ctx.emit(tx, { type: 'system.created', noun: 'system', id, bodyId: body.id })
    return (await findSystem(tx, id)) as SystemRow
  })
}

/** Two registrations at once may both find the code free; the unique constraint lets only one in. */
async function insertGuarded(tx: Tx, system: Parameters<typeof insertSystem>[1]): Promise<void> {
  try {
    await insertSystem(tx, system)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'system_code_key') throw error
    throw new AppError('system.code_taken', { details: { code: system.code }, cause: error })
  }
}

/** The responsible person works in the body, or holds a post there (R46). */
export async function requirePerson(
  ctx: Ctx,
  tx: Tx,
  personId: string | null,
  bodyId: string,
): Promise<void> {
  if (personId === null) return
  const person = await findPerson(tx, personId)
  if (!person || person.deactivated_at !== null) return refuse('system.person_not_of_body')
  if (person.body_id === bodyId) return
  const posts = await listActingPosts(tx, personId, ctx.clock.now())
  if (!posts.some((post) => post.bodyId === bodyId)) refuse('system.person_not_of_body')
}

/** The wave is one that is kept (R20). */
export async function requireWave(tx: Tx, waveId: string | null): Promise<void> {
  if (waveId !== null && (await findWave(tx, waveId)) === undefined) refuse('system.wave_not_found')
}

/** The columns that a person fills in. `classification` is never `classified` here: the rule has refused it. */
export function toColumns(input: Omit<SystemUpdate, 'version'>) {
  return {
    name: input.name.trim(),
    summary: input.summary,
    kind: input.kind,
    protection_level: input.protectionLevel,
    protection_filing_no: input.protectionFilingNo,
    classification: input.classification === 'public' ? ('public' as const) : ('internal' as const),
    network_zone: input.networkZone,
    access_paths: [...input.accessPaths],
    responsible_person_id: input.responsiblePersonId,
    has_web: input.hasWeb,
    is_vertical: input.isVertical,
    deployment: input.deployment,
    exemption: input.exemption === null ? null : JSON.stringify(input.exemption),
    wave_id: input.waveId,
  }
}
