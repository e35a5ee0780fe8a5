import type { UnconnectedPlatformCreate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { AppError, refuse } from '../../platform/errors.ts'
import { findBody, findRegion } from '../organisation/index.ts'
import { makeCredential } from './credential.ts'
import { wayOf } from './unconnected-platform.ts'
import { findPlatform, insertPlatform, type PlatformRow } from './unconnected-store.ts'
import { calendarOf } from './unconnected-view.ts'

export interface Registered {
  readonly row: PlatformRow
  /** Told once; null for what is only counted (R37). */
  readonly credential: string | null
}

/** Enters a platform that reports by itself, or one that is counted. @throws `…body_elsewhere`, `…code_taken`. */
export async function registerPlatform(ctx: Ctx, input: UnconnectedPlatformCreate): Promise<Registered> {
  ctx.authz.require(ctx, 'create', 'unconnected-platform')
  return ctx.inTx(async (tx) => {
    await requirePlace(tx, input)
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    const made = wayOf(input.networkType) === 'reported' ? makeCredential(now) : null
    await insertGuarded(tx, {
      id,
      code: input.code,
      name: input.name.trim(),
      kind: input.kind,
      network_type: input.networkType,
      region_id: input.regionId,
      body_id: input.bodyId,
      contact_name: input.contactName.trim(),
      contact_phone: input.contactPhone.trim(),
      ...made?.kept,
      created_at: now,
    })
    await ctx.audit(tx, {
      noun: 'unconnected-platform',
      objectId: id,
      label: input.name,
      bodyId: input.bodyId,
      after: { ...input, prefix: made?.kept.token_prefix ?? null },
    })
    await ctx.emit(tx, {
      type: 'unconnected-platform.registered',
      noun: 'unconnected-platform',
      id,
      bodyId: input.bodyId,
    })
    const row = (await findPlatform(tx, id, await calendarOf(ctx, tx))) as PlatformRow
    return { row, credential: made?.credential ?? null }
  })
}

/** The responsible body stands in the platform's region, or below it. */
async function requirePlace(tx: Tx, input: UnconnectedPlatformCreate): Promise<void> {
  const region = await findRegion(tx, input.regionId)
  const body = await findBody(tx, input.bodyId)
  const isThere =
    region !== undefined &&
    body !== undefined &&
    body.closed_at === null &&
    `${body.region_path}/`.startsWith(`${region.path}/`)
  if (!isThere) refuse('unconnected-platform.body_elsewhere')
}

async function insertGuarded(tx: Tx, row: Parameters<typeof insertPlatform>[1]): Promise<void> {
  try {
    await insertPlatform(tx, row)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'unconnected_platform_code_key') throw error
    throw new AppError('unconnected-platform.code_taken', { details: { code: row.code }, cause: error })
  }
}
