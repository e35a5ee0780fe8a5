/** What flows through things, as the cloud counts it. */
import type { ExternalId } from './kinds.ts'

/**
 * One reading of one counter of a thing: bytes that left it toward the Internet, ever growing. Only what the cloud counts itself; no sum
 * of several counters of which one may vanish, and no rate.
 */
export interface CounterReading {
  readonly externalId: ExternalId
  /** Which of its counters, by a name that stays: each counts for itself. */
  readonly counter: string
  /**
   * When it began at nought, an instant that stays the same while it counts; begun anew it is another. Null where the cloud does not
   * tell: then one that is lower than before was begun anew.
   */
  readonly since: Date | null
  /** When the cloud was asked. */
  readonly at: Date
  readonly bytes: bigint
}
