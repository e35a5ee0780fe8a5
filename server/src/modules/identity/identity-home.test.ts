import { homeOperations, identityOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenAccount, send, signIn } from '../../../test/kit/accounts.ts'
import { useServer } from '../../../test/kit/server.ts'

const server = useServer({ realSignIn: true })
const people = () => server.current.world.people

beforeAll(async () => {
  await givenAccount(server.current, people().systemAdmin, 'system')
  await givenAccount(server.current, people().departmentAdmin, 'li.si')
  await givenAccount(server.current, people().departmentApplicant, 'zhang.san')
  await givenAccount(server.current, people().otherAdmin, 'other.admin')
})

const figuresOf = async (cookie: string | null) =>
  (await send(server.current, homeOperations.summary, { cookie })).body.figures

describe('the home page of those who look after accounts', () => {
  it('counts what each list behind it shows, and only where they see', async () => {
    for (let tries = 0; tries < 5; tries += 1) await signIn(server.current, 'zhang.san', { password: 'no' })
    const { cookie } = await signIn(server.current, 'system')
    const own = (await signIn(server.current, 'li.si')).cookie
    for (const [who, locked] of [
      [cookie, 1],
      [own, 1],
      [(await signIn(server.current, 'other.admin')).cookie, 0],
    ] as const) {
      for (const figure of (await figuresOf(who)).filter(({ key }) => key.startsWith('accounts-'))) {
        const query = figure.list?.query as { state: 'active' | 'locked' | 'disabled' }
        const list = await send(server.current, identityOperations.account.list, { cookie: who, query })
        expect(list.body.items).toHaveLength(figure.value as number)
        if (query.state === 'locked') expect(figure).toMatchObject({ value: locked })
      }
    }
    expect((await figuresOf(cookie)).map(({ key }) => key)).toEqual([
      'accounts-active',
      'accounts-locked',
      'accounts-disabled',
    ])
  })

  it('says nothing of accounts to others', async () => {
    await givenAccount(server.current, people().bureau, 'bureau')
    const { cookie } = await signIn(server.current, 'bureau')
    expect((await figuresOf(cookie)).filter(({ key }) => key.startsWith('accounts-'))).toEqual([])
  })
})
