import {
  CARRIED_MONTHS_MAX,
  type ResponseOf,
  type StatementDesk,
  type statementOperations,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findMeteredHour, hourOf, monthOf, windowOfMonth } from '../../metering/index.ts'
import { sumKinds } from '../difference/difference-store.ts'
import { listCarried, listProvidersOfMonth, listStatements } from './statement-store.ts'
import { ledgersOf, toKind, toSummary } from './statement-view.ts'

const PROVIDERS_MAX = 200

/** A month at the reconciliation desk: every provider in sight, its four ledgers, and what is not settled, by kind. */
export async function seeDesk(ctx: Ctx, asked: string | undefined): Promise<StatementDesk> {
  const db = ctx.authz.require(ctx, 'list', 'statement')
  const month = asked ?? monthBefore(dayInChina(ctx.clock.now()))
  const providers = await listProvidersOfMonth(db, month, PROVIDERS_MAX)
  const metered = await findMeteredHour(db)
  const page = { pageSize: PROVIDERS_MAX }
  const { items: rows } = await listStatements(db, { month, isCurrent: true }, page, (row) => row)
  const current = new Map(rows.map((row) => [row.provider_body_id, row]))
  const sums = await sumKinds(
    db,
    rows.map(({ id }) => id),
  )
  const kinds = Map.groupBy(sums, (one) => one.statement_id)
  return {
    month,
    isMetered: metered !== null && metered >= windowOfMonth(month).to,
    items: providers.map((provider) => {
      const row = current.get(provider.id)
      return {
        provider,
        statement: row === undefined ? null : toSummary(ctx, row),
        ledgers: row === undefined ? null : ledgersOf(row),
        kinds: (row === undefined ? [] : (kinds.get(row.id) ?? [])).map(toKind),
      }
    }),
  }
}

/** `2026-10` on any day of November. */
const monthBefore = (day: string) => monthOf(windowOfMonth(day.slice(0, 7)).from - 1)

/** What of months before is not agreed, with how long each has been over. */
export async function seeCarried(
  ctx: Ctx,
  asked: string | undefined,
): Promise<ResponseOf<typeof statementOperations.carried>> {
  const db = ctx.authz.require(ctx, 'list', 'statement')
  const now = ctx.clock.now()
  const month = asked ?? monthBefore(dayInChina(now))
  const rows = await listCarried(db, month, CARRIED_MONTHS_MAX)
  return {
    month,
    items: rows.map(({ open_delta, ...row }) => ({
      ...row,
      ageDays: daysSince(row.month, now),
      openDelta: { amountMinor: Number(open_delta), currency: 'CNY' as const },
    })),
  }
}

const HOURS_OF_DAY = 24
const daysSince = (month: string, now: Date) =>
  Math.max(0, Math.floor((hourOf(now) - windowOfMonth(month).to) / HOURS_OF_DAY))
