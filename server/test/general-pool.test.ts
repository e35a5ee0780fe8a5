/** The general pool: the one that is meant where none is named, shared by all, each tenant by himself (R69). */
import { requestOperations, systemOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenQuota } from './kit/clouds.ts'
import { aRequest, aSystem, well } from './kit/journey.ts'
import { useServer } from './kit/server.ts'
import { givenSupply, type Supply } from './kit/supply.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
/** Of another department. */
let otherSystemId = ''

beforeAll(async () => {
  const { world, call } = server.current
  supply = await givenSupply(server.current)
  const { otherDepartment } = world.bodies
  const plenty = { vcpus: 100, memoryMiB: 400_000, storageGiB: 10_000, floatingIps: 10 }
  await givenQuota(server.current, otherDepartment, plenty)
  const body = aSystem(world, {
    code: 'other',
    bodyId: otherDepartment,
    responsiblePersonId: people().otherAdmin.personId,
  })
  otherSystemId = (await well(call(people().otherAdmin, systemOperations.create, { body }))).id
}, 60_000)

describe('R69: the general pool', () => {
  it('R69 is the default: a request that names no pool means it, saved or only checked', async () => {
    const { call } = server.current
    const { poolClass: _, ...content } = aRequest(supply.systemId, [])
    const me = people().departmentApplicant
    const made = await well(call(me, requestOperations.create, { body: content }))
    expect(made.poolClass).toBe('general')
    const checked = await call(me, requestOperations.check, { body: { requestId: null, ...content } })
    expect(checked.status).toBe(200)
    const named = await well(
      call(me, requestOperations.create, { body: { ...content, poolClass: 'dedicated' } }),
    )
    expect(named.poolClass).toBe('dedicated')
  })

  it('R69 keeps tenants apart by VPC: in one pool each has his own project, networks, router and rules', async () => {
    const { database, world } = server.current
    await supply.approve()
    await supply.approve({ systemId: otherSystemId, bodyId: world.bodies.otherDepartment })
    await supply.settle()
    const { rows } = await database.owner.query<{
      system_id: string
      kind: string
      external_id: string
      pool_id: string
    }>(`select system_id, kind, external_id, pool_id from resource where released_at is null`)
    expect(new Set(rows.map((row) => row.pool_id)).size).toBe(1)
    const of = (systemId: string, kind: string) =>
      rows.filter((row) => row.system_id === systemId && row.kind === kind).map((row) => row.external_id)
    for (const kind of ['project', 'network', 'subnet', 'router', 'security-group', 'server']) {
      const [mine, theirs] = [of(supply.systemId, kind), of(otherSystemId, kind)]
      expect(
        [mine.length, theirs.length].every((count) => count > 0),
        kind,
      ).toBe(true)
      expect(
        mine.filter((id) => theirs.includes(id)),
        kind,
      ).toEqual([])
    }
    // And so the cloud itself says: another project, another VNI.
    const { simulated } = supply.cloud
    const [project = ''] = of(supply.systemId, 'project')
    const networks = await simulated.things('network')
    const inside = networks.filter(({ projectRef }) => projectRef === project)
    const outside = networks.filter(({ projectRef }) => projectRef !== project)
    const vnis = (list: typeof networks) => list.map(({ attributes }) => attributes.vni)
    expect(inside.map(({ externalId }) => externalId)).toEqual(of(supply.systemId, 'network'))
    expect(vnis(outside).filter((vni) => vni === undefined || vnis(inside).includes(vni))).toEqual([])
    for (const { projectRef, externalId } of await simulated.things('server'))
      expect(projectRef === project, externalId).toBe(of(supply.systemId, 'server').includes(externalId))
  })
})
