import type { AuditEntry, AuditOutcome } from '@yunheng/contract'
import type { TextOf } from '../../text/index.ts'
import type { Tone } from '../../ui/index.ts'

export const outcomeTones: Record<AuditOutcome, Tone> = { done: 'good', refused: 'attention', failed: 'bad' }

/** Names are as they were at that moment: later renames do not rewrite history. */
export function actorWords(actor: AuditEntry['actor'], t: TextOf<'audit'>): string {
  return actor.kind === 'person' ? actor.name : t(`actor.${actor.kind}`)
}
