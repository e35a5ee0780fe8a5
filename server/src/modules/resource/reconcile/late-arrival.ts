/**
 * Absence after a call without an answer is believed after a while, so that a cancelled request does not keep people
 * waiting. Should the cloud make the thing after that all the same, it is found by its tag and taken away: what was asked
 * for and never seen is looked for several times more after it was written off.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { ReconcileResult } from '../../../platform/reconcile/index.ts'
import { ConnectorFault, type FaultKind } from '../../cloud/index.ts'
import { insertHistory } from '../history-store.ts'
import { listNeighbours } from '../link-store.ts'
import type { ResourcePorts } from '../ports.ts'
import type { ResourceRow } from '../resource.ts'
import { updateFacts } from '../resource-store.ts'

/** After these nobody knows whether the cloud has done it, or will. */
const OPEN_ENDED: ReadonlySet<FaultKind> = new Set(['unreachable', 'timeout', 'nonsense', 'internal'])

/** The cloud said no: nothing is on its way. */
export const isAnswer = ({ fault }: ConnectorFault): boolean => !OPEN_ENDED.has(fault)

/** After the last attempt. No gateway holds a request for longer than some minutes. */
const LOOKS_MS = [60_000, 5 * 60_000, 30 * 60_000]
const UNANSWERED_MS = 5 * 60_000
const REMOVING_MS = 2_000

/** When a released resource is looked for once more; null when nothing of it can come any more. */
export function nextLateLook(
  row: Pick<ResourceRow, 'external_id' | 'asked_at'>,
  now: Date,
  isUnanswered = false,
): Date | null {
  const { asked_at } = row
  if (row.external_id !== null || asked_at === null) return null
  const due = LOOKS_MS.map((ms) => new Date(asked_at.getTime() + ms)).find((at) => at > now)
  return due ?? (isUnanswered ? new Date(now.getTime() + UNANSWERED_MS) : null)
}

export async function lookForLate(
  ctx: Ctx,
  { connectorOf }: Pick<ResourcePorts, 'connectorOf'>,
  row: ResourceRow,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  let isUnanswered = false
  try {
    if (await removeLate(ctx, connectorOf, row, signal)) return { done: false, againMs: REMOVING_MS }
  } catch (error) {
    if (signal.aborted || !(error instanceof ConnectorFault)) throw error
    isUnanswered = true
  }
  const look_at = nextLateLook(row, ctx.clock.now(), isUnanswered)
  await ctx.inTx((tx) => updateFacts(tx, row.id, { look_at }))
  return { done: true }
}

/** @returns whether something was there. */
async function removeLate(
  ctx: Ctx,
  connectorOf: ResourcePorts['connectorOf'],
  row: ResourceRow,
  signal: AbortSignal,
): Promise<boolean> {
  const { kind } = row
  if (row.external_id !== null || row.asked_at === null || kind === 'service') return false
  const { foundation } = await listNeighbours(ctx.db, row)
  const project = foundation.find((one) => one.id === row.project_id)
  // Where the project never was, or is no more, nothing of it can be.
  if (kind !== 'project' && (!project?.externalId || project.isReleased)) return false
  const connector = await connectorOf(row.cloud_id)
  const scope = { projectRef: project?.externalId ?? null, signal }
  const found = await connector.find(kind, row.id, scope)
  if (found === null) return false
  await connector.remove(kind, found.externalId, scope)
  await ctx.inTx((tx) => insertHistory(tx, ctx, row, [{ sort: 'fact', code: 'resource.late' }]))
  return true
}
