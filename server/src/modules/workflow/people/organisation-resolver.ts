/** {@link CandidateResolver} answered from the organisation tree. */
import { ROLES, type Role } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import {
  findAuthority,
  listActingPosts,
  listGivers,
  listPeopleByIds,
  listSeatHolders,
  type Seat as OrganisationSeat,
} from '../../organisation/index.ts'
import type { CandidateRule } from '../definition/graph.ts'
import type { Seat } from '../engine/state.ts'
import { type CandidateResolver, PROVIDER_VARIABLE } from './candidate-resolver.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const organisationResolver: CandidateResolver = {
  async seatsOf(db, rule, bodyId, variables) {
    if (rule.kind !== 'role') return []
    const provider = variables[PROVIDER_VARIABLE]
    const holder = await bodyAt(db, rule, bodyId, typeof provider === 'string' ? provider : null)
    return holder === null ? [] : [{ role: rule.role, bodyId: holder }]
  },
  holdersOf: (db, seats, now) => listSeatHolders(db, known(seats), now),
  peopleOf: async (db, ids) => (await listPeopleByIds(db, ids)).map((person) => ({ ...person, role: null })),
  postsOf: async (db, personId, now) =>
    (await listActingPosts(db, personId, now)).map(({ role, bodyId: held, bodyName }) => ({
      role,
      bodyId: held,
      bodyName,
    })),
  giversOf: listGivers,
}

async function bodyAt(
  db: Db,
  rule: Extract<CandidateRule, { kind: 'role' }>,
  bodyId: string,
  provider: string | null,
): Promise<string | null> {
  switch (rule.level) {
    case 'own-body':
      return bodyId
    case 'same-level-authority':
      return findAuthority(db, bodyId, authorityOf(rule.role), 'own-level')
    case 'city-authority':
      return findAuthority(db, bodyId, authorityOf(rule.role), 'city')
    case 'province-authority':
      return findAuthority(db, bodyId, authorityOf(rule.role), 'province')
    case 'cloud-provider':
      return provider !== null && UUID.test(provider) ? provider : null
    case 'operations':
      return findAuthority(db, bodyId, 'operations', 'own-level')
  }
}

/** R43: the bureau decides policy and assessment, the centre allots and accounts. */
function authorityOf(role: string): 'regulator-bureau' | 'regulator-centre' {
  return role === 'regulator-bureau' ? 'regulator-bureau' : 'regulator-centre'
}

function known(seats: readonly Seat[]): readonly OrganisationSeat[] {
  return seats.flatMap(({ role, bodyId }) =>
    (ROLES as readonly string[]).includes(role) ? [{ role: role as Role, bodyId }] : [],
  )
}
