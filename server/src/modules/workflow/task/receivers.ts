/** The people whom a task is to be handed to, with what the rule about them needs. */
import type { Tx } from '../../../platform/db/index.ts'
import type { CandidateResolver } from '../people/candidate-resolver.ts'
import type { Receiver } from './task.ts'

export async function loadReceivers(
  tx: Tx,
  resolver: CandidateResolver,
  personIds: readonly string[],
  now: Date,
): Promise<readonly Receiver[]> {
  const ids = [...new Set(personIds)]
  const known = await resolver.peopleOf(tx, ids)
  return Promise.all(
    ids.map(async (personId): Promise<Receiver> => {
      const person = known.find((each) => each.personId === personId)
      return {
        person: { personId, name: person?.name ?? '?' },
        active: person !== undefined,
        posts: person ? await resolver.postsOf(tx, personId, now) : [],
      }
    }),
  )
}
