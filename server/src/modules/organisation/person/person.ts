import type { ReasonCode } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import type { PersonRow } from './person-store.ts'

export function refuseChange(person: Pick<PersonRow, 'deactivated_at'>): ReasonCode | null {
  return person.deactivated_at === null ? null : 'person.deactivated'
}

/** Nobody deactivates himself: there would be nobody left to undo it. */
export function refuseDeactivate(
  person: Pick<PersonRow, 'id' | 'deactivated_at'>,
  actor: Actor,
): ReasonCode | null {
  if (actor.kind === 'person' && actor.personId === person.id) return 'person.self'
  return refuseChange(person)
}
