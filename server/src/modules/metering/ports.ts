import type { Db } from '../../platform/db/index.ts'

/**
 * Until when the hours of these bodies are billed and closed; a body that is not named is open. What becomes known of a closed
 * hour is noted as an adjustment beside it, never written over it. Whoever closes a month holds the lock of the metering
 * session for the transaction that does.
 */
export type ClosedUntil = (db: Db, bodyIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>
