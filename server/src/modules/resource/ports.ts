import type { Amounts } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { WorkCalendar } from '../../platform/worktime/index.ts'
import type { Connector } from '../cloud/index.ts'

/**
 * What resources hold of pools and quotas. Each keeps on its own row, in the same transaction, what it holds: that is
 * what makes doing it twice harmless.
 */
export interface Holdings {
  /** Promises more for a change that was approved. @throws `pool.full`, `pool.closed`, `quota.exceeded`. */
  reserve(tx: Tx, ctx: Ctx, of: Holder, amounts: Amounts): Promise<void>
  /** Promised becomes delivered. */
  allocate(tx: Tx, ctx: Ctx, of: Holder, amounts: Amounts): Promise<void>
  /** Gives back what was promised, delivered, or both. */
  release(
    tx: Tx,
    ctx: Ctx,
    of: Holder,
    held: { readonly reserved: Amounts; readonly allocated: Amounts },
  ): Promise<void>
}

export interface Holder {
  readonly poolId: string
  readonly bodyId: string
}

/** The open connection to a cloud. @throws ConnectorFault when there is none to be had. */
export type ConnectorOf = (cloudId: string) => Promise<Connector>

export interface ResourcePorts {
  readonly holdings: Holdings
  readonly connectorOf: ConnectorOf
  /** Tells placement that nothing of it is left. */
  /** Working days, as they are kept now. */
  readonly workCalendar: (db: Db) => Promise<WorkCalendar>
  readonly closePlacement: (tx: Tx, ctx: Ctx, placementId: string) => Promise<void>
}
