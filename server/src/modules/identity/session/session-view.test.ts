import { ACTIONS, identityOperations, NOUNS, ROLES, type Role } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenAccount, send, signIn } from '../../../../test/kit/accounts.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenPersona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { policies } from '../../../policies.ts'

const server = useServer({ realSignIn: true })
const { session } = identityOperations
const people = () => server.current.world.people

/** Read from the modules' tables themselves, not from what the server made of them. */
function granted(role: Role) {
  const actionsOn = (noun: string) =>
    ACTIONS.filter((action) =>
      policies.some((policy) => policy.noun === noun && policy.allow[action]?.includes(role)),
    )
  return Object.fromEntries(NOUNS.map((noun) => [noun, actionsOn(noun)]))
}

beforeAll(async () => {
  const one = new Map(Object.values(people()).map((persona) => [persona.role, persona]))
  for (const role of ROLES) {
    const persona = one.get(role)
    if (!persona) throw new Error(`assertion: nobody in the test world is a ${role}`)
    await givenAccount(server.current, persona, role)
  }
})

describe('session.current', () => {
  it.each(ROLES)('R43, R56 says of a %s exactly what the policy grants, noun by noun', async (role) => {
    const { cookie } = await signIn(server.current, role)
    const { body } = await send(server.current, session.current, { cookie })
    expect(body.actingPost?.role).toBe(role)
    expect(body.allowed).toEqual(granted(role))
  })

  it('R43 says it of the post that was switched to, from that moment', async () => {
    const { clock, ids, database } = server.current
    const { bodyId, personId } = people().guide
    const second = await database.inTx(SCOPE_ALL, async (tx) => {
      const other = await givenPersona(tx, clock, ids, bodyId, 'operations-engineer', 'second')
      await tx.updateTable('post').set({ person_id: personId }).where('id', '=', other.postId).execute()
      return other.postId
    })
    const { cookie } = await signIn(server.current, 'guide')
    const switched = await send(server.current, session.switchPost, { cookie, body: { postId: second } })
    expect(switched.body.allowed).toEqual(granted('operations-engineer'))
    const read = await send(server.current, session.current, { cookie })
    expect(read.body.allowed).toEqual(granted('operations-engineer'))
  })
})
