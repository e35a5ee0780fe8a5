/** Whether a person may take a task: by a seat of the acting post, by name, or for somebody who is absent (委托). */
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Person, Refusal, Seat, Task } from '../engine/state.ts'
import type { CandidateResolver, HeldPost } from './candidate-resolver.ts'

/** One way in which the caller can take tasks: as himself, or in another's stead. */
export interface Hand {
  readonly personId: string
  readonly seats: readonly Seat[]
  readonly onBehalfOf: Person | null
}

export interface Hands {
  /** What the caller may act as now. */
  readonly ready: readonly Hand[]
  /** His other posts: they let him see a task, and he is told to switch. */
  readonly others: readonly HeldPost[]
}

/** `db` sees the whole platform. */
export async function handsOf(db: Db, ctx: Ctx, resolver: CandidateResolver): Promise<Hands> {
  const { actor } = ctx
  if (actor.kind !== 'person' || actor.post === null) return { ready: [], others: [] }
  const now = ctx.clock.now()
  const acting = actor.post
  const own: Hand = {
    personId: actor.personId,
    seats: [{ role: acting.role, bodyId: acting.bodyId }],
    onBehalfOf: null,
  }
  const posts = await resolver.postsOf(db, actor.personId, now)
  const givers = await resolver.giversOf(db, actor.personId, now)
  const stead = await Promise.all(
    givers.map(
      async (giver): Promise<Hand> => ({
        personId: giver.personId,
        seats: await resolver.postsOf(db, giver.personId, now),
        onBehalfOf: giver,
      }),
    ),
  )
  const others = posts.filter((post) => post.role !== acting.role || post.bodyId !== acting.bodyId)
  return { ready: [own, ...stead], others }
}

type Takers = Pick<Task, 'seats' | 'people'>

function reaches(
  hand: { readonly personId: string; readonly seats: readonly Seat[] },
  task: Takers,
): boolean {
  return (
    task.people.some((each) => each.personId === hand.personId) ||
    task.seats.some((seat) => hand.seats.some((own) => own.role === seat.role && own.bodyId === seat.bodyId))
  )
}

/** The hand that takes it, his own before anybody else's; or why none does. */
export function handFor(hands: Hands, task: Takers): Hand | Refusal {
  const found = hands.ready.find((hand) => reaches(hand, task))
  if (found) return found
  const other = hands.others.find((post) => reaches({ personId: '', seats: [post] }, task))
  return other
    ? { reason: 'task.wrong_post', details: { post: other.bodyName } }
    : { reason: 'task.not_yours' }
}

export function isRefusal(value: Hand | Refusal): value is Refusal {
  return 'reason' in value
}
