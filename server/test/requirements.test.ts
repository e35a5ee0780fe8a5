/** Acceptance of requirements that no one module proves alone, by public operations over the whole server. */
import {
  ARCHITECTURE_PARTS,
  type BodyCreate,
  catalogueOperations,
  cloudOperations,
  decisionOperations,
  organisationOperations,
  type PoolClass,
  PROVIDER_TYPES,
  type RequestCreate,
  requestOperations,
  resourceOperations,
  systemOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { insertBody } from '../src/modules/organisation/index.ts'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { givenCloud } from './kit/clouds.ts'
import { aRequest, aSystem, findPlanId, givenSystem, well } from './kit/journey.ts'
import { useServer } from './kit/server.ts'
import { givenPersona, type Persona } from './kit/world.ts'

const server = useServer()
const people = () => server.current.world.people
const reasonOf = (answer: { problem: { reason?: string } }) => answer.problem.reason
let planId = ''

beforeAll(async () => {
  planId = await findPlanId(server.current, 'cloud-host', 'c4m8')
})

function aBody(parts: Partial<BodyCreate>): BodyCreate {
  const name = `机构 ${parts.kind}`
  return {
    regionId: server.current.world.regions.province,
    kind: 'department',
    name,
    shortName: name,
    ...parts,
  }
}
const addBody = (parts: Partial<BodyCreate>) =>
  server.current.call(people().systemAdmin, organisationOperations.createBody, { body: aBody(parts) })

describe('one platform, N providers, n integrated clouds', () => {
  it('R1: three providers and a department’s platform stand in one list; a second supervision platform is refused', async () => {
    const { world } = server.current
    const third = await well(addBody({ kind: 'provider', providerType: 'information-centre' }))
    const owners = [world.bodies.provider, world.bodies.otherProvider, third.id, world.bodies.department]
    for (const provider of owners) await givenCloud(server.current, { provider })
    const clouds = await well(server.current.call(people().centre, cloudOperations.list, { query: {} }))
    expect(new Set(clouds.items.map((each) => each.provider.id))).toEqual(new Set(owners))

    expect((await addBody({ kind: 'platform-provider' })).status).toBe(201)
    expect(reasonOf(await addBody({ kind: 'platform-provider' }))).toBe('body.platform_exists')
  })

  it('R49: a provider says of which type it is, and nobody else does', async () => {
    for (const providerType of PROVIDER_TYPES) {
      const { body } = await addBody({ kind: 'provider', providerType })
      expect(body.providerType).toBe(providerType)
    }
    expect(reasonOf(await addBody({ kind: 'provider' }))).toBe('body.provider_type_needed')
    expect(reasonOf(await addBody({ kind: 'department', providerType: 'cloud-operator' }))).toBe(
      'body.provider_type_needed',
    )
    expect(reasonOf(await addBody({ kind: 'guide' }))).toBe('body.guide_field_needed')
  })
})

describe('what is on the cloud, and how it is reached', () => {
  const register = (parts: Parameters<typeof aSystem>[1]) =>
    server.current.call(people().departmentAdmin, systemOperations.create, {
      body: aSystem(server.current.world, parts),
    })

  it('R5: a new system that is not deployed on the cloud is registered only with the record of its exemption', async () => {
    expect(reasonOf(await register({ code: 'off-1', deployment: 'exempt' }))).toBe(
      'system.exemption_required',
    )
    const exemption = {
      basis: '国家主管部门规定',
      reason: '由国家统一部署',
      approvedBy: '省大数据管理局',
      approvedOn: '2026-03-01',
      validUntil: null,
    }
    const { body } = await register({ code: 'off-2', deployment: 'exempt', exemption })
    expect(body.exemption).toEqual(exemption)
  })

  it('R11: a system names its access paths, and a request for a zone that none of them reaches is stopped', async () => {
    const systemId = await givenSystem(server.current, {
      code: 'paths',
      accessPaths: ['government-extranet'],
    })
    const gateOf = async (networkZone: RequestCreate['networkZone']) => {
      const body = { requestId: null, ...aRequest(systemId, [{ planId }], { networkZone }) }
      const { gates } = await well(
        server.current.call(people().departmentApplicant, requestOperations.check, { body }),
      )
      return gates.find((gate) => gate.key === 'network-zone')?.state
    }
    expect(await gateOf('government-extranet')).toBe('pass')
    expect(await gateOf('internet')).toBe('block')
  })
})

describe('what can be asked for', () => {
  it('R22: the catalogue is grouped by the five parts of the architecture, each offering in exactly one', async () => {
    const list = (query: { part?: (typeof ARCHITECTURE_PARTS)[number] }) =>
      well(
        server.current.call(people().departmentApplicant, catalogueOperations.list, {
          query: { ...query, pageSize: 200 },
        }),
      )
    const all = (await list({})).items
    const groups = await Promise.all(ARCHITECTURE_PARTS.map(async (part) => (await list({ part })).items))
    expect(ARCHITECTURE_PARTS).toHaveLength(5)
    expect(
      groups
        .flat()
        .map((each) => each.id)
        .sort(),
    ).toEqual(all.map((each) => each.id).sort())
    groups.forEach((items, at) => {
      expect(items.every((each) => each.part === ARCHITECTURE_PARTS[at])).toBe(true)
    })
  })

  it('R28: hardware cannot be requested: a line is a plan of the catalogue, and no field tells a machine', async () => {
    const systemId = await givenSystem(server.current, { code: 'hardware' })
    const me = people().departmentApplicant
    const create = (line: object) =>
      server.current.call(me, requestOperations.create, {
        body: aRequest(systemId, [line as { planId: string }]),
      })
    expect((await create({ planId, parameters: { image: 'kylin-v10' } })).status).toBe(201)
    expect(reasonOf(await create({ hardware: '机架式服务器 2 台' }))).toBe('common.invalid_input')
    const { gates } = await well(
      server.current.call(me, requestOperations.check, {
        body: { requestId: null, ...aRequest(systemId, [{ planId: server.current.ids.next() }]) },
      }),
    )
    expect(gates.find((gate) => gate.key === 'catalogue')?.state).toBe('block')
  })
})

describe('pools and who decides', () => {
  let cityBureau: Persona
  let systemId = ''

  beforeAll(async () => {
    const { database, clock, ids, world } = server.current
    systemId = await givenSystem(server.current, { code: 'pools' })
    cityBureau = await database.inTx(SCOPE_ALL, async (tx) => {
      const id = ids.next()
      await insertBody(
        tx,
        {
          id,
          region_id: world.regions.city,
          parent_id: null,
          kind: 'regulator-bureau',
          guide_field: null,
          provider_type: null,
          name: '市大数据管理局',
          short_name: '市局',
          created_at: clock.now(),
        },
        null,
      )
      return givenPersona(tx, clock, ids, id, 'regulator-bureau', 'cityBureau')
    })
  })

  async function preview(poolClass: PoolClass) {
    const body = {
      requestId: null,
      ...aRequest(systemId, [{ planId, parameters: { image: 'kylin-v10' } }], { poolClass }),
    }
    const check = await well(
      server.current.call(people().departmentApplicant, requestOperations.check, { body }),
    )
    return {
      rule: check.preview?.decision?.ruleId,
      people:
        check.preview?.picture.steps.flatMap((step) => step.people.map((person) => person.personId)) ?? [],
      reason: check.previewReason,
    }
  }

  it('the general pool is shared by all and decided by the centre', async () => {
    const asked = await preview('general')
    expect(asked.rule).toBe('general')
    expect(asked.people).toContain(people().centre.personId)
  })

  it('R70: a dedicated pool needs the authority of the same level', async () => {
    const asked = await preview('dedicated')
    expect(asked.rule).toBe('dedicated')
    expect(asked.people).toContain(people().countyBureau.personId)
    expect(asked.people).not.toContain(cityBureau.personId)
  })

  it('R71: a full-stack dedicated pool goes to the city, until the table of rules says otherwise', async () => {
    const asked = await preview('full-stack-dedicated')
    expect(asked.rule).toBe('full-stack')
    expect(asked.people).toContain(cityBureau.personId)

    const as = people().bureau
    const tables = await well(server.current.call(as, decisionOperations.decisionTableList))
    const table = tables.items.find((each) => each.key === 'request-routing') ?? tables.items[0]
    const detail = await well(
      server.current.call(as, decisionOperations.decisionTableGet, { params: { id: table?.id ?? '' } }),
    )
    const now = detail.versions.find((each) => each.state === 'published')
    if (!now) throw new Error('the shipped table is not published')
    const content = {
      ...now.content,
      rules: now.content.rules.map((rule) =>
        rule.id === 'full-stack' ? { ...rule, flowKey: 'dedicated-pool' } : rule,
      ),
    }
    const draft = await well(
      server.current.call(as, decisionOperations.decisionTableCreateVersion, {
        params: { id: detail.id },
        body: { content, source: '市政府办公室文件', note: '全栈专属资源池由同级主管部门审批' },
      }),
    )
    await well(
      server.current.call(as, decisionOperations.decisionTablePublish, {
        params: { id: draft.id },
        body: { version: draft.version },
      }),
    )
    expect((await preview('full-stack-dedicated')).people).toContain(people().countyBureau.personId)
  })
})

describe('the four guiding authorities', () => {
  it('reads what it guides and changes nothing', async () => {
    const guide = people().guide
    const resources = await server.current.call(guide, resourceOperations.list, { query: {} })
    const system = await server.current.call(guide, systemOperations.create, {
      body: aSystem(server.current.world, { code: 'guide' }),
    })
    expect([resources.status, system.status]).toEqual([200, 403])
  })
})
