import { usageOperations as operations, resourceOperations, type UsageItem } from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { judgeGapsFrom, meterUsage } from '../index.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let serverId = ''
let addressId = ''
let delivered = new Date(0)
let stopped = new Date(0)
let end = new Date(0)

beforeAll(async () => {
  supply = await givenSupply(server.current)
  const { clock, database, call } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  const ids = await supply.approve()
  await supply.settle()
  for (const id of ids) {
    const { kind } = await supply.row(id)
    if (kind === 'server') serverId = id
    if (kind === 'floating-ip') addressId = id
  }
  delivered = (await supply.row(serverId)).provisioned_at as Date
  clock.advance({ days: 4 })
  const { version } = await supply.row(serverId)
  const stop = { params: { id: serverId }, body: { version } }
  expect((await call(people().departmentApplicant, resourceOperations.stop, stop)).status).toBe(200)
  await supply.settle()
  stopped = (await supply.row(serverId)).observed_at as Date
  clock.advance({ hours: 5 })
  await meterUsage(setupCtx(server.current), { database }, new AbortController().signal)
  end = new Date(Math.floor((clock.now().getTime() - 300_000) / 3_600_000) * 3_600_000)
}, 60_000)

const wholeSeconds = (from: Date, to: Date) =>
  Math.floor(to.getTime() / 1000) - Math.floor(from.getTime() / 1000)

async function ofServer(
  query: { month?: string; day?: string },
  persona: Persona = people().departmentAdmin,
) {
  const answer = await server.current.call(persona, operations.ofResource, {
    params: { id: serverId },
    query,
  })
  expect(answer.status).toBe(200)
  return answer.body
}

const vcpuOf = (points: Awaited<ReturnType<typeof ofServer>>['points']) =>
  points.flatMap((point) =>
    point.held.filter((one) => one.dimension === 'vcpu').map((one) => [point.key, one.total] as const),
  )
const sum = (values: readonly string[]) => values.reduce((total, value) => total + Number(value), 0)

describe('usage of a resource', () => {
  it('R279 goes from months to days to hours, each the sum of what lies in it, by the civil calendar of Beijing', async () => {
    const months = await ofServer({})
    expect([months.level, months.points.map((point) => point.key)]).toEqual([
      'months',
      ['2026-09', '2026-10'],
    ])
    expect(months.meteredUntil).toBe(end.toISOString())
    const total = 2 * wholeSeconds(delivered, end)
    expect(sum(vcpuOf(months.points).map(([, value]) => value))).toBe(total)
    const days = await ofServer({ month: '2026-10' })
    expect(days.points).toHaveLength(31)
    expect(sum(vcpuOf(days.points).map(([, value]) => value))).toBe(Number(vcpuOf(months.points)[1]?.[1]))
    expect(vcpuOf(days.points)[0]).toEqual(['2026-10-01', String(2 * 86_400)])
    const hours = await ofServer({ day: '2026-10-02' })
    expect(hours.points).toHaveLength(24)
    expect(hours.points[0]?.from).toBe('2026-10-01T16:00:00.000Z')
    const last = days.points
      .find((point) => point.key === '2026-10-02')
      ?.held.find((one) => one.dimension === 'vcpu')
    expect(sum(vcpuOf(hours.points).map(([, value]) => value))).toBe(Number(last?.total))
    expect(last).toMatchObject({
      stopped: String(2 * wholeSeconds(stopped, end)),
      unseen: '0',
      adjusted: '0',
    })
    expect((await ofServer({ month: '2025-01' })).points.flatMap((point) => point.held)).toEqual([])
  })

  it('names what it is derived from: each phase, what began it, and what counts as observed or as ordered', async () => {
    const { phases, unmeasured } = await ofServer({ day: '2026-10-02' })
    expect(phases.map(({ beginning, condition, until }) => [beginning, condition, until])).toEqual([
      ['delivered', 'serving', stopped.toISOString()],
      ['stopped', 'stopped', null],
    ])
    expect(phases[0]?.amounts).toContainEqual({ dimension: 'vcpu', amount: '2', basis: 'observed' })
    expect(unmeasured).toEqual([])
    expect((await ofServer({ month: '2026-09' })).phases).toHaveLength(1)
    const { call } = server.current
    const address = await call(people().departmentAdmin, operations.ofResource, { params: { id: addressId } })
    expect(address.body.unmeasured).toEqual(['traffic'])
    expect(address.body.points[0]?.held.map((one) => one.dimension)).toEqual(['public-ip'])
  })

  it('R42 is for whoever sees the resource: its body, its provider, the regulator', async () => {
    const { call } = server.current
    const input = { params: { id: serverId } }
    for (const persona of [people().centre, people().providerOperator])
      expect(vcpuOf((await ofServer({}, persona)).points)).toHaveLength(2)
    for (const persona of [people().otherAdmin, people().otherProviderOperator])
      expect((await call(persona, operations.ofResource, input)).status).toBe(404)
    expect((await call(people().systemAdmin, operations.ofResource, input)).status).toBe(404)
  })
})

describe('usage of many', () => {
  const list = async (persona: Persona, query: object) => {
    const answer = await server.current.call(persona, operations.list, { query })
    expect(answer.status).toBe(200)
    return answer.body
  }

  it('R276 is accounted per body, system, resource and provider, and every sum is the same', async () => {
    const { world } = server.current
    const of = { body: world.bodies.department, system: supply.systemId, provider: world.bodies.provider }
    const vcpu = { month: '2026-10', dimension: 'vcpu' }
    const own = await list(people().departmentAdmin, { ...vcpu, by: 'resource' })
    expect(own.items.map((item) => item.of.id)).toEqual([serverId])
    for (const [by, id] of Object.entries(of)) {
      const { items } = await list(people().centre, { ...vcpu, by, bodyId: world.bodies.department })
      expect(items).toEqual([expect.objectContaining({ month: '2026-10', held: own.items[0]?.held })])
      expect(items[0]?.of.id).toBe(id)
      expect(items[0]?.of.name).not.toBe('')
    }
    const system = await server.current.call(people().departmentAdmin, operations.ofSystem, {
      params: { id: supply.systemId },
      query: { month: '2026-10' },
    })
    expect(sum(vcpuOf(system.body.points).map(([, value]) => value))).toBe(Number(own.items[0]?.held.total))
  })

  it('pages by key, every line once, and shows nobody what is another’s', async () => {
    const query = { month: '2026-09', by: 'resource', pageSize: 2 }
    const seen: UsageItem[] = []
    for (let pageToken: string | null | undefined; pageToken !== null; ) {
      const page = await list(people().centre, { ...query, ...(pageToken ? { pageToken } : {}) })
      seen.push(...page.items)
      pageToken = page.nextPageToken
    }
    const whole = await list(people().centre, { ...query, pageSize: 200 })
    expect(seen).toEqual(whole.items)
    expect(new Set(seen.map((item) => `${item.of.id} ${item.dimension}`)).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(3)
    expect((await list(people().otherAdmin, query)).items).toEqual([])
    expect((await list(people().otherProviderOperator, query)).items).toEqual([])
    const broken = await server.current.call(people().centre, operations.list, {
      query: { pageToken: Buffer.from(JSON.stringify(['x', serverId])).toString('base64url') },
    })
    expect(broken.problem.reason).toBe('common.page_token_invalid')
  })

  it('is exported as it is listed', async () => {
    const { api } = server.current
    const answer = await api.inject({
      url: '/api/v1/usage/export',
      query: { month: '2026-10', by: 'resource', dimension: 'vcpu' },
      headers: { authorization: `Bearer ${people().departmentAdmin.postId}` },
    })
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const row = workbook.worksheets[0]?.getRow(2).values as unknown[]
    expect(row.slice(1, 4)).toEqual(['2026-10', (await supply.row(serverId)).name, 'vCPU'])
    const from = new Date('2026-09-30T16:00:00Z')
    expect(row[4]).toBeCloseTo((2 * wholeSeconds(from, end)) / 3600, 3)
  })
})
