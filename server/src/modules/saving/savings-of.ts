/** What a system, or its body, left undone about saving when it asks for more: answers the port of requests (R128). */
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import type { GrowthAsked, SavingsFact } from '../request/index.ts'
import { rulesOnDay } from '../rule/index.ts'
import { tallyUndone } from './undone-store.ts'

/** The figures are of its own body: whoever sees the request sees them. */
export async function savingsOf(
  ctx: Ctx,
  tx: Tx,
  { bodyId, systemId, lines }: GrowthAsked,
): Promise<SavingsFact | null> {
  return elevated(tx, async () => {
    const today = dayInChina(ctx.clock.now())
    const rules = await rulesOnDay(tx, today, bodyId)
    if (!rules.flag('savings.gate.asked').value) return null
    const { value: isBlocking, ...source } = rules.flag('savings.gate.blocks')
    const isWholeBody = rules.flag('savings.gate.whole-body').value
    const tally = await tallyUndone(tx, isWholeBody ? { bodyId } : { bodyId, systemId }, today)
    return {
      rule: { isBlocking, ...source },
      isWholeBody,
      proposals: { count: tally.proposals, minor: Number(tally.proposed_fen) },
      undone: { count: tally.undone, late: tally.late, minor: Number(tally.undone_fen) },
      lines: lines.map(({ number }) => number),
    }
  })
}
