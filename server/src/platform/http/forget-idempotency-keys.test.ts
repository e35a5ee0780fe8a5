import { organisationOperations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { forgetIdempotencyKeys } from './forget-idempotency-keys.ts'

const server = useServer()

describe('idempotency keys', () => {
  it('answer for a day, and are gone after it: the same key then makes anew, and others stay (F6)', async () => {
    const { call, world, clock, database } = server.current
    const admin = world.people.systemAdmin
    const make = (key: string, name: string) =>
      call(admin, organisationOperations.createPerson, {
        body: { bodyId: world.bodies.department, name },
        headers: { 'idempotency-key': key },
      })
    const first = await make('key-of-one-day-1', '张三')
    expect(first.status).toBe(201)
    clock.advance({ hours: 20 })
    const later = await make('key-of-one-day-2', '李四')
    clock.advance({ hours: 3 })
    const run = () => forgetIdempotencyKeys.run(setupCtx(server.current), undefined as never)
    await run()
    expect((await make('key-of-one-day-1', '张三')).body).toEqual(first.body)

    clock.advance({ hours: 2 })
    await run()
    const keys = await database.owner.query('select key from idempotency_key order by key')
    expect(keys.rows).toEqual([{ key: 'key-of-one-day-2' }])
    expect((await make('key-of-one-day-2', '李四')).body).toEqual(later.body)
    expect((await make('key-of-one-day-1', '张三')).body.id).not.toBe(first.body.id)
  })
})
