/** Looking at a cloud: is it there, may we use it, what does it hold. Outside any transaction; then what was seen is kept. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Connections } from '../connections.ts'
import { type Connector, ConnectorFault, type ProbeFinding, type ZoneCapacity } from '../connector.ts'
import { listZonesOf, updateZoneObserved } from '../node/node-store.ts'
import { observePools } from '../pool/observe-pools.ts'
import { stateOf } from './cloud.ts'
import {
  type CloudRow,
  findCloud,
  loadCloudForUpdate,
  updateCapacityObserved,
  updateProbed,
} from './cloud-store.ts'
import { toFinding } from './cloud-view.ts'

const PROBE_TIMEOUT_MS = 30_000
export const ASK_TIMEOUT_MS = 30_000

/** Never throws for what it finds: a connection that cannot be opened, or a connector that throws, is a finding as well. */
export async function findingsOf(
  open: () => Connector | Promise<Connector>,
  signal?: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const limit = AbortSignal.timeout(PROBE_TIMEOUT_MS)
  try {
    const connector = await open()
    return await connector.probe(signal ? AbortSignal.any([signal, limit]) : limit)
  } catch (error) {
    if (error instanceof AppError) throw error
    const words = error instanceof Error ? error.message : String(error)
    const zh = `没有探测成：${words}`
    return [{ check: 'reach', ok: false, zh, en: `The probe did not finish: ${words}`, latencyMs: null }]
  }
}

/** A person asks now. */
export async function probeCloud(ctx: Ctx, connections: Connections, id: string): Promise<CloudRow> {
  ctx.authz.authorised(ctx, 'operate', 'cloud', await findCloud(ctx.db, id))
  const findings = await findingsOf(async () => (await connections.to(id)).connector)
  return ctx.inTx(async (tx) => {
    const state = await recordProbe(ctx, tx, id, findings)
    await ctx.audit(tx, { noun: 'cloud', objectId: id, bodyId: null, after: { state } })
    // Capacity is looked at beside it.
    await ctx.nudge(tx, 'cloud', id)
    return (await findCloud(tx, id)) as CloudRow
  })
}

/** @returns the state now; null when the cloud was removed meanwhile. */
export async function recordProbe(
  ctx: Ctx,
  tx: Tx,
  id: string,
  findings: readonly ProbeFinding[],
): Promise<CloudRow['state'] | null> {
  const cloud = await loadCloudForUpdate(tx, id)
  if (!cloud) return null
  const state = stateOf(findings, cloud.state)
  const kept = findings.slice(0, 20).map(toFinding)
  await updateProbed(tx, id, { state, findings: kept, now: ctx.clock.now() })
  if (state !== cloud.state) {
    await ctx.emit(tx, {
      type: 'cloud.state_changed',
      noun: 'cloud',
      id,
      bodyId: cloud.provider_body_id,
      payload: { from: cloud.state, to: state },
    })
  }
  return state
}

/** Asks a cloud something for a person. @throws `cloud.no_answer` in the cloud's words. */
export async function ask<T>(question: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await question(AbortSignal.timeout(ASK_TIMEOUT_MS))
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    throw new AppError('cloud.no_answer', { details: { words: error.message.slice(0, 300) }, cause: error })
  }
}

/** What the cloud said of its zones, kept on ours by their native names; pools that follow it are set anew. */
export async function recordCapacity(
  ctx: Ctx,
  tx: Tx,
  cloudId: string,
  capacity: readonly ZoneCapacity[],
): Promise<void> {
  const now = ctx.clock.now()
  if (!(await loadCloudForUpdate(tx, cloudId))) return
  for (const zone of await listZonesOf(tx, cloudId)) {
    const seen = capacity.find((one) => one.zone === zone.native_zone)
    if (!seen) continue
    const { zone: _, observedAt, ...figures } = seen
    await updateZoneObserved(tx, zone.id, { ...figures, observedAt: observedAt.toISOString() }, now)
    await observePools(tx, zone.id, seen, now)
  }
  await updateCapacityObserved(tx, cloudId, now)
}
