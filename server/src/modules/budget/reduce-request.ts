/** A change that makes something cheaper: part of what its order had committed is free from then on. Within the caller's transaction. */
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import {
  hasCommitment,
  insertCommitments,
  listCausedBy,
  listHeldOfRenewals,
  listHeldOfRequest,
} from './commitment-store.ts'
import { entryBeside, reversed } from './entries.ts'
import { type LineCost, spread } from './spread.ts'

export interface Reduction {
  /** The order whose commitment becomes less, and which of its lines. */
  readonly requestId: string
  /** The resource that becomes cheaper: its own renewals may pay for it as well. */
  readonly resourceId: string
  /** What it costs less, as if it were a cost: above nothing. */
  readonly less: LineCost & Required<Pick<LineCost, 'term' | 'fromMonth'>>
  /** The request that brought it about. */
  readonly cause: { readonly requestId: string; readonly requestNo: string }
}

/** Month by month, and never more than is held. Once for each cause. */
export async function reduceRequest(ctx: Ctx, tx: Tx, parts: readonly Reduction[]): Promise<void> {
  await elevated(tx, async () => {
    const [first] = parts
    if (first === undefined || (await hasCommitment(tx, first.cause.requestId, 'caused'))) return
    for (const part of parts) await reduce(ctx, tx, part)
  })
}

async function reduce(ctx: Ctx, tx: Tx, { requestId, resourceId, less, cause }: Reduction): Promise<void> {
  const { fromMonth } = less
  const held = [
    ...(await listHeldOfRequest(tx, requestId, { lines: [less.number], fromMonth })),
    ...(await listHeldOfRenewals(tx, [resourceId], fromMonth)),
  ]
  const left = new Map(
    spread([less], less.term, fromMonth).map(({ month, amountMinor }) => [month, BigInt(amountMinor)]),
  )
  const change = { kind: 'release', note: cause.requestNo, cause_request_id: cause.requestId } as const
  await insertCommitments(
    tx,
    held.flatMap((each) => {
      const [wanted, there] = [left.get(each.month) ?? 0n, BigInt(each.amount_minor)]
      const given = wanted < there ? wanted : there
      if (given <= 0n) return []
      left.set(each.month, wanted - given)
      return [entryBeside(ctx, each, -given, change)]
    }),
  )
}

/** The change was given up: what it had freed is held again. */
export async function restoreReduced(ctx: Ctx, tx: Tx, causeRequestId: string, note: string): Promise<void> {
  const caused = await listCausedBy(tx, causeRequestId)
  const change = { kind: 'carry', note, cause_request_id: causeRequestId } as const
  await insertCommitments(tx, reversed(ctx, caused, change))
}
