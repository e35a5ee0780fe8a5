import { organisationOperations as operations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'

const server = useServer()

const add = async (
  level: 'street' | 'community' | 'county',
  parentId: string,
  code: string,
  name: string,
) => {
  const { call, world } = server.current
  const made = await call(world.people.systemAdmin, operations.createRegion, {
    body: { parentId, level, code, name },
  })
  expect(made.status).toBe(201)
  return made.body
}
const listBelow = async (parentId: string) => {
  const { call, world } = server.current
  return (await call(world.people.systemAdmin, operations.listRegions, { query: { parentId } })).body.items
}

describe('region.list', () => {
  it('city, county, street and community stand below each other, each with its bodies counted', async () => {
    const { call, world } = server.current
    const street = await add('street', world.regions.countyA, '530101001', '静安街道')
    const community = await add('community', street.id, '530101001001', '一社区')
    const lower = await call(world.people.systemAdmin, operations.createRegion, {
      body: { parentId: community.id, level: 'community', code: '530101001002', name: '二社区' },
    })
    expect(lower.problem.reason).toBe('region.level_not_below')
    const [county] = (await listBelow(world.regions.city)).filter(({ id }) => id === world.regions.countyA)
    expect(county).toMatchObject({ level: 'county', partCount: 1, bodyCount: 3 })
    expect(await listBelow(street.id)).toMatchObject([{ level: 'community', bodyCount: 0, partCount: 0 }])
  })
})

describe('region.update', () => {
  it('is the system administrator’s, gives another name, and refuses a stale version', async () => {
    const { call, world } = server.current
    const region = await add('county', world.regions.city, '530181', '旧名')
    const input = { params: { id: region.id }, body: { version: region.version, name: '新名' } }
    expect((await call(world.people.bureau, operations.updateRegion, input)).status).toBe(403)
    const renamed = await call(world.people.systemAdmin, operations.updateRegion, input)
    expect(renamed.body).toMatchObject({ name: '新名', code: '530181' })
    const stale = await call(world.people.systemAdmin, operations.updateRegion, input)
    expect(stale.problem.reason).toBe('common.version_stale')
  })
})

describe('region.close', () => {
  it('refuses while something stands in it; closed, it takes neither regions nor bodies', async () => {
    const { call, world } = server.current
    const admin = world.people.systemAdmin
    const close = (region: { id: string; version: number }) =>
      call(admin, operations.closeRegion, { params: { id: region.id }, body: { version: region.version } })
    const used = (await listBelow(world.regions.city)).find(({ id }) => id === world.regions.countyB)
    expect(used?.actions.close).toMatchObject({ allowed: false, reason: 'region.has_open_parts' })
    expect((await close({ id: world.regions.countyB, version: 1 })).problem.reason).toBe(
      'region.has_open_parts',
    )
    const region = await add('county', world.regions.city, '530182', '待并县')
    expect((await close(region)).body.closedAt).not.toBeNull()
    const below = { parentId: region.id, level: 'street', code: '530182001', name: '新街道' } as const
    expect((await call(admin, operations.createRegion, { body: below })).problem.reason).toBe('region.closed')
    const body = { regionId: region.id, kind: 'department', name: '新单位', shortName: '新' } as const
    expect((await call(admin, operations.createBody, { body })).problem.reason).toBe('region.closed')
  })
})
