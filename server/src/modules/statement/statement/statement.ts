/** A statement's life as a table: pure. */
import type { ReasonCode, StatementState } from '@yunheng/contract'

export type StatementVerb = 'compare' | 'agree' | 'decide-kind' | 'confirm-kind'

/**
 * What was agreed stands, and what a later version replaced is history.
 * @param isCompared whether a comparison is under way: nothing is done to what is about to change.
 */
export function refuseVerb(
  verb: StatementVerb,
  state: StatementState,
  open: number,
  isCompared = false,
): ReasonCode | null {
  if (isCompared && (state === 'received' || state === 'compared')) return 'statement.comparing'
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
