/** What two versions of the rules find in the same resources, by body and rule. Pure. */
import type { SavingRule } from '@yunheng/contract'
import { monthsLater } from '../../../platform/worktime/index.ts'
import type { Judged } from '../judge-batch.ts'

/** Whole months that are tried. */
const MONTHS = 12

/** The first days after the last twelve whole months, the earliest first. */
export const monthEnds = (today: string): readonly string[] =>
  Array.from({ length: MONTHS }, (_, at) => `${monthsLater(today.slice(0, 7), at + 1 - MONTHS)}-01`)

export interface Sum {
  readonly bodyId: string
  readonly rule: SavingRule
  nowCount: number
  nowFen: bigint
  triedCount: number
  triedFen: bigint
  added: number
  dropped: number
}

const ruleOf = ({ judgement }: Judged) => (judgement.is === 'found' ? judgement.finding.rule : null)

/** Of both versions the same resources in the same order. */
export function sumBoth(now: readonly Judged[], tried: readonly Judged[]): readonly Sum[] {
  const sums = new Map<string, Sum>()
  const of = (bodyId: string, rule: SavingRule): Sum => {
    const key = `${bodyId} ${rule}`
    const nothing = { nowCount: 0, nowFen: 0n, triedCount: 0, triedFen: 0n, added: 0, dropped: 0 }
    const sum = sums.get(key) ?? { bodyId, rule, ...nothing }
    sums.set(key, sum)
    return sum
  }
  for (const [index, before] of now.entries()) {
    const after = tried[index] as Judged
    const bodyId = before.row.body_id
    const [was, is] = [ruleOf(before), ruleOf(after)]
    if (was !== null) {
      const sum = of(bodyId, was)
      sum.nowCount += 1
      sum.nowFen += before.saving?.fen ?? 0n
      if (was !== is) sum.dropped += 1
    }
    if (is !== null) {
      const sum = of(bodyId, is)
      sum.triedCount += 1
      sum.triedFen += after.saving?.fen ?? 0n
      if (was !== is) sum.added += 1
    }
  }
  return [...sums.values()]
}
