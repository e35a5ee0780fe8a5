/** R34: a region that has no cloud of its own is a tenant of another level's, with a sub-quota of its own. */
import {
  organisationOperations,
  quotaOperations,
  requestOperations,
  systemOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { amountsOf } from './kit/clouds.ts'
import { aRequest, aSystem, findPlanId, well } from './kit/journey.ts'
import { useServer } from './kit/server.ts'
import { givenSupply, type Supply } from './kit/supply.ts'
import { givenPersona, type Persona } from './kit/world.ts'

const server = useServer()
const people = () => server.current.world.people
const LARGE = { memoryMiB: 1_000_000, storageGiB: 10_000, floatingIps: 100 }
let supply: Supply
let cityId = ''
let countyId = ''
let departmentId = ''
let applicant: Persona
let systemId = ''

const addBody = async (name: string, regionId: string, parentId?: string) =>
  (
    await well(
      server.current.call(people().systemAdmin, organisationOperations.createBody, {
        body: { kind: 'department', name, shortName: name, regionId, ...(parentId ? { parentId } : {}) },
      }),
    )
  ).id
const setQuota = (bodyId: string, vcpus: number) =>
  server.current.call(people().centre, quotaOperations.set, {
    params: { id: bodyId },
    body: { version: null, limit: amountsOf({ ...LARGE, vcpus }), reason: '年度资源计划' },
  })

beforeAll(async () => {
  const { world, database, clock, ids, call } = server.current
  // The kit's cloud stands in the city; neither county has one.
  supply = await givenSupply(server.current)
  cityId = await addBody('市人民政府', world.regions.city)
  countyId = await addBody('县人民政府', world.regions.countyB, cityId)
  departmentId = await addBody('县民政局', world.regions.countyB, countyId)
  const admin = await database.inTx(SCOPE_ALL, async (tx) => {
    applicant = await givenPersona(tx, clock, ids, departmentId, 'department-applicant', 'county-applicant')
    return givenPersona(tx, clock, ids, departmentId, 'department-admin', 'county-admin')
  })
  expect((await setQuota(cityId, 1000)).status).toBe(200)
  const body = aSystem(world, {
    code: 'r34',
    bodyId: departmentId,
    responsiblePersonId: admin.personId,
  })
  systemId = (await well(call(admin, systemOperations.create, { body }))).id
}, 60_000)

describe('R34: a region without a cloud of its own', () => {
  it('R34: is a tenant with a sub-quota, passed on out of the quota of the level that has the cloud', async () => {
    const { call } = server.current
    const beyond = await call(people().centre, quotaOperations.set, {
      params: { id: countyId },
      body: { version: null, limit: amountsOf({ ...LARGE, vcpus: 1001 }), reason: '年度资源计划' },
    })
    expect(beyond.problem.reason).toBe('quota.above_parent')
    const county = await setQuota(countyId, 4)
    expect(county.body).toMatchObject({
      region: { level: 'county' },
      isTenantRegion: true,
      passedOnBy: { id: cityId },
    })
    const tenants = await well(call(people().centre, quotaOperations.list, { query: { tenantRegion: true } }))
    expect(tenants.items.map(({ body }) => body.id)).toContain(countyId)
    expect(tenants.items.map(({ body }) => body.id)).not.toContain(cityId)
    const city = await well(call(people().centre, quotaOperations.get, { params: { id: cityId } }))
    expect(city).toMatchObject({ isTenantRegion: false, allotted: { vcpus: 4 }, free: { vcpus: 996 } })
  })

  it('R34: its departments apply within the sub-quota and are stopped at it, however much is free above', async () => {
    const { call } = server.current
    const planId = await findPlanId(server.current, 'cloud-host', 'c2m4')
    const gate = async (quantity: number) => {
      const line = { planId, quantity, parameters: { image: 'kylin-v10' } }
      const body = { requestId: null, ...aRequest(systemId, [line]) }
      const { gates } = await well(call(applicant, requestOperations.check, { body }))
      return gates.find(({ key }) => key === 'quota')
    }
    expect(await gate(2)).toMatchObject({ state: 'pass' })
    expect(await gate(3)).toMatchObject({ state: 'block', reason: 'request.gate.quota_exceeded' })

    const own = { systemId, bodyId: departmentId }
    await supply.approve(own)
    await supply.approve(own)
    await expect(supply.approve(own)).rejects.toMatchObject({ reason: 'quota.exceeded' })
    const used = await well(call(applicant, quotaOperations.get, { params: { id: departmentId } }))
    expect(used).toMatchObject({ body: { id: countyId }, used: { vcpus: 4 }, free: { vcpus: 0 } })
    expect(await gate(1)).toMatchObject({ state: 'block' })
    // Another's use of the pool is not touched by it.
    expect(await supply.approve()).not.toEqual([])
  })
})
