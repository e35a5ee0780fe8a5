import type { LedgerResource, QueryOf, statementLedgerOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { instantOf, windowOfMonth } from '../../metering/index.ts'
import { type LedgerRow, listLedger } from './ledger-store.ts'
import { findStatement } from './statement-store.ts'
import { toMoney } from './statement-view.ts'

/**
 * What a ledger beside a statement is made of. Who may see the statement and its sums may see their parts: a provider has no sight of
 * bills.
 */
export async function seeLedger(
  ctx: Ctx,
  id: string,
  query: QueryOf<typeof statementLedgerOperations.list>,
): Promise<{ items: LedgerResource[]; nextPageToken: string | null }> {
  return ctx.inTx(async (tx) => {
    const statement = ctx.authz.authorised(ctx, 'view', 'statement', await findStatement(tx, id))
    const { month, provider_body_id: providerId } = statement
    const window = windowOfMonth(month)
    const asked = {
      statementId: statement.id,
      providerId,
      month,
      from: instantOf(window.from),
      until: instantOf(window.to),
      ledger: query.ledger ?? 'measured',
    }
    return elevated(tx, () => listLedger(tx, asked, query, toLedgerResource))
  })
}

const toLedgerResource = (row: LedgerRow): LedgerResource => ({
  resource: { id: row.id, name: row.name },
  externalId: row.external_id,
  body: row.body_id === null ? null : { id: row.body_id, name: row.body_name ?? '' },
  isApproved: row.is_approved,
  endedAt: row.ended_at?.toISOString() ?? null,
  amount: toMoney(row.amount),
})
