/** What a line refers to is judged before a human is asked, and an approval places it where that stands. */
import { type RequestCreate, requestOperations as requests } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { useServer } from './kit/server.ts'
import { givenSupply, type Supply } from './kit/supply.ts'

const server = useServer()
let own: Supply
let foreign: Supply
let planId = ''

beforeAll(async () => {
  own = await givenSupply(server.current)
  foreign = await givenSupply(server.current, server.current.world.bodies.otherDepartment)
  const plan = await server.current.database
    .as(SCOPE_ALL)
    .selectFrom('plan as p')
    .innerJoin('offering_version as v', 'v.id', 'p.offering_version_id')
    .innerJoin('offering as o', 'o.id', 'v.offering_id')
    .select('p.id')
    .where('o.code', '=', 'cloud-host')
    .where('p.code', '=', 'c4m8')
    .executeTakeFirstOrThrow()
  planId = plan.id
}, 60_000)

const aRequest = (parameters: Record<string, unknown>): RequestCreate => ({
  kind: 'new',
  systemId: own.systemId,
  title: '应用服务器扩容',
  purpose: 'formal',
  networkZone: 'government-extranet',
  poolClass: 'general',
  atEdge: true,
  termMonths: 12,
  until: null,
  justification: '按照可研批复，新建应用服务器承载政务服务平台。',
  projectApprovalNo: null,
  preferredProviderId: null,
  providerReason: null,
  comparedProviderIds: [],
  dataDisposal: null,
  lines: [{ planId, resourceId: null, quantity: 1, parameters, reason: null }],
})

async function gateOf(parameters: Record<string, unknown>) {
  const { call, world } = server.current
  const body = { ...aRequest(parameters), requestId: null }
  const answer = await call(world.people.departmentApplicant, requests.check, { body })
  expect(answer.status).toBe(200)
  return answer.body.gates.find((gate) => gate.key === 'references')
}

const subnetOf = async (supply: Supply, serverId: string) => {
  const { spec } = await supply.row(serverId)
  return spec.kind === 'server' ? (spec.subnetIds[0] ?? '') : ''
}
const serverAmong = async (supply: Supply, ids: readonly string[]) => {
  const rows = await Promise.all(ids.map((id) => supply.row(id)))
  return rows.find((row) => row.kind === 'server')?.id ?? ''
}

describe('references of a line (R41)', () => {
  it('pass when they are the system’s own, and block with words at the field when they are another body’s', async () => {
    const mine = await serverAmong(own, await own.approve())
    const theirs = await serverAmong(foreign, await foreign.approve())
    await own.settle()
    const image = 'openeuler'
    const ownSubnet = await subnetOf(own, mine)
    expect(await gateOf({ image, subnetIds: [ownSubnet] })).toMatchObject({ state: 'pass' })

    const theirSubnet = await subnetOf(foreign, theirs)
    const gate = await gateOf({ image, subnetIds: [theirSubnet] })
    expect(gate).toMatchObject({
      state: 'block',
      reason: 'request.gate.references',
      lines: [1],
      fields: [{ path: '/lines/0/parameters/subnetIds', zh: '所选资源不存在或不属于该系统，请重新选择' }],
    })
    expect(gate?.text.zh).not.toMatch(/must|should/)
    // A server is no subnet, and an image that no pool has is said before it is approved.
    expect(await gateOf({ image, subnetIds: [mine] })).toMatchObject({ state: 'block' })
    expect(await gateOf({ image: 'beos' })).toMatchObject({
      state: 'block',
      fields: [{ path: '/lines/0/parameters/image' }],
    })
  })

  it('are asked again at submission, with the same words at the same field', async () => {
    const { call, world } = server.current
    const body = aRequest({ image: 'openeuler', subnetIds: [crypto.randomUUID()] })
    const draft = await call(world.people.departmentApplicant, requests.create, { body })
    const { id, version } = draft.body
    const sent = await call(world.people.departmentApplicant, requests.submit, {
      params: { id },
      body: { version },
    })
    expect(sent.problem).toMatchObject({ status: 422, reason: 'request.gates_closed' })
    expect(sent.problem.fields?.map((field) => field.path)).toContain('/lines/0/parameters/subnetIds')
  })
})
