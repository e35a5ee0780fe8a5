import { describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { inSavepoint, type Tx } from '../db/index.ts'

const server = useServer()

/** An act and a fact about one object of its own; its id tells what became of them. */
async function tell(tx: Tx): Promise<string> {
  const ctx = setupCtx(server.current)
  const id = ctx.ids.next()
  await ctx.audit(tx, { act: 'body.update', noun: 'body', objectId: id, bodyId: null })
  await ctx.emit(tx, { type: 'body.updated', noun: 'body', id, bodyId: null })
  return id
}

async function told(): Promise<{ readonly acts: string[]; readonly facts: string[] }> {
  const { owner } = server.current.database
  const acts =
    await owner.query(`select object_id as id, 0 as part, seq as place from audit_entry where act = 'body.update'
    union all select object_id, 1, arrival from audit_pending where act = 'body.update' order by part, place`)
  const facts = await owner.query(
    `select aggregate_id as id from outbox where type = 'body.updated' order by id`,
  )
  return { acts: acts.rows.map((row) => row.id), facts: facts.rows.map((row) => row.id) }
}

describe('what a transaction tells of itself', () => {
  it('is written with the transaction, in order, or not at all (R56, F23)', async () => {
    const ctx = setupCtx(server.current)
    const before = await told()
    const ids = await ctx.inTx(async (tx) => [await tell(tx), await tell(tx), await tell(tx)])
    await expect(
      ctx.inTx(async (tx) => {
        await tell(tx)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const after = await told()
    expect(after.acts.slice(before.acts.length)).toEqual(ids)
    expect(after.facts.filter((id) => !before.facts.includes(id)).sort()).toEqual([...ids].sort())
  })

  it('is undone with the part of the transaction that failed, and what came before and after stays', async () => {
    const ctx = setupCtx(server.current)
    const before = await told()
    const lost: string[] = []
    const kept = await ctx.inTx(async (tx) => {
      const first = await tell(tx)
      await inSavepoint(tx, async () => {
        lost.push(await tell(tx))
        throw new Error('no room')
      }).catch(() => {})
      const second = await inSavepoint(tx, () => tell(tx))
      return [first, second, await tell(tx)]
    })
    expect(lost).toHaveLength(1)
    const after = await told()
    expect(after.acts.slice(before.acts.length)).toEqual(kept)
    expect(after.facts).not.toContain(lost[0])
  })

  it('is undone with the outer part too, when an inner one had failed before it', async () => {
    const ctx = setupCtx(server.current)
    const before = await told()
    const kept = await ctx.inTx(async (tx) => {
      await inSavepoint(tx, async () => {
        await tell(tx)
        await inSavepoint(tx, async () => {
          await tell(tx)
          throw new Error('inner')
        }).catch(() => {})
        await tell(tx)
        throw new Error('outer')
      }).catch(() => {})
      return tell(tx)
    })
    const after = await told()
    expect(after.acts.slice(before.acts.length)).toEqual([kept])
  })

  it('loses nothing of more than it keeps in memory', async () => {
    const ctx = setupCtx(server.current)
    const before = await told()
    await ctx.inTx(async (tx) => {
      for (let count = 0; count < 1203; count += 1) await tell(tx)
    })
    const after = await told()
    expect(after.acts.length - before.acts.length).toBe(1203)
    expect(after.facts.length - before.facts.length).toBe(1203)
  })
})
