/** The local levels of the government on one platform: each uses it for its own, all share what is offered (R31). */
import {
  catalogueOperations,
  organisationOperations,
  requestOperations,
  resourceOperations,
  ruleSetOperations,
  systemOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { insertBody } from '../src/modules/organisation/index.ts'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { givenQuota } from './kit/clouds.ts'
import { aRequest, aSystem, well } from './kit/journey.ts'
import { useServer } from './kit/server.ts'
import { givenSupply, type Supply } from './kit/supply.ts'
import { givenPersona, type Persona } from './kit/world.ts'

const server = useServer()
let supply: Supply

interface Office {
  readonly bodyId: string
  readonly admin: Persona
  readonly systemId: string
  readonly requestId: string
  readonly resourceIds: readonly string[]
}
const offices = {} as Record<'district' | 'street' | 'community' | 'otherStreet', Office>
const regions: Record<string, string> = {}

async function addRegion(parentId: string, level: 'street' | 'community', code: string, name: string) {
  const { call, world } = server.current
  const body = { parentId, level, code, name }
  return (await well(call(world.people.systemAdmin, organisationOperations.createRegion, { body }))).id
}

/** An office of a level with an administrator, a system, a draft of a request and a server that was approved. */
async function givenOffice(
  name: string,
  regionId: string,
  parent: { readonly id: string; readonly path: string } | null,
): Promise<Office & { readonly path: string }> {
  const { database, clock, ids, world, call } = server.current
  const bodyId = ids.next()
  const admin = await database.inTx(SCOPE_ALL, async (tx) => {
    const row = {
      id: bodyId,
      region_id: regionId,
      parent_id: parent?.id ?? null,
      kind: 'department' as const,
      guide_field: null,
      provider_type: null,
      name,
      short_name: name,
      created_at: clock.now(),
    }
    await insertBody(tx, row, parent?.path ?? null)
    return givenPersona(tx, clock, ids, bodyId, 'department-admin', name)
  })
  // What stands below uses the quota of the office above.
  const plenty = { vcpus: 100, memoryMiB: 400_000, storageGiB: 10_000, floatingIps: 9 }
  if (parent === null) await givenQuota(server.current, bodyId, plenty)
  const { length } = Object.keys(offices)
  const body = aSystem(world, {
    code: `level-${length}-${name.length}`,
    name,
    bodyId,
    responsiblePersonId: admin.personId,
  })
  const { id: systemId } = await well(call(admin, systemOperations.create, { body }))
  const applicant = await database.inTx(SCOPE_ALL, (tx) =>
    givenPersona(tx, clock, ids, bodyId, 'department-applicant', name),
  )
  const request = await well(
    call(applicant, requestOperations.create, { body: aRequest(systemId, [], { title: name }) }),
  )
  const resourceIds = await supply.approve({ systemId, bodyId })
  const path = parent === null ? `/${bodyId}` : `${parent.path}/${bodyId}`
  return { bodyId, admin, systemId, requestId: request.id, resourceIds, path }
}

beforeAll(async () => {
  const { world } = server.current
  supply = await givenSupply(server.current)
  const district = world.regions.countyA
  regions.street = await addRegion(district, 'street', '990101001', '静安街道')
  regions.community = await addRegion(regions.street, 'community', '990101001001', '一社区')
  regions.otherStreet = await addRegion(district, 'street', '990101002', '长宁街道')
  offices.district = await givenOffice('区政务服务局', district, null)
  const street = await givenOffice('静安街道办事处', regions.street, null)
  offices.street = street
  offices.community = await givenOffice('一社区居委会', regions.community, {
    id: street.bodyId,
    path: street.path,
  })
  offices.otherStreet = await givenOffice('长宁街道办事处', regions.otherStreet, null)
}, 60_000)

const ofAll = (key: 'systemId' | 'requestId') => Object.values(offices).map((office) => office[key])

describe('city, district, street and community on one platform', () => {
  it('R31: the tree of regions has these four levels below each other', async () => {
    const { call, world } = server.current
    const levelOf = async (id: string) =>
      well(call(world.people.systemAdmin, organisationOperations.listRegions, { query: { parentId: id } }))
    const [city] = (await levelOf(world.regions.province)).items
    const district = (await levelOf(city?.id ?? '')).items.find((one) => one.id === world.regions.countyA)
    const street = (await levelOf(district?.id ?? '')).items.find((one) => one.id === regions.street)
    const [community] = (await levelOf(street?.id ?? '')).items
    expect([city, district, street, community].map((one) => one?.level)).toEqual([
      'city',
      'county',
      'street',
      'community',
    ])
  })

  it('R31: a street sees its own systems, requests and resources and its communities’, and nobody else’s', async () => {
    const { call } = server.current
    const { street, community, district, otherStreet } = offices
    const as = street.admin
    const systems = await well(call(as, systemOperations.list, { query: {} }))
    expect(new Set(systems.items.map(({ id }) => id))).toEqual(new Set([street.systemId, community.systemId]))
    const requests = await well(call(as, requestOperations.list, { query: {} }))
    expect(new Set(requests.items.map(({ id }) => id))).toEqual(
      new Set([street.requestId, community.requestId]),
    )
    const resources = await well(call(as, resourceOperations.list, { query: { pageSize: 200 } }))
    expect(new Set(resources.items.map(({ body }) => body.id))).toEqual(
      new Set([street.bodyId, community.bodyId]),
    )
    for (const foreign of [district, otherStreet]) {
      const answers = await Promise.all([
        call(as, systemOperations.get, { params: { id: foreign.systemId } }),
        call(as, requestOperations.get, { params: { id: foreign.requestId } }),
        call(as, resourceOperations.get, { params: { id: foreign.resourceIds[0] ?? '' } }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    }
    const below = await well(call(community.admin, systemOperations.list, { query: {} }))
    expect(below.items.map(({ id }) => id)).toEqual([community.systemId])
  })

  it('R31: what is shared is the same at every level: what is offered, the rules, the regions', async () => {
    const { call } = server.current
    const seenBy = async ({ admin }: Office) => {
      const offered = await well(call(admin, catalogueOperations.list, { query: { pageSize: 200 } }))
      const regionList = await well(call(admin, organisationOperations.listRegions, { query: {} }))
      const rules = await well(call(admin, ruleSetOperations.list, { query: {} }))
      return [offered, regionList, rules].map(({ items }) => items.map(({ id }) => id))
    }
    const [first, ...others] = await Promise.all(Object.values(offices).map(seenBy))
    expect(first?.every((list) => list.length > 0)).toBe(true)
    for (const other of others) expect(other).toEqual(first)
  })

  it('R31: the levels build together: the district’s regulator sees the systems of all of them', async () => {
    const { call, world } = server.current
    const systems = await well(call(world.people.countyBureau, systemOperations.list, { query: {} }))
    const seen = systems.items.map(({ id }) => id)
    for (const id of ofAll('systemId')) expect(seen).toContain(id)
    // All stand on the same cloud, each in a project of its own.
    const { rows } = await server.current.database.owner.query(
      `select count(distinct cloud_id)::int as clouds, count(distinct system_id)::int as systems from resource`,
    )
    expect(rows).toEqual([{ clouds: 1, systems: 4 }])
  })
})
