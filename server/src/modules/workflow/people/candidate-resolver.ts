/** Who may take a step. The port is workflow's own; organisation answers it. */
import type { Role } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import type { Variables } from '../decision/decision-table.ts'
import type { CandidateRule } from '../definition/graph.ts'
import type { Person, Seat } from '../engine/state.ts'

export interface KnownPerson extends Person {
  readonly bodyId: string
  readonly bodyName: string
  readonly role: Role | null
}

export interface HeldPost extends Seat {
  readonly bodyName: string
}

/** Every method is given a handle that sees the whole platform. */
export interface CandidateResolver {
  /** Seats that a rule means for a subject of this body. Empty: there is no such authority. */
  seatsOf(db: Db, rule: CandidateRule, bodyId: string, variables: Variables): Promise<readonly Seat[]>
  holdersOf(db: Db, seats: readonly Seat[], now: Date): Promise<readonly KnownPerson[]>
  /** Active people only. */
  peopleOf(db: Db, personIds: readonly string[]): Promise<readonly KnownPerson[]>
  postsOf(db: Db, personId: string, now: Date): Promise<readonly HeldPost[]>
  /** Whom a person stands in for now (委托). */
  giversOf(db: Db, personId: string, now: Date): Promise<readonly Person[]>
}

/** Name of the variable that says which provider's cloud the subject is about (level `cloud-provider`). */
export const PROVIDER_VARIABLE = 'providerBodyId'

/** The same answers, each asked once: a page names the holders of one seat many times. For one handle and one instant. */
export function remembering(resolver: CandidateResolver): CandidateResolver {
  const seats = new Map<string, ReturnType<CandidateResolver['seatsOf']>>()
  const holders = new Map<string, ReturnType<CandidateResolver['holdersOf']>>()
  const once = <V>(known: Map<string, V>, key: string, ask: () => V): V => {
    const answer = known.get(key) ?? ask()
    known.set(key, answer)
    return answer
  }
  return {
    ...resolver,
    seatsOf: (db, rule, bodyId, variables) =>
      once(seats, JSON.stringify([rule, bodyId, variables[PROVIDER_VARIABLE] ?? null]), () =>
        resolver.seatsOf(db, rule, bodyId, variables),
      ),
    holdersOf: (db, list, now) =>
      once(holders, JSON.stringify(list), () => resolver.holdersOf(db, list, now)),
  }
}
