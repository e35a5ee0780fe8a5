/** Which choice there is about which difference: a reason code, or null when nothing is against it. Pure. */
import type { DriftChoice, ReasonCode } from '@yunheng/contract'
import { refuseTakingOver } from '../resource/index.ts'
import type { DriftRow } from './drift-store.ts'

type Rule = (row: DriftRow) => ReasonCode | null

const isOurs = ({ sort }: DriftRow) => sort === 'changed' || sort === 'vanished'

const RULES: { readonly [C in DriftChoice]: Rule } = {
  'take-over': (row) => {
    if (!isOurs(row)) return 'drift.by_adoption'
    // What vanished is taken for gone.
    return row.sort === 'vanished' ? null : (refuseTakingOver(row.differences)?.reason ?? null)
  },
  'put-back': (row) => {
    if (isOurs(row)) return null
    if (row.standing !== 'leftover') return 'drift.not_ours'
    return row.removal_wanted_at === null ? null : 'drift.under_way'
  },
  accept: (row) => (row.removal_wanted_at === null ? null : 'drift.under_way'),
  withdraw: (row) => (row.accepted_reason === null ? 'drift.not_accepted' : null),
}

export function refuseChoice(choice: DriftChoice, row: DriftRow): ReasonCode | null {
  return RULES[choice](row)
}

type Right = readonly [action: 'approve' | 'operate', noun: 'drift' | 'inventory' | 'resource']

/**
 * The right that a choice asks for. The regulator decides; a department puts its own back; what is nobody's is left aside by
 * those who may do that in the inventory; removing what was given back is the regulator's.
 */
export function rightOf(choice: DriftChoice, row: DriftRow, isRegulator: boolean): Right {
  const isOfItem = !isOurs(row)
  if (isOfItem && row.standing !== 'leftover')
    return choice === 'accept' || choice === 'withdraw' ? ['operate', 'inventory'] : ['approve', 'drift']
  if (choice === 'put-back' && !isOfItem) return [isRegulator ? 'approve' : 'operate', 'resource']
  return ['approve', 'drift']
}
