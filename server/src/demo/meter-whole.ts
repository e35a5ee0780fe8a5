import { setTimeout as wait } from 'node:timers/promises'
import { billedUntil } from '../modules/billing/index.ts'
import { meterUsage } from '../modules/metering/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Database } from '../platform/db/index.ts'

const AGAIN_MS = 200

/**
 * Up to the last whole hour, whoever does it: the worker may be metering at this moment, and then only what it leaves is done here. What
 * is billed before that lacks months, and a provider's month with a bill that lacks is not compared.
 */
export async function meterWhole(ctx: Ctx, database: Database): Promise<void> {
  const never = new AbortController().signal
  while ((await meterUsage(ctx, { database, closedUntil: billedUntil }, never)) === null) await wait(AGAIN_MS)
}
