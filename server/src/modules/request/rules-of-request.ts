import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import type { Doors } from './doors.ts'
import type { RequestRules } from './gate/gate-rules.ts'
import type { RequestRow } from './request-store.ts'

/** The rules that a request was submitted under; before that, those of today. */
export function rulesOfRequest(
  doors: Doors,
  db: Db,
  ctx: Ctx,
  request: Pick<RequestRow, 'rule_set_id' | 'regional_rule_set_ids' | 'body_id'>,
): Promise<RequestRules> {
  return request.rule_set_id === null
    ? doors.rules.onDay(db, dayInChina(ctx.clock.now()), request.body_id)
    : doors.rules.ofVersions(db, request.rule_set_id, request.regional_rule_set_ids)
}
