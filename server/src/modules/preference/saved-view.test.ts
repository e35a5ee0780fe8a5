import { savedViewOperations as operations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'

const server = useServer()

describe('saved views', () => {
  it('are one’s own: kept under a name, replaced by the same name, unseen by others whatever they may see', async () => {
    const { call, world } = server.current
    const { centre, bureau } = world.people
    const page = 'explorer'
    const body = { page, name: '未纳管的云主机', search: '?kind=server&standing=unmanaged', columns: null }
    const first = await call(centre, operations.save, { body })
    expect(first.body).toMatchObject(body)
    const again = await call(centre, operations.save, { body: { ...body, columns: ['name', 'cloud'] } })
    expect(again.body.id).toBe(first.body.id)
    const mine = await call(centre, operations.list, { query: { page } })
    expect(mine.body.items).toMatchObject([
      { name: body.name, columns: ['name', 'cloud'], search: body.search },
    ])
    expect((await call(centre, operations.list, { query: { page: 'drift' } })).body.items).toEqual([])
    expect((await call(bureau, operations.list, { query: { page } })).body.items).toEqual([])
    const params = { id: first.body.id }
    expect((await call(bureau, operations.remove, { params })).status).toBe(404)
    expect((await call(centre, operations.remove, { params })).status).toBe(204)
    expect((await call(centre, operations.list, { query: { page } })).body.items).toEqual([])
  })

  it('are bounded, and what is no view is refused', async () => {
    const { call, world, database } = server.current
    const { guide } = world.people
    await database.owner.query(
      `insert into saved_view (id, person_id, page, name, search, created_at)
       select gen_random_uuid(), $1, 'explorer', '视图 ' || n, '', now() from generate_series(1, 100) n`,
      [guide.personId],
    )
    const body = { page: 'explorer', name: '视图 100', search: '', columns: ['name'] }
    expect((await call(guide, operations.save, { body })).status).toBe(200)
    const more = await call(guide, operations.save, { body: { ...body, name: '视图 101' } })
    expect(more.problem.reason).toBe('saved-view.too_many')
    expect((await call(guide, operations.save, { body: { ...body, page: '../x' } })).status).toBe(400)
  })
})
