import type { AmountLevels, Amounts, Estimate, Gate, RequestEvidence } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { add, fitsIn } from './amounts.ts'
import { contentOf } from './copy-request.ts'
import type { Doors, PoolRoom, QuotaFact } from './doors.ts'
import { besideForm } from './form/beside-form.ts'
import { sumOf, toGateFacts } from './form/form.ts'
import { loadForm } from './form/load-form.ts'
import { askGates } from './gate/gates.ts'
import { listLines } from './line-store.ts'
import { listHistory, type RequestRow, sumCompeting } from './request-store.ts'
import { toSummary } from './view/request-view.ts'

const HISTORY = 20

/**
 * What stands beside the decision (门头沟: the approval page shows the pool used and total, and what this request adds). While
 * it is undecided the figures are of this moment; the gates of the submission are kept with the request.
 */
export async function gatherEvidence(doors: Doors, ctx: Ctx, request: RequestRow): Promise<RequestEvidence> {
  return ctx.inTx(async (tx) => {
    const form = await elevated(tx, async () =>
      loadForm(doors, ctx.asSystem('evidence'), tx, {
        kind: request.kind,
        systemId: request.system_id,
        content: contentOf(request, await listLines(tx, request.id)),
        requestId: request.id,
      }),
    )
    const now = ctx.clock.now()
    const estimate = request.estimate as Estimate | null
    const beside = isOpen(request) ? await besideForm(doors, ctx, tx, form, estimate) : null
    const gates = beside
      ? askGates(toGateFacts(form, dayInChina(now), beside))
      : ((request.gates as readonly Gate[] | null) ?? [])
    const owned = await doors.supply.listResourcesOfSystem(tx, request.system_id)
    const old = await doors.room.listOldClouds(tx, now)
    const history = await listHistory(tx, request.system_id, request.id, HISTORY)
    return {
      gates: [...gates],
      estimate,
      budget: beside?.budget?.standing ?? null,
      ceiling: beside?.ceiling?.standing ?? null,
      amounts: form.amounts,
      pools: form.pools.map((pool) => toPool(pool, form.amounts, old)),
      quota: form.quota && toQuota(form.quota, form.amounts),
      resources: { count: owned.length, amounts: sumOf(owned) },
      history: history.map(toSummary),
      competing: await competing(tx, request),
      asOf: now.toISOString(),
    }
  })
}

function isOpen(request: RequestRow): boolean {
  return ['draft', 'in-approval', 'returned'].includes(request.state)
}

/** Others that wait for the same room, beyond the reader's sight: their sum only. */
async function competing(tx: Tx, request: RequestRow): Promise<RequestEvidence['competing']> {
  return elevated(tx, () => sumCompeting(tx, request))
}

function toPool(
  pool: PoolRoom,
  amounts: Amounts,
  old: ReadonlySet<string>,
): RequestEvidence['pools'][number] {
  return {
    id: pool.id,
    name: pool.name,
    cloud: pool.cloud.name,
    provider: pool.provider.name,
    class: pool.class,
    networkZone: pool.networkZone,
    fits: fitsIn(amounts, pool.free),
    levels: toLevels(pool.limit, pool.taken, amounts),
    observedAt: pool.observedAt?.toISOString() ?? null,
    isOld: old.has(pool.cloud.id),
  }
}

function toQuota(quota: QuotaFact, amounts: Amounts): NonNullable<RequestEvidence['quota']> {
  return { body: quota.body, levels: toLevels(quota.limit, quota.used, amounts) }
}

/** With and without this request. */
export function toLevels(limit: Amounts, taken: Amounts, added: Amounts): AmountLevels {
  const after = add(taken, added)
  const level = (key: keyof Amounts) => ({
    limit: limit[key],
    before: taken[key],
    after: after[key],
    shareBefore: limit[key] > 0 ? taken[key] / limit[key] : null,
    shareAfter: limit[key] > 0 ? after[key] / limit[key] : null,
  })
  return {
    vcpus: level('vcpus'),
    memoryMiB: level('memoryMiB'),
    storageGiB: level('storageGiB'),
    floatingIps: level('floatingIps'),
    cards: level('cards'),
  }
}
