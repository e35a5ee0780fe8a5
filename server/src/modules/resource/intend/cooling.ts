import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { dayNumberOf, formatDay } from '../../../platform/worktime/index.ts'
import { rulesOnDay } from '../../rule/index.ts'
import type { ResourceRow } from '../resource.ts'

/**
 * Days between giving back and taking away: a server is stopped at once, and everything can still be restored until then,
 * networks and firewalls as well as what holds data, since one is of no use without the other. What never worked has
 * nothing to be restored. The days are the rule in force where the resource belongs.
 */
export function coolingDaysOf(
  tx: Tx,
  ctx: Ctx,
  said: number | undefined,
): (row: ResourceRow) => Promise<number> {
  const today = formatDay(dayNumberOf(ctx.clock.now()))
  const known = new Map<string, number>()
  return async (row) => {
    if (said === 0 || row.provisioned_at === null) return 0
    const days =
      said ??
      known.get(row.body_id) ??
      (await rulesOnDay(tx, today, row.body_id)).integer('release.cooling-days').value
    known.set(row.body_id, days)
    return days
  }
}
