import type { Db } from '../../platform/db/index.ts'

/** Until when the hours of these bodies are billed and stand; a body that is not named is open. */
export type ClosedUntil = (db: Db, bodyIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>
