/** Making and changing pools. */
import type { BodyOf, PoolCreate, poolOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { findZone } from '../node/node-store.ts'
import { limitOf, refuseFacts, refuseMove } from './pool.ts'
import {
  findPool,
  insertPool,
  listSiblings,
  loadPoolForUpdate,
  type PoolRow,
  toColumns,
  updatePool,
} from './pool-store.ts'

export async function createPool(ctx: Ctx, input: PoolCreate): Promise<PoolRow> {
  ctx.authz.require(ctx, 'create', 'pool')
  const { code, zoneId, ...fields } = input
  return ctx.inTx(async (tx) => {
    const zone = await findZone(tx, zoneId)
    if (!zone) return refuse('pool.zone_not_found')
    await requireFacts(ctx, tx, fields, zone.id, null)
    const id = ctx.ids.next()
    const limit = limitOf(fields.total, fields.overCommit, fields.heldBack)
    const row = {
      id,
      code,
      zone_id: zone.id,
      cloud_id: zone.cloud_id,
      state: 'open',
      created_at: ctx.clock.now(),
    } as const
    await insertGuarded(tx, { ...row, ...toColumns(fields, limit) })
    await ctx.audit(tx, { noun: 'pool', objectId: id, bodyId: fields.dedicatedBodyId, after: input })
    await ctx.emit(tx, { type: 'pool.created', noun: 'pool', id, bodyId: null })
    await ctx.nudge(tx, 'cloud', zone.cloud_id)
    return (await findPool(tx, id)) as PoolRow
  })
}

export async function changePool(
  ctx: Ctx,
  id: string,
  input: BodyOf<(typeof poolOperations)['update']>,
): Promise<PoolRow> {
  const { version, ...fields } = input
  return ctx.inTx(async (tx) => {
    const pool = ctx.authz.authorised(ctx, 'modify', 'pool', await loadPoolForUpdate(tx, id))
    const refusal = refuseMove(pool, fields)
    if (refusal) refuse(refusal)
    await requireFacts(ctx, tx, fields, pool.zone_id, id)
    const limit = limitOf(fields.total, fields.overCommit, fields.heldBack)
    if (!(await updatePool(tx, id, version, toColumns(fields, limit)))) refuse('common.version_stale')
    const before = { name: pool.name, class: pool.class, mapping: pool.mapping }
    await ctx.audit(tx, { noun: 'pool', objectId: id, bodyId: fields.dedicatedBodyId, before, after: fields })
    await ctx.emit(tx, { type: 'pool.changed', noun: 'pool', id, bodyId: null })
    await ctx.nudge(tx, 'cloud', pool.cloud_id)
    // What its hosts can take follows its over-commit.
    await ctx.nudge(tx, 'cloud-hosts', pool.cloud_id)
    return (await findPool(tx, id)) as PoolRow
  })
}

async function requireFacts(
  ctx: Ctx,
  tx: Tx,
  fields: Omit<PoolCreate, 'code' | 'zoneId'>,
  zoneId: string,
  ownId: string | null,
): Promise<void> {
  const refusal = refuseFacts(fields)
  if (refusal) refuse(refusal)
  if (fields.dedicatedBodyId !== null) {
    ctx.authz.authorised(ctx, 'view', 'body', await findBody(tx, fields.dedicatedBodyId))
  }
  // What the cloud says of a zone can be the total of one pool only.
  const siblings = await listSiblings(tx, zoneId, ownId)
  const observes = siblings.some((pool) => pool.capacity_source === 'observed')
  if (observes || (fields.capacitySource === 'observed' && siblings.length > 0)) refuse('pool.zone_shared')
}

async function insertGuarded(tx: Tx, pool: Parameters<typeof insertPool>[1]): Promise<void> {
  try {
    await insertPool(tx, pool)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'pool_code_key') throw error
    throw new AppError('pool.code_taken', { details: { code: pool.code }, cause: error })
  }
}

/** Takes nothing new from now on, or again. What stands in it goes on. */
export async function setPoolState(
  ctx: Ctx,
  id: string,
  version: number,
  state: PoolRow['state'],
): Promise<PoolRow> {
  return ctx.inTx(async (tx) => {
    const pool = ctx.authz.authorised(ctx, 'operate', 'pool', await loadPoolForUpdate(tx, id))
    if (pool.state === state) refuse('pool.already_so')
    if (!(await updatePool(tx, id, version, { state }))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'pool',
      objectId: id,
      bodyId: null,
      before: { state: pool.state },
      after: { state },
    })
    await ctx.emit(tx, {
      type: `pool.${state === 'open' ? 'opened' : 'closed'}`,
      noun: 'pool',
      id,
      bodyId: null,
    })
    return (await findPool(tx, id)) as PoolRow
  })
}
