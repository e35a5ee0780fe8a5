import { adoptionOperations as operations, resourceOperations } from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenQuota } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenPersona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { percentOf } from './rate/rates.ts'
import { type AdoptionStage, givenStage, givenSystem } from './stage.fixture.ts'

const server = useServer()
const volume = (name: string) =>
  ({ kind: 'volume', name, sizeGiB: 10, volumeType: null, serverRef: null }) as const
const machine = (name: string, subnet: string, groups: readonly string[] = []) =>
  ({
    kind: 'server',
    name,
    vcpus: 2,
    memoryMiB: 4096,
    rootDiskGiB: 40,
    image: 'kylin-v10-sp3',
    subnetRefs: [subnet],
    securityGroupRefs: groups,
    keyPairRef: null,
    zone: 'az-1',
    power: 'on',
    rebootGeneration: 0,
  }) as const

interface Things {
  readonly project: string
  readonly subnet: string
  readonly server: string
  readonly disk: string
}

/** A project with a network, a server in it and a disk on the server. */
async function fill({ cloud }: AdoptionStage, project: string, name: string, octet: number): Promise<Things> {
  const { simulated } = cloud
  const ref = await simulated.make({ kind: 'project', name: project, description: '' }, null)
  const network = await simulated.make({ kind: 'network', name: `${name}-net` }, ref)
  const cidr = `10.${octet}.0.0/24`
  const subnet = await simulated.make(
    { kind: 'subnet', name: `${name}-subnet`, networkRef: network, cidr, dnsServers: [] },
    ref,
  )
  const group = await simulated.make({ kind: 'security-group', name: `${name}-group`, rules: [] }, ref)
  const one = await simulated.make(machine(`${name}-01`, subnet, [group]), ref)
  const disk = await simulated.make(volume(`data-of-${octet}`), ref)
  await simulated.alter('volume', disk, { serverRef: one })
  return { project: ref, subnet, server: one, disk }
}

/** The server starts from its disk; a balancer stands in front of the one, a copy is kept of the other. */
async function equip({ cloud: { simulated } }: AdoptionStage, things: Things): Promise<void> {
  const members = [{ serverRef: things.server, port: 8080, weight: 1 }]
  const monitor = { type: 'connect', path: null, intervalSeconds: 5, timeoutSeconds: 3, failures: 3 } as const
  const listeners = [{ protocol: 'http', port: 80, algorithm: 'round-robin', members, monitor } as const]
  const { project, subnet, disk } = things
  await simulated.alter('server', things.server, { rootVolumeRef: disk })
  await simulated.make({ kind: 'load-balancer', name: 'web-lb', subnetRef: subnet, listeners }, project)
  await simulated.make({ kind: 'backup', name: 'web-copy', volumeRef: disk }, project)
}

describe('taking in what a cloud held before the platform came', () => {
  let stage: AdoptionStage
  let hr: Things
  let systems: Record<'hr' | 'tax', string>

  beforeAll(async () => {
    const { world } = server.current
    const { department, otherDepartment } = world.bodies
    systems = {
      hr: await givenSystem(server.current, department, 'hr-portal', '人事门户'),
      tax: await givenSystem(server.current, otherDepartment, 'tax-web', '税务网站'),
    }
    await givenQuota(server.current, department, { vcpus: 1, memoryMiB: 1024, storageGiB: 10 })
    stage = await givenStage(server.current)
    hr = await fill(stage, 'HR-Portal', 'web', 11)
    await equip(stage, hr)
    await fill(stage, 'misc', 'TAX_web', 12)
    const tagged = await stage.cloud.simulated.make({ kind: 'project', name: 'p3', description: '' }, null)
    await stage.cloud.simulated.make(volume('打了标签的盘'), tagged)
    await server.current.database.owner.query(
      `update simulated.thing set attributes = '{"tags": ["system=TAX-WEB"]}' where cloud = $1 and name = '打了标签的盘'`,
      [stage.cloud.endpoint],
    )
    await stage.cloud.simulated.make(volume('谁也不认识的盘'), tagged)
    await stage.scan()
    await stage.propose()
  })

  it('proposes owners by rules in order, each with its reason in both languages', async () => {
    const items = await stage.items()
    const proposals = Object.fromEntries(
      items.map(({ name, proposal }) => [name, proposal && `${proposal.rule} ${proposal.system.code}`]),
    )
    expect(proposals).toMatchObject({
      'web-01': 'project-name hr-portal',
      'HR-Portal': 'project-name hr-portal',
      'TAX_web-01': 'name tax-web',
      'data-of-12': 'attached tax-web',
      打了标签的盘: 'tag tax-web',
      misc: 'attached tax-web',
    })
    const web = items.find((one) => one.name === 'web-01')
    expect(web?.proposal?.reason).toEqual({
      zh: '所在租户空间“HR-Portal”与系统的编码或名称相同',
      en: 'Its tenant space “HR-Portal” is called like the system',
    })
    expect(web).toMatchObject({ size: '2 vCPU · 4 GiB', list: null, projectName: 'HR-Portal' })
    expect((await stage.items({ proposed: false })).map((one) => one.name)).toContain('谁也不认识的盘')
    expect((await stage.items({ rule: 'tag' })).map((one) => one.name)).toEqual(['打了标签的盘'])
  })

  it('assigns, and what the chosen thing stands on comes along; two never assign the same thing', async () => {
    const { call, world } = server.current
    const { department } = world.bodies
    const disk = await stage.item('data-of-11')
    const first = await stage.assign({ bodyId: department, systemId: systems.hr, itemIds: [disk.id] })
    expect(first).toMatchObject({ skipped: 0, needed: 5 })
    const because = (await stage.entries(first.list.id)).map((one) => [one.kind, one.because?.en ?? null])
    expect(because).toContainEqual(['server', '“data-of-11” on this list stands on it, so it comes along'])
    expect((await stage.item('web-01')).list?.no).toBe(first.list.no)
    const again = await call(world.people.providerAdmin, operations.assign, {
      body: {
        cloudId: stage.cloud.cloudId,
        poolId: stage.cloud.poolId,
        bodyId: department,
        systemId: systems.hr,
        itemIds: [disk.id],
        note: '',
        filter: null,
      },
    })
    expect(again.problem.reason).toBe('adoption.nothing_chosen')
    const rest = await stage.assign({ bodyId: world.bodies.otherDepartment })
    expect((await stage.entries(rest.list.id)).every((one) => one.system.id === systems.tax)).toBe(true)
    for (const { list } of [first, rest]) {
      const withdrawn = await call(world.people.centre, operations.withdraw, {
        params: { id: list.id },
        body: { version: list.version },
      })
      expect(withdrawn.body.state).toBe('withdrawn')
    }
    expect((await stage.item('web-01')).list).toBeNull()
  })

  it('refuses what does not fit together', async () => {
    const { call, world } = server.current
    const { cloudId, poolId } = stage.cloud
    const { department } = world.bodies
    const body = {
      cloudId,
      poolId,
      bodyId: department,
      systemId: systems.tax,
      note: '',
      filter: null,
      itemIds: null,
    }
    const refused = async (persona = world.people.centre, more = {}) =>
      (await call(persona, operations.assign, { body: { ...body, ...more } })).problem.reason
    expect(await refused()).toBe('adoption.system_elsewhere')
    expect(await refused(undefined, { systemId: systems.hr, poolId: cloudId })).toBe(
      'adoption.pool_elsewhere',
    )
    expect(await refused(world.people.otherProviderOperator, { systemId: systems.hr })).toBe(
      'common.forbidden',
    )
    expect(await refused(world.people.departmentAdmin)).toBe('common.forbidden')
    const none = await stage.assign({ bodyId: world.bodies.otherDepartment })
    const submitted = await call(world.people.centre, operations.submit, {
      params: { id: none.list.id },
      body: { version: none.list.version },
    })
    expect(submitted.problem.reason).toBe('adoption.no_quota')
    await call(world.people.centre, operations.withdraw, {
      params: { id: none.list.id },
      body: { version: none.list.version },
    })
  })

  it('takes in what the owner approved: level from the first moment, nothing done to the cloud but the tag', async () => {
    const { call, world, database } = server.current
    const { departmentApprover, departmentApplicant } = world.people
    const { list } = await stage.assign({ bodyId: world.bodies.department })
    expect(list).toMatchObject({ amounts: { vcpus: 2, storageGiB: 10 }, quota: { isOver: true } })
    const submitted = await stage.submit(list)
    const group = (await stage.entries(list.id)).find((one) => one.kind === 'network')
    await expect(stage.get(list.id, world.people.otherAdmin)).rejects.toThrow()
    expect(group?.state).toBe('assigned')
    await stage.decide(departmentApprover, submitted, 'approve')
    await stage.cloud.simulated.forgetCalls()
    await stage.takeIn(list.id)
    expect(await stage.get(list.id)).toMatchObject({
      state: 'done',
      counts: { 'taken-in': 8, 'left-out': 0 },
    })
    const calls = await stage.cloud.simulated.calls()
    expect(new Set(calls.map((one) => one.verb))).toEqual(new Set(['observe', 'claim']))
    const { body } = await call(departmentApplicant, resourceOperations.list, {
      query: { systemId: systems.hr },
    })
    expect(body.items.map((one) => `${one.kind} ${one.state} ${one.agreement}`).sort()).toEqual([
      'backup ready level',
      'load-balancer ready level',
      'network ready level',
      'project ready level',
      'security-group ready level',
      'server ready level',
      'subnet ready level',
      'volume ready level',
    ])
    const web = body.items.find((one) => one.kind === 'server')
    const one = (await call(departmentApplicant, resourceOperations.get, { params: { id: web?.id ?? '' } }))
      .body
    expect(one.standsOn.map((other) => other.kind).sort()).toEqual([
      'project',
      'security-group',
      'subnet',
      'volume',
    ])
    expect(one.desired.spec).toMatchObject({ keepsRootVolume: true })
    expect(one.carries.map((other) => other.kind).sort()).toEqual(['load-balancer', 'volume'])
    expect(one.actions.stop).toEqual({ allowed: true })
    // Counted as it is, beyond the quota, and shown so; the pool counts it as delivered.
    const { rows } = await database.owner.query(
      `select q.used_vcpus, q.over_vcpus, p.allocated_vcpus, p.reserved_vcpus from quota q, pool p where q.body_id = $1 and p.id = $2`,
      [world.bodies.department, stage.cloud.poolId],
    )
    expect(rows[0]).toEqual({ used_vcpus: '2', over_vcpus: '1', allocated_vcpus: '2', reserved_vcpus: '0' })
    const [thing] = (await stage.cloud.simulated.things('server')).filter(
      (each) => each.externalId === hr.server,
    )
    expect(thing?.resourceId).toBe(web?.id)
  })
})

describe('what goes wrong on the way', () => {
  let stage: AdoptionStage
  let system: string
  const crowd = 105

  beforeAll(async () => {
    const { world } = server.current
    stage = await givenStage(server.current)
    system = await givenSystem(server.current, world.bodies.otherDepartment, 'archive', '档案系统')
    await givenQuota(server.current, world.bodies.otherDepartment, {
      vcpus: 10_000,
      memoryMiB: 10_000_000,
      storageGiB: 100_000,
    })
    const project = await stage.cloud.simulated.make(
      { kind: 'project', name: 'ARCHIVE', description: '' },
      null,
    )
    await stage.cloud.simulated.crowd({
      projectRef: project,
      zone: 'az-1',
      count: crowd,
      vcpus: 1,
      memoryMiB: 1024,
    })
    for (const name of ['走了的盘', '变了的盘', '别家的盘', '退回的盘'])
      await stage.cloud.simulated.make(volume(name), project)
    await stage.scan()
    await stage.propose()
  })

  it('sends entries back one by one, and all of them when nothing fits; until then it can be taken back', async () => {
    const { call, world } = server.current
    const { otherAdmin, departmentApprover, centre } = world.people
    const item = await stage.item('退回的盘')
    const other = await stage.item('走了的盘')
    const { list } = await stage.assign({
      bodyId: world.bodies.otherDepartment,
      systemId: system,
      itemIds: [item.id, other.id],
    })
    const { version } = await stage.submit(list)
    const entry = (await stage.entries(list.id)).find((one) => one.name === item.name)
    const back = {
      params: { id: list.id },
      body: { version, entryIds: [entry?.id ?? ''], comment: '不是我们的' },
    }
    expect((await call(departmentApprover, operations.sendBack, back)).status).toBe(404)
    expect((await call(centre, operations.sendBack, back)).problem.reason).toBe('common.forbidden')
    const cut = await call(otherAdmin, operations.sendBack, back)
    expect(cut.body.counts).toMatchObject({ 'sent-back': 1, assigned: 2 })
    expect((await stage.item('退回的盘')).list).toBeNull()
    const stale = await call(centre, operations.withdraw, { params: { id: list.id }, body: { version } })
    expect(stale.problem.reason).toBe('common.version_stale')
    const withdraw = { params: { id: list.id }, body: { version: cut.body.version } }
    expect((await call(centre, operations.withdraw, withdraw)).body.state).toBe('withdrawn')
    expect((await stage.item('走了的盘')).list).toBeNull()
  })

  it('rejected as a whole takes nothing in; it is handed in again, or given up and its things are free', async () => {
    const { call, world } = server.current
    const approver = await givenApprover()
    const { id } = await stage.item('退回的盘')
    const bodyId = world.bodies.otherDepartment
    const { list } = await stage.assign({ bodyId, systemId: system, itemIds: [id] })
    await stage.decide(approver, await stage.submit(list), 'reject')
    const returned = await stage.get(list.id)
    expect(returned).toMatchObject({ state: 'returned', counts: { assigned: 2, approved: 0, 'taken-in': 0 } })
    await stage.cloud.simulated.forgetCalls()
    expect(await stage.pass(list.id)).toEqual({ done: true })
    expect(await stage.cloud.simulated.calls()).toEqual([])
    const again = await stage.submit(returned)
    expect(again.state).toBe('submitted')
    await stage.decide(approver, again, 'reject')
    const { version } = await stage.get(list.id)
    const given = await call(world.people.centre, operations.withdraw, {
      params: { id: list.id },
      body: { version },
    })
    expect(given.body.state).toBe('withdrawn')
    expect((await stage.item('退回的盘')).list).toBeNull()
  })

  it('F1: killed in the middle of a list loses nothing and doubles nothing; what vanished, changed or is another’s is left out', async () => {
    const { world, database } = server.current
    const { simulated } = stage.cloud
    const approver = await givenApprover()
    const { list } = await stage.assign({ bodyId: world.bodies.otherDepartment })
    const all = crowd + 5
    expect(list.counts.assigned).toBe(all)
    await stage.submit(list)
    await stage.decide(approver, list, 'approve')
    const volumes = await simulated.things('volume')
    const refOf = (name: string) => volumes.find((one) => one.name === name)?.externalId ?? ''
    await simulated.vanish('volume', refOf('走了的盘'))
    await simulated.alter('volume', refOf('变了的盘'), { sizeGiB: 20 })
    await database.owner.query(
      `update simulated.thing set resource_id = $2 where cloud = $1 and name = '别家的盘'`,
      [stage.cloud.endpoint, list.id],
    )
    // The project; then the first hundred servers, cut off by a kill; then a cloud that stops answering half-way.
    await stage.pass(list.id)
    const kill = new AbortController()
    await simulated.fail({
      verb: 'claim',
      nth: 40,
      times: 1,
      effect: { fault: 'unreachable', when: 'after' },
    })
    const killed = stage.pass(list.id, kill.signal)
    setImmediate(() => kill.abort())
    await killed.catch(() => {})
    await stage.pass(list.id)
    await simulated.heal()
    await stage.takeIn(list.id)
    expect(await stage.get(list.id)).toMatchObject({
      state: 'done',
      trouble: null,
      counts: { 'taken-in': all - 3, 'left-out': 3, approved: 0 },
    })
    const out = (await stage.entries(list.id)).filter((one) => one.state === 'left-out')
    const more = out.length === 3 ? out : await leftOut(list.id)
    expect(Object.fromEntries(more.map((one) => [one.name, one.outcome?.en.split(',')[0]]))).toMatchObject({
      走了的盘: 'It has gone from the cloud since it was assigned',
      变了的盘: 'It has changed in the cloud since it was assigned',
      别家的盘: 'It carries the tag of another platform',
    })
    const { rows } = await database.owner.query(
      `select count(*)::int as resources, count(distinct external_id)::int as things, sum((allocated->>'vcpus')::int)::int as vcpus
       from resource where cloud_id = $1`,
      [stage.cloud.cloudId],
    )
    expect(rows[0]).toEqual({ resources: all - 3, things: all - 3, vcpus: crowd })
    const used = await database.owner.query(`select used_vcpus, over_vcpus from quota where body_id = $1`, [
      world.bodies.otherDepartment,
    ])
    expect(used.rows[0]).toEqual({ used_vcpus: String(crowd), over_vcpus: '0' })
  })

  async function leftOut(id: string) {
    const { call, world } = server.current
    const query = { state: 'left-out', pageSize: 200 } as const
    return (await call(world.people.centre, operations.entries, { params: { id }, query })).body.items
  }

  /** The other department has no approver of its own in the small province. */
  async function givenApprover() {
    const { database, clock, ids, world } = server.current
    return database.inTx(SCOPE_ALL, (tx) =>
      givenPersona(tx, clock, ids, world.bodies.otherDepartment, 'department-approver', '另一审批人'),
    )
  }
})

describe('a workbook of assignments', () => {
  let stage: AdoptionStage

  beforeAll(async () => {
    stage = await givenStage(server.current)
    await givenSystem(server.current, server.current.world.bodies.department, 'forms', '表单系统')
    const project = await stage.cloud.simulated.make({ kind: 'project', name: '杂项', description: '' }, null)
    for (const name of ['一号盘', '=二号盘']) await stage.cloud.simulated.make(volume(name), project)
    await stage.scan()
  })

  /** What was downloaded, with codes filled in by name; sent back as a person would. */
  async function upload(
    codes: Readonly<Record<string, string>>,
    plans: Readonly<Record<string, string>> = {},
  ) {
    const { call, world, api } = server.current
    const { cloudId, poolId } = stage.cloud
    const file = await api.inject({
      url: `/api/v1/adoption-items/export?cloudId=${cloudId}&kind=volume`,
      headers: { authorization: `Bearer ${world.people.centre.postId}` },
    })
    expect(file.statusCode).toBe(200)
    const workbook = await open(file.rawPayload)
    workbook.worksheets[0]?.eachRow((row) => {
      const code = codes[String(row.getCell(3).value).replace(/^'/, '')]
      if (code !== undefined) row.getCell(9).value = code
      const plan = plans[String(row.getCell(3).value).replace(/^'/, '')]
      if (plan !== undefined) row.getCell(11).value = plan
    })
    const contentBase64 = Buffer.from(await workbook.xlsx.writeBuffer()).toString('base64')
    return call(world.people.centre, operations.upload, { body: { cloudId, poolId, contentBase64 } })
  }

  async function open(content: Buffer): Promise<excel.Workbook> {
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(content as unknown as ArrayBuffer)
    return workbook
  }

  it('comes back with its errors beside the rows, and then nothing is done', async () => {
    const { body } = await upload({ 一号盘: 'FORMS', '=二号盘': 'no-such' })
    expect(body).toMatchObject({ lists: [], rows: 2, errors: 1 })
    const [sheet] = (await open(Buffer.from(body.workbook?.contentBase64 ?? '', 'base64'))).worksheets
    const errors: Record<string, unknown> = {}
    sheet?.eachRow((row) => {
      errors[String(row.getCell(3).value)] = row.getCell(13).value ?? ''
    })
    expect(errors).toEqual({
      名称: '错误 / Error',
      一号盘: '',
      "'=二号盘": '没有编码为“no-such”的信息系统 / no system has the code “no-such”',
    })
    expect((await stage.item('一号盘')).list).toBeNull()
  })

  it('a plan that is unknown, or of another kind, is an error of its row', async () => {
    const codes = { 一号盘: 'forms', '=二号盘': 'forms' }
    const { body } = await upload(codes, { 一号盘: 'cloud-host/c2m4', '=二号盘': 'cloud-storage/nothing' })
    expect(body).toMatchObject({ lists: [], rows: 2, errors: 2 })
    const [sheet] = (await open(Buffer.from(body.workbook?.contentBase64 ?? '', 'base64'))).worksheets
    const errors = sheet?.getColumn(13).values.map(String) ?? []
    expect(errors.filter((error) => error.includes('cloud-'))).toEqual([
      expect.stringContaining('不适用于此类资源'),
      expect.stringContaining('服务目录中没有规格'),
    ])
  })

  it('makes one list for each body, and what it stands on comes along', async () => {
    const { body } = await upload(
      { 一号盘: 'forms', '=二号盘': 'Forms' },
      { 一号盘: 'cloud-storage/static', '=二号盘': '无' },
    )
    expect(body).toMatchObject({ rows: 2, errors: 0, workbook: null, lists: [{ entries: 3 }] })
    const entries = await stage.entries(body.lists[0]?.id ?? '')
    expect(Object.fromEntries(entries.map((one) => [one.name, one.plan?.code ?? null]))).toMatchObject({
      一号盘: 'static',
      '=二号盘': null,
    })
    expect((await stage.item('=二号盘')).list?.no).toBe(body.lists[0]?.no)
    const again = await upload({ 一号盘: 'forms' })
    expect(again.body.errors).toBe(1)
  })

  it('refuses what is no workbook', async () => {
    const { call, world } = server.current
    const { cloudId, poolId } = stage.cloud
    const contentBase64 = Buffer.from('not a workbook').toString('base64')
    const answer = await call(world.people.centre, operations.upload, {
      body: { cloudId, poolId, contentBase64 },
    })
    expect(answer.problem.reason).toBe('adoption.workbook_unreadable')
  })
})

describe('the rates', () => {
  it('R19 counts managed nodes, R18 counties with a system on the cloud; each exception is a row', async () => {
    const { call, world, clock, database } = server.current
    const never = (await call(world.people.centre, operations.rates)).body
    expect(never.nodes.map((node) => node.gap)).toEqual(['not-connected', 'not-connected', 'not-connected'])
    await database.owner.query(`update cloud set state = 'healthy'`)
    const { body } = await call(world.people.centre, operations.rates)
    const [nodes, counties] = body.items
    // The first cloud was scanned fourteen hours ago.
    expect(nodes).toMatchObject({ requirement: 'R19', part: 2, whole: 3, percent: 66.7 })
    expect(body.nodes.map((node) => node.gap)).toEqual(['scan-old', null, null])
    // Both counties hold a department with something taken in above.
    expect(counties).toMatchObject({ requirement: 'R18', part: 2, whole: 2, percent: 100 })
    clock.advance({ hours: 10 })
    const late = (await call(world.people.centre, operations.rates)).body
    expect(late.items[0]).toMatchObject({ part: 0, percent: 0 })
    expect(late.nodes.map((node) => node.gap)).toEqual(['scan-old', 'scan-old', 'scan-old'])
    expect((await call(world.people.departmentAdmin, operations.rates)).status).toBe(403)
  })

  it('R19 is never 100 % while a node is missing', () => {
    expect(percentOf(9_999, 10_000)).toBe(99.9)
    expect(percentOf(2, 3)).toBe(66.7)
    expect(percentOf(0, 0)).toBeNull()
  })
})
