/** People as the wire shows them. */
import { type PersonRef, type Role, roles } from '@yunheng/contract'
import type { Person } from '../engine/state.ts'
import type { KnownPerson } from '../people/candidate-resolver.ts'

export function titleOf(role: string | null): string | null {
  return role !== null && Object.hasOwn(roles, role) ? roles[role as Role].title.zh : null
}

export function bareRef(person: Person): PersonRef {
  return {
    personId: person.personId,
    name: person.name,
    bodyId: null,
    bodyName: null,
    postName: null,
    onBehalfOf: null,
  }
}

export function knownRef(person: KnownPerson): PersonRef {
  return {
    ...bareRef(person),
    bodyId: person.bodyId,
    bodyName: person.bodyName,
    postName: titleOf(person.role),
  }
}
