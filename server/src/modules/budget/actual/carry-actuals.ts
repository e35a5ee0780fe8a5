import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { insertActuals, listUnbudgetedActuals, type NewActual } from './actual-store.ts'

/** What was billed before there was a line is charged to the one that came into force for it. The caller holds the year. */
export async function carryActuals(
  ctx: Ctx,
  tx: Tx,
  line: Parameters<typeof listUnbudgetedActuals>[1] & { readonly id: string; readonly no: string },
): Promise<void> {
  const at = ctx.clock.now()
  const entries = (await listUnbudgetedActuals(tx, line)).flatMap((each): readonly NewActual[] => {
    const entry = (budget_id: string | null, amount: bigint): NewActual => ({
      ...each,
      id: ctx.ids.next(),
      kind: 'carry',
      budget_id,
      amount_minor: amount.toString(),
      note: line.no,
      at,
    })
    const amount = BigInt(each.amount_minor)
    return [entry(null, -amount), entry(line.id, amount)]
  })
  await insertActuals(tx, entries)
}
