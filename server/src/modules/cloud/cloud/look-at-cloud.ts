import type { Ctx } from '../../../platform/context.ts'
import type { ReconcileResult } from '../../../platform/reconcile/index.ts'
import type { Connections } from '../connections.ts'
import { type Connector, ConnectorFault } from '../connector.ts'
import { findCloud } from './cloud-store.ts'

interface Turn {
  readonly connections: Connections
  readonly cloudId: string
  /** How long the whole look may take. */
  readonly timeoutMs: number
  /** How soon a cloud that failed is looked at again. */
  readonly troubledMs: number
  readonly signal: AbortSignal
}

/**
 * Looks at a cloud in its turn, unless it is suspended or gone. Of a cloud that fails, what was told before it fell silent is kept, older
 * figures stay with their age, and the findings of its probe say what is wrong.
 *
 * @throws what is no fault of the cloud.
 */
export async function lookAtCloud(
  ctx: Ctx,
  { connections, cloudId, timeoutMs, troubledMs, signal }: Turn,
  look: (connector: Connector, signal: AbortSignal) => Promise<unknown>,
): Promise<ReconcileResult> {
  const cloud = await findCloud(ctx.db, cloudId)
  if (!cloud || cloud.state === 'suspended') return { done: true }
  try {
    const { connector } = await connections.to(cloudId)
    await look(connector, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
    return { done: true }
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    return { done: false, againMs: troubledMs }
  }
}
