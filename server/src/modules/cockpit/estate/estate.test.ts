import { cloudOperations, estateOperations, type NodeCreate } from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { addNode } from '../../cloud/index.ts'

const server = useServer()
const people = () => server.current.world.people
let mine: GivenCloud
let foreign: GivenCloud

beforeAll(async () => {
  mine = await givenCloud(server.current, { node: 'edge' })
  foreign = await givenCloud(server.current, { provider: server.current.world.bodies.otherProvider })
  const { regions } = server.current.world
  const ctx = setupCtx(server.current, cloudOperations.addNode)
  const at = (code: string, kind: NodeCreate['kind'], latitude: number | null) =>
    addNode(ctx, mine.cloudId, {
      code,
      name: code,
      kind,
      regionId: regions.city,
      latitude,
      longitude: latitude === null ? null : 120,
      grade: kind === 'backbone' ? 'national-a' : null,
      certificateNo: kind === 'backbone' ? 'A-1' : null,
      certificateUntil: kind === 'backbone' ? '2030-01-01' : null,
    })
  await at('backbone', 'backbone', 28)
  await at('near', 'dr-same-city', 28.1)
  await at('far', 'dr-remote', 30)
}, 60_000)

const estate = async (as = people().centre) => (await server.current.call(as, estateOperations.get)).body

describe('the whole estate', () => {
  it('R12 shows backbone, recovery and edge with the distance of each from the backbone', async () => {
    const { clouds, links, remoteKmMin } = await estate()
    const nodes = clouds.find(({ id }) => id === mine.cloudId)?.nodes ?? []
    expect(nodes.map(({ kind }) => kind).toSorted()).toEqual([
      'backbone',
      'dr-remote',
      'dr-same-city',
      'edge',
    ])
    const idOf = (name: string) => nodes.find((node) => node.name === name)?.id
    expect(remoteKmMin).toBe(200)
    // Two degrees of latitude, and a tenth of one.
    expect(links).toHaveLength(2)
    expect(links).toContainEqual({
      fromNodeId: idOf('backbone'),
      toNodeId: idOf('far'),
      kind: 'dr-remote',
      km: 222.4,
      isFarEnough: true,
    })
    expect(links).toContainEqual({
      fromNodeId: idOf('backbone'),
      toNodeId: idOf('near'),
      kind: 'dr-same-city',
      km: 11.1,
      isFarEnough: null,
    })
    // The edge has no coordinates: its distance is not known, and not nought.
    expect(nodes.find(({ kind }) => kind === 'edge')?.kmToBackbone).toBeNull()
  })

  it('sums capacity from pools upward, and says that a cloud nobody scanned is old', async () => {
    const cloud = (await estate()).clouds.find(({ id }) => id === mine.cloudId)
    const pool = cloud?.nodes.flatMap(({ zones }) => zones).flatMap(({ pools }) => pools)[0]
    expect(pool).toMatchObject({ id: mine.poolId, isOld: true, observedAt: null, isOverCommitted: false })
    expect(pool?.capacity.limit.vcpus).toBe(4000)
    expect(cloud?.capacity).toEqual(pool?.capacity)
    expect(cloud).toMatchObject({ isOld: true, completeSince: null })
  })

  it('goes into a workbook pool by pool; what has no pool yet keeps its line', async () => {
    const { api } = server.current
    const answer = await api.inject({
      url: '/api/v1/estate/export',
      headers: { authorization: `Bearer ${people().providerAdmin.postId}` },
    })
    expect(answer.statusCode).toBe(200)
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const rows: unknown[][] = []
    workbook.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)))
    const [head, ...lines] = rows
    const at = (title: string) => (head ?? []).indexOf(title)
    const cells = lines.map((line) =>
      ['节点', '节点类型', '资源池状态', 'vCPU 可分配'].map((one) => line[at(one)]),
    )
    expect(cells).toHaveLength(4)
    expect(cells).toContainEqual(['主节点', '边缘节点', '受理中', 4000])
    expect(cells).toContainEqual(['far', '异地灾备节点', undefined, undefined])
    const refused = await api.inject({
      url: '/api/v1/estate/export',
      headers: { authorization: `Bearer ${people().departmentAdmin.postId}` },
    })
    expect(refused.statusCode).toBe(403)
  })

  it('shows a provider its own clouds only', async () => {
    expect((await estate(people().providerAdmin)).clouds.map(({ id }) => id)).toEqual([mine.cloudId])
    expect((await estate(people().otherProviderOperator)).clouds.map(({ id }) => id)).toEqual([
      foreign.cloudId,
    ])
    expect((await estate()).clouds).toHaveLength(2)
  })
})
