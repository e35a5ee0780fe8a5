import type { BodyOf, OperationSpec, ParamsOf, QueryOf, ResponseOf } from '@yunheng/contract'
import type { Composition } from '../compose.ts'
import { findPersonName, listActingPosts, scopeOfPost } from '../modules/organisation/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Actor } from '../platform/context.ts'
import { type Database, SCOPE_ALL } from '../platform/db/index.ts'
import { NO_HTTP } from '../platform/http/index.ts'

/** Time as the sample history tells it: it runs on from wherever it was set, so that clouds and clocks go on working. */
export interface StoryClock extends Clock {
  set(instant: Date): void
}

export function createStoryClock(real: Clock, start: Date): StoryClock {
  let offsetMs = start.getTime() - real.now().getTime()
  return {
    now: () => new Date(real.now().getTime() + offsetMs),
    set(instant) {
      offsetMs = instant.getTime() - real.now().getTime()
    },
  }
}

/** Lets the people of the sample province act through the public operations, under their own rights. */
export interface Stage {
  act<O extends OperationSpec>(
    username: string,
    operation: O,
    input?: { params?: ParamsOf<O>; query?: QueryOf<O>; body?: BodyOf<O> },
    /** The credential of a caller that is no person. */
    bearer?: string,
  ): Promise<ResponseOf<O>>
}

export function createStage(
  composition: Composition,
  database: Database,
  clock: Clock,
  personOf: (username: string) => string,
): Stage {
  const routes = new Map(composition.routes.map((route) => [route.operation.id, route]))
  return {
    async act(username, operation, input = {}, bearer) {
      const route = routes.get(operation.id)
      if (!route) throw new Error(`assertion: ${operation.id} is bound`)
      const actor = await actorOf(database, clock, username, personOf(username))
      const requestId = `sample-${operation.id}`
      const ctx = composition.makeCtx(actor, { requestId, address: null, operation })
      const whole = { params: {}, query: {}, body: undefined, ...input }
      return (await route.handle(ctx, whole as never, { ...NO_HTTP, bearer: bearer ?? null })) as ResponseOf<
        typeof operation
      >
    },
  }
}

async function actorOf(database: Database, clock: Clock, username: string, personId: string): Promise<Actor> {
  const db = database.as(SCOPE_ALL)
  const post = (await listActingPosts(db, personId, clock.now()))[0]
  if (!post) throw new Error(`assertion: ${username} has a post`)
  return {
    kind: 'person',
    personId,
    accountId: personId,
    name: await findPersonName(db, personId),
    post,
    scope: await scopeOfPost(db, post, personId),
    via: { kind: 'session', id: personId },
  }
}
