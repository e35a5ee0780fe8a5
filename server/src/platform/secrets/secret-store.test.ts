import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../test/kit/database.ts'
import { systemClock } from '../clock.ts'
import { SCOPE_ALL } from '../db/index.ts'
import { createSecrets, parseKeyRing, Secret } from './index.ts'

const db = useDatabase()
const first = randomBytes(32).toString('hex')
const secrets = createSecrets(parseKeyRing(first), systemClock)
const rotated = createSecrets(parseKeyRing(`v1:${first}\nv2:${randomBytes(32).toString('hex')}`), systemClock)
const refOf = (name: string) => ({ noun: 'cloud', objectId: '01890000-0000-7000-8000-000000000001', name })
const inTx = <T>(body: Parameters<typeof db.current.database.inTx<T>>[1]) =>
  db.current.database.inTx(SCOPE_ALL, body)
const find = (name: string) => rotated.find(db.current.database.as(SCOPE_ALL), refOf(name))

describe('secrets in the database', () => {
  it('are ciphertext there, come back whole, are replaced and removed', async () => {
    await inTx((tx) => secrets.put(tx, refOf('password'), new Secret('hunter2')))
    const raw = await sql`select * from secret`.execute(db.current.database.as(SCOPE_ALL))
    expect(JSON.stringify(raw.rows)).not.toContain('hunter2')
    expect((await find('password'))?.reveal()).toBe('hunter2')
    await inTx((tx) => secrets.put(tx, refOf('password'), new Secret('hunter3')))
    expect((await find('password'))?.reveal()).toBe('hunter3')
    await inTx((tx) => secrets.remove(tx, refOf('password')))
    expect(await find('password')).toBeNull()
  })

  it('are made once, also by two that start together', async () => {
    const make = () =>
      inTx((tx) => secrets.ensure(tx, refOf('made'), () => new Secret(randomBytes(8).toString('hex'))))
    const made = await Promise.all([make(), make(), make()])
    expect(new Set(made.map((each) => each.reveal())).size).toBe(1)
  })

  it('are all re-wrapped after a rotation, and not again', async () => {
    for (let index = 0; index < 250; index += 1) {
      await inTx((tx) => secrets.put(tx, refOf(`n${index}`), new Secret(`s${index}`)))
    }
    expect(await rotated.rewrapAll(db.current.database)).toBeGreaterThanOrEqual(250)
    expect(await rotated.rewrapAll(db.current.database)).toBe(0)
    expect((await find('n249'))?.reveal()).toBe('s249')
  })
})
