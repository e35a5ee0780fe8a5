import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { insertCommitments, listUsedUnbudgeted } from '../commitment-store.ts'
import { entryBeside } from '../entries.ts'
import type { NewLine } from '../paying-lines-store.ts'
import { insertActuals, listUnbudgetedActuals, type NewActual } from './actual-store.ts'

type Line = NewLine & { readonly id: string; readonly no: string }

/** What was billed before there was a line is charged to the one that came into force for it. The caller holds the year. */
export async function carryActuals(ctx: Ctx, tx: Tx, line: Line): Promise<void> {
  await carryUsed(ctx, tx, line)
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

/** What bills had used up goes with it, so that what a dispute gives back is held on the line again. */
async function carryUsed(ctx: Ctx, tx: Tx, { id, no, ...line }: Line): Promise<void> {
  const entries = (await listUsedUnbudgeted(tx, line)).flatMap(({ bill_id, ...held }) => {
    const used = BigInt(held.amount_minor)
    const onLine = { ...held, budget_id: id }
    const spend = { kind: 'spend', note: no } as const
    const carry = { kind: 'carry', note: no } as const
    return [
      { ...entryBeside(ctx, held, used, spend), bill_id },
      entryBeside(ctx, held, -used, carry),
      entryBeside(ctx, onLine, used, carry),
      { ...entryBeside(ctx, onLine, -used, spend), bill_id },
    ]
  })
  await insertCommitments(tx, entries)
}
