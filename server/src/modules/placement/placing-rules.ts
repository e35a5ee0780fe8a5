/** The version of the rules that placement filters and scores by (R9): what the whole platform's rules say of it. */

import { PLACEMENT_SCORES, type PlacementPolicy, type PlacementScore } from '@yunheng/contract'
import type { Tx } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { type PlatformRules, platformRulesOnDay } from '../rule/index.ts'

export interface PlacingRules {
  readonly policy: PlacementPolicy
  /** Points that a score of 1 counts; nought leaves it out. */
  readonly weights: Readonly<Record<PlacementScore, number>>
  /** 等保 level from which a system stands on 信创 pools only; 6 is none. */
  readonly domesticFromLevel: number
  /** Whether a pool whose 等保 level nobody stated takes graded systems. */
  readonly needsStatedProtection: boolean
  readonly keepsRecoveryApart: boolean
  readonly keepsOneCloud: boolean
  /** Of all vCPUs of a kind of pool, what one provider may carry; 100 is no limit. */
  readonly providerSharePercent: number
}

export function toPlacingRules({ book, number }: PlatformRules): PlacingRules {
  const weight = (score: PlacementScore) => [score, book.integer(`placement.weight.${score}`).value] as const
  return {
    policy: { ruleSetId: book.versionId, number },
    weights: Object.fromEntries(PLACEMENT_SCORES.map(weight)) as PlacingRules['weights'],
    domesticFromLevel: book.integer('placement.domestic.from-level').value,
    needsStatedProtection: book.flag('placement.protection.stated').value,
    keepsRecoveryApart: book.flag('placement.recovery.apart').value,
    keepsOneCloud: book.flag('placement.same-cloud.required').value,
    providerSharePercent: book.integer('placement.provider-share.percent').value,
  }
}

/** What is in force on the day of a claim. */
export async function placingRulesAt(tx: Tx, now: Date): Promise<PlacingRules> {
  return toPlacingRules(await platformRulesOnDay(tx, dayInChina(now)))
}
