import type { Amounts } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { WorkCalendar } from '../../platform/worktime/index.ts'
import type { ResourceKind as CloudKind, Connector, ExternalId, Observed } from '../cloud/index.ts'

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

/**
 * A resource is about to be restored, and is not locked yet: whoever keeps its term lets it go on, or refuses. A port: requests stand above.
 * @returns whether its term had stopped it: then it is started again.
 */
export type OnRestore = (tx: Tx, ctx: Ctx, resourceId: string) => Promise<{ readonly wasStopped: boolean }>

/** The open connection to a cloud. @throws ConnectorFault when there is none to be had. */
export type ConnectorOf = (cloudId: string) => Promise<Connector>

export interface Look {
  readonly cloudId: string
  readonly kind: CloudKind
  readonly externalId: ExternalId
  /** Null when the cloud said that it is not there. */
  readonly observed: Observed | null
  /** Before the cloud was asked. */
  readonly asked: Date
}

export interface ResourcePorts {
  readonly holdings: Holdings
  readonly connectorOf: ConnectorOf
  /** Working days, as they are kept now. */
  readonly workCalendar: (db: Db) => Promise<WorkCalendar>
  /** Told of every look at the cloud, in the transaction that keeps what was seen: the inventory says the same. */
  readonly noteObserved: (ctx: Ctx, tx: Tx, look: Look) => Promise<void>
  /** Tells placement that nothing of it is left. */
  readonly closePlacement: (tx: Tx, ctx: Ctx, placementId: string) => Promise<void>
}
