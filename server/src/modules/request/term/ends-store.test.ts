import { beforeAll, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { createRequest } from '../create-request.ts'
import { createRequestStage, type RequestStage } from '../request-stage.fixture.ts'
import { listEndsOfRequests } from './ends-store.ts'

const server = useServer()
let stage: RequestStage

beforeAll(async () => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
  stage = await createRequestStage(server.current)
})

type Term = Readonly<Record<'purpose' | 'until' | 'at_end', string>> & {
  readonly released_at?: string
  readonly confirmed_at?: string
}
const formal = { purpose: 'formal', until: '2026-11-30', at_end: 'ask' } as const

/** An order with these terms of its resources. */
async function order(...terms: readonly Term[]): Promise<string> {
  const { world, database, ids } = server.current
  const me = await stage.ctx(world.people.departmentApplicant)
  const { id } = await createRequest(stage.doors, me, await stage.aRequest({}, { quantity: 1 }))
  for (const { purpose, until, at_end, released_at = null, confirmed_at = null } of terms)
    await database.owner.query(
      `insert into resource_term (resource_id, request_id, body_id, system_id, system_name, resource_name, purpose, until,
         at_end, renew_months, released_at, confirmed_at, created_at)
       values ($1, $2, $3, $4, '', '', $5, $6, $7, $8, $9, $10, now())`,
      [
        ids.next(),
        id,
        world.bodies.department,
        stage.systemId,
        purpose,
        until,
        at_end,
        at_end === 'renew' ? 3 : null,
        released_at,
        confirmed_at,
      ],
    )
  return id
}

it('R274: an order is known to end when all that came of it does; what is asked about or renews is not', async () => {
  const gone = await order({ ...formal, released_at: '2026-09-30T18:00:00.000Z' })
  const leaves = await order(
    { ...formal, at_end: 'release' },
    { ...formal, until: '2026-12-31', at_end: 'release' },
  )
  const confirmed = await order({ ...formal, confirmed_at: '2026-09-10T02:00:00.000Z' })
  const test = await order({ ...formal, purpose: 'test', until: '2026-10-20' })
  const asked = await order(formal)
  const renews = await order({ ...formal, at_end: 'renew' })
  const half = await order({ ...formal, at_end: 'release' }, formal)
  const all = [gone, leaves, confirmed, test, asked, renews, half]
  const ends = await listEndsOfRequests(server.current.database.as(SCOPE_ALL), all)
  expect(Object.fromEntries(ends)).toEqual({
    // The evening of 30 September in Greenwich is 1 October in China.
    [gone]: '2026-10-01',
    [leaves]: '2026-12-31',
    [confirmed]: '2026-11-30',
    [test]: '2026-10-20',
  })
  expect(await listEndsOfRequests(server.current.database.as(SCOPE_ALL), [])).toEqual(new Map())
})
