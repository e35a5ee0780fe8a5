import type { BodyOf, placementBondOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findSystem } from '../../system/index.ts'
import { bondWords, findContradiction, type Pledge } from './bond.ts'
import {
  type BondRow,
  findBond,
  insertBond,
  listPledgesAround,
  listSystemNames,
  lockBonds,
} from './bond-store.ts'

/**
 * Binds two systems: counts for what is placed from then on, and moves nothing.
 *
 * @throws `placement-bond.with_itself`, `placement-bond.system_gone`, `placement-bond.there`, `placement-bond.contradicts`.
 */
export async function bindSystems(
  ctx: Ctx,
  { systemId, otherId, reason, ...nature }: BodyOf<typeof operations.create>,
): Promise<BondRow> {
  ctx.authz.require(ctx, 'create', 'placement-bond')
  return ctx.inTx(async (tx) => {
    const pair = [await systemInUse(tx, systemId), await systemInUse(tx, otherId)].sort()
    const [system_id, other_id] = pair as [string, string]
    if (system_id === other_id) refuse('placement-bond.with_itself')
    await lockBonds(tx)
    const pledge: Pledge = { ...nature, system_id, other_id }
    await refuseContradiction(tx, pledge)
    const { actor, clock, ids } = ctx
    const bond = {
      ...pledge,
      id: ids.next(),
      reason: reason.trim(),
      created_by: actor.kind === 'nobody' ? '' : actor.name,
      created_at: clock.now(),
    }
    if (!(await insertBond(tx, bond))) refuse('placement-bond.there')
    const after = { ...nature, systemId: system_id, otherId: other_id }
    await ctx.audit(tx, {
      noun: 'placement-bond',
      objectId: bond.id,
      bodyId: null,
      reason: bond.reason,
      after,
    })
    return (await findBond(tx, bond.id)) as BondRow
  })
}

/** Its id as the ledger writes it. */
async function systemInUse(tx: Tx, id: string): Promise<string> {
  const system = await elevated(tx, () => findSystem(tx, id))
  if (system === undefined || system.retired_at !== null) return refuse('placement-bond.system_gone')
  return system.id
}

async function refuseContradiction(tx: Tx, pledge: Pledge): Promise<void> {
  const { known, names } = await elevated(tx, async () => {
    const pledges = await listPledgesAround(tx, [pledge.system_id, pledge.other_id])
    const ids = pledges.flatMap((one) => [one.system_id, one.other_id])
    return {
      known: pledges,
      names: ids.length === 0 ? new Map() : await listSystemNames(tx, [...new Set(ids)]),
    }
  })
  const against = findContradiction(known, pledge)
  if (against.length === 0) return
  const words = against.map((one) => {
    const { zh, en } = bondWords({ ...one, other: names.get(one.other_id) ?? '' })
    const name = names.get(one.system_id) ?? ''
    return `“${name}”${zh} / “${name}” ${en}`
  })
  refuse('placement-bond.contradicts', { details: { why: words.join('；') } })
}
