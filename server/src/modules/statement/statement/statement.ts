/** A statement's life as a table: pure. */
import type { ReasonCode, StatementState } from '@yunheng/contract'

export type StatementVerb = 'compare' | 'agree' | 'decide-kind' | 'confirm-kind'

/** What was agreed stands, and what a later version replaced is history. */
export function refuseVerb(verb: StatementVerb, state: StatementState, open: number): ReasonCode | null {
  switch (state) {
    case 'agreed':
      return 'statement.agreed'
    case 'superseded':
      return 'statement.superseded'
    case 'received':
      return verb === 'compare' ? null : 'statement.not_compared'
    case 'compared':
      return verb === 'agree' && open > 0 ? 'statement.open_differences' : null
  }
}
