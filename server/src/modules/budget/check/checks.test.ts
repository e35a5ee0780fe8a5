import {
  type BudgetCreate,
  budgetOperations as budgets,
  projectFilingOperations as filings,
  budgetListOperations as operations,
  type ProjectFilingCreate,
  systemOperations,
} from '@yunheng/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { aSystem, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { chargeBill } from '../actual/charge-bill.ts'
import { cutOf, sumOfCuts } from './reduction.ts'

const server = useServer()
const people = () => server.current.world.people
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })

beforeAll(() => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
})

const aLine = (change: Partial<BudgetCreate>): BudgetCreate => ({
  bodyId: server.current.world.bodies.department,
  systemId: null,
  filingId: null,
  fiscalYear: 2026,
  purpose: 'hardware',
  name: '硬件运维经费',
  amount: money(100_000_00),
  fundSource: 'maintenance',
  budgetCode: '2010302',
  sourceDocument: '财预〔2026〕3号',
  ...change,
})
/** A file is answered as it is, not as JSON. */
const fetched = async (persona: Persona, path: string) => {
  const headers = { authorization: `Bearer ${persona.postId}` }
  return (await server.current.api.inject({ method: 'GET', url: `/api/v1${path}`, headers })).statusCode
}
const enter = (change: Partial<BudgetCreate>) =>
  server.current.call(people().departmentAdmin, budgets.create, { body: aLine(change) })
async function active(change: Partial<BudgetCreate>): Promise<void> {
  const { id, version } = await well(enter(change))
  const body = { version, comment: '' }
  await well(server.current.call(people().centre, budgets.accept, { params: { id }, body }))
}

describe('R270: infrastructure in new projects', () => {
  async function filed(items: ProjectFilingCreate['items'], name: string) {
    const { call, world } = server.current
    const draft = await well(
      call(people().departmentAdmin, filings.create, {
        body: {
          bodyId: world.bodies.department,
          name,
          nature: 'new',
          summary: '',
          connection: 'lease',
          exemption: null,
          items,
        },
      }),
    )
    const params = { id: draft.id }
    return call(people().departmentAdmin, filings.submit, { params, body: { version: draft.version } })
  }
  const room = (document: string | null): ProjectFilingCreate['items'][number] => ({
    kind: 'machine-room',
    name: '灾备机房',
    cost: money(8_600_00),
    stateRequirement: document === null ? null : { document, clause: '第三条' },
  })
  const software = { kind: 'software', name: '业务系统', cost: null, stateRequirement: null } as const

  it('R270: lists new projects with what the cloud carries, and why; what the state requires is told apart', async () => {
    const { call, database } = server.current
    const list = async (as: Persona = people().bureau) => well(call(as, operations.duplicates))
    expect((await list()).items).toEqual([])
    expect((await filed([software], '纯软件项目')).status).toBe(200)
    const waiting = await well(filed([software, room('国办发〔2025〕9号')], '国家要求的机房'))
    expect((await list()).items).toMatchObject([
      {
        filing: { no: waiting.no },
        items: [{ number: 2, kind: 'machine-room', finding: 'waiting', document: '国办发〔2025〕9号' }],
        flagged: money(0),
        budgets: 0,
      },
    ])
    await well(
      call(people().bureau, filings.approve, {
        params: { id: waiting.id },
        body: { version: waiting.version, item: 2 },
      }),
    )
    expect((await list()).items[0]?.items[0]?.finding).toBe('exempt')
    // Entered under an older rule, or before there was one: what is filed without a ground is flagged with its cost.
    await database.owner.query(
      `update project_filing_item set requirement_document = null, requirement_clause = null, approved_at = null,
         approved_by_name = null where filing_id = $1 and number = 2`,
      [waiting.id],
    )
    const flagged = await list()
    expect(flagged).toMatchObject({
      items: [{ items: [{ finding: 'flagged' }], flagged: money(8_600_00) }],
      rule: { source: '青政办〔2017〕24号 六', isProductDefault: false },
    })
    expect((await list(people().otherAdmin)).items).toEqual([])
    expect(await fetched(people().bureau, operations.exportDuplicates.path)).toBe(200)
    expect((await call(people().providerAdmin, operations.duplicates)).status).toBe(403)
  })

  it('R270: flags what the catalogue carries by its service, and the lines that budget for it all the same', async () => {
    const { call } = server.current
    const built = {
      kind: 'other',
      name: '应用服务器 6 台',
      cost: money(400_000_00),
      stateRequirement: null,
    } as const
    const refusal = async (item: ProjectFilingCreate['items'][number]) =>
      (
        await call(people().departmentAdmin, filings.create, {
          body: {
            bodyId: server.current.world.bodies.department,
            name: '自建',
            nature: 'new',
            summary: '',
            connection: 'lease',
            exemption: null,
            items: [item],
          },
        })
      ).problem.reason
    expect(await refusal({ ...built, offeringCode: 'no-such-service' })).toBe(
      'project-filing.offering_not_found',
    )
    expect(await refusal({ ...built, kind: 'cloud-lease', offeringCode: 'cloud-host' })).toBe(
      'project-filing.offering_not_expected',
    )
    const project = await well(filed([software, { ...built, offeringCode: 'cloud-host' }], '自建服务器'))
    expect(project.items[1]).toMatchObject({ offering: { code: 'cloud-host', title: { zh: '云主机' } } })
    const accepted = await well(
      call(people().bureau, filings.accept, {
        params: { id: project.id },
        body: { version: project.version, comment: '' },
      }),
    )
    await well(enter({ filingId: accepted.id, purpose: 'hardware', amount: money(100_00) }))
    await active({ filingId: accepted.id, purpose: 'cloud', amount: money(50_00) })
    const [row] = (await well(call(people().bureau, operations.duplicates))).items
    expect(row).toMatchObject({
      filing: { no: project.no },
      items: [{ number: 2, finding: 'flagged', offering: { code: 'cloud-host' } }],
      flagged: money(400_000_00),
      lines: [
        { purpose: 'cloud', state: 'active', flagged: false },
        { purpose: 'hardware', state: 'proposed', flagged: true, amount: money(100_00) },
      ],
      budgets: 2,
      budgeted: money(150_00),
    })
  })

  it('R270: a line for infrastructure of its own is listed though the filing says nothing of it; an exempt project is not flagged', async () => {
    const { call, world } = server.current
    const plain = await well(filed([software], '未申报设施'))
    const accepted = await well(
      call(people().bureau, filings.accept, {
        params: { id: plain.id },
        body: { version: plain.version, comment: '' },
      }),
    )
    await well(enter({ filingId: accepted.id, purpose: 'machine-room', amount: money(70_00) }))
    const draft = await well(
      call(people().departmentAdmin, filings.create, {
        body: {
          bodyId: world.bodies.department,
          name: '涉密项目',
          nature: 'new',
          summary: '',
          connection: 'exempt',
          exemption: { ground: 'high-secrecy', reason: '保密要求较高', document: '保密审查意见〔2026〕3号' },
          items: [{ ...software, offeringCode: 'cloud-host' }],
        },
      }),
    )
    const sent = await well(
      call(people().departmentAdmin, filings.submit, {
        params: { id: draft.id },
        body: { version: draft.version },
      }),
    )
    const rows = async () => (await well(call(people().bureau, operations.duplicates))).items.slice(0, 2)
    expect(await rows()).toMatchObject([
      {
        filing: { no: draft.no },
        items: [{ finding: 'waiting', document: '保密审查意见〔2026〕3号' }],
        lines: [],
      },
      { filing: { no: plain.no }, items: [], lines: [{ purpose: 'machine-room', flagged: true }] },
    ])
    await well(
      call(people().bureau, filings.accept, {
        params: { id: sent.id },
        body: { version: sent.version, comment: '' },
      }),
    )
    expect((await rows())[0]).toMatchObject({ items: [{ finding: 'exempt' }], flagged: money(0) })
  })
})

describe('R272: upkeep is reduced step by step', () => {
  it.each([
    [100_00, 80_00, 20, true, 80_00, 0],
    [100_00, 90_00, 20, true, 80_00, 10_00],
    [99, 99, 50, true, 49, 50],
    [0, 10_00, 20, true, 0, 10_00],
    [100_00, 300_00, 20, false, 300_00, 0],
  ])(
    'from %i to %i by %i%% (applies: %s) allows %i, %i beyond',
    (before, planned, percent, applies, allowed, beyond) => {
      const cut = cutOf({ beforeMinor: before, plannedMinor: planned }, { percent, applies })
      expect([cut.allowedMinor, cut.beyondMinor]).toEqual([allowed, beyond])
    },
  )

  it('R272: never allows more than the rule, and what is saved on one pays for no other', () => {
    const amount = fc.integer({ min: 0, max: 9_000_000_000_000 })
    const upkeep = fc.record({ beforeMinor: amount, plannedMinor: amount })
    fc.assert(
      fc.property(fc.array(upkeep, { maxLength: 3 }), fc.integer({ min: 0, max: 100 }), (all, percent) => {
        const cuts = all.map((each) => cutOf(each, { percent, applies: true }))
        for (const cut of cuts)
          expect(BigInt(cut.allowedMinor) * 100n).toBeLessThanOrEqual(
            BigInt(cut.beforeMinor) * BigInt(100 - percent),
          )
        expect(sumOfCuts(cuts).beyondMinor).toBe(cuts.reduce((sum, { beyondMinor }) => sum + beyondMinor, 0))
      }),
    )
  })

  it('R272: lists each body with this year beside the last, by the rule in force', async () => {
    const { call } = server.current
    await active({ fiscalYear: 2025, amount: money(100_000_00) })
    await active({ fiscalYear: 2026, amount: money(90_000_00) })
    await active({ fiscalYear: 2025, purpose: 'network', amount: money(50_000_00) })
    await active({ fiscalYear: 2026, purpose: 'network', amount: money(30_000_00) })
    // Neither what is only proposed nor what pays for the cloud counts.
    await well(enter({ fiscalYear: 2026, amount: money(1) }))
    await active({ fiscalYear: 2026, purpose: 'cloud', amount: money(1) })
    const answer = await well(call(people().bureau, operations.reductions, { query: { fiscalYear: 2026 } }))
    expect(answer.rule).toEqual({
      source: '产品默认值',
      isProductDefault: true,
      percent: 20,
      fromYear: 2018,
    })
    expect(answer.items).toMatchObject([
      {
        body: { name: 'Body department' },
        state: 'beyond',
        hardware: {
          before: money(100_000_00),
          allowed: money(80_000_00),
          planned: money(90_000_00),
          beyond: money(10_000_00),
        },
        network: { allowed: money(40_000_00), planned: money(30_000_00), beyond: money(0) },
        machineRoom: { before: money(0), planned: money(0) },
        total: { before: money(150_000_00), beyond: money(10_000_00) },
      },
    ])
    expect((await well(call(people().otherAdmin, operations.reductions))).items).toEqual([])
    expect(await fetched(people().bureau, operations.exportReductions.path)).toBe(200)
  })
})

describe('R273: funds that stop', () => {
  it('R273: lists systems that should be on the cloud and are not; the leading group’s evidence stops their upkeep', async () => {
    const { call, world, database } = server.current
    const system = await well(
      call(people().departmentAdmin, systemOperations.create, {
        body: aSystem(world, {
          code: 'old-room',
          kind: 'stock',
          deployment: 'to-migrate',
          lifecycle: 'running',
        }),
      }),
    )
    const list = async (as: Persona, fiscalYear = 2026) =>
      well(call(as, operations.stops, { query: { fiscalYear } }))
    expect((await list(people().bureau)).items).toMatchObject([
      { system: { id: system.id }, standing: 'absent', evidence: [], upkeep: money(0) },
    ])
    expect((await list(people().bureau, 2019)).items).toEqual([])
    expect((await list(people().otherAdmin)).items).toEqual([])
    await active({ systemId: system.id, amount: money(20_000_00) })
    // What keeps up the body as a whole stands beside it: 90,000 for hardware and 30,000 for networks.
    expect((await list(people().bureau)).items[0]).toMatchObject({
      upkeep: money(20_000_00),
      bodyUpkeep: money(120_000_00),
      lines: [{ isOfSystem: true, amount: money(20_000_00) }, { isOfSystem: false }, { isOfSystem: false }],
    })

    const add = (as: Persona, fiscalYear = 2026) =>
      call(as, operations.addStopFile, {
        params: { id: system.id },
        body: {
          fiscalYear,
          fileName: '未上云核查.txt',
          mediaType: 'text/plain',
          note: '',
          contentBase64: Buffer.from('核查记录：系统仍在自建机房。').toString('base64'),
        },
      })
    expect((await add(people().bureau)).status).toBe(403)
    expect((await add(people().guide)).problem.reason).toBe('budget.not_leading_group')
    // The guide of this world now sits in the leading group's office.
    await database.owner.query(`update body set kind = 'leading-group', guide_field = null where id = $1`, [
      world.bodies.guide,
    ])
    expect((await add(people().guide, 2019)).problem.reason).toBe('budget.stop_too_early')
    const waiting = await well(enter({ systemId: system.id, purpose: 'network', amount: money(5_000_00) }))
    const file = await well(add(people().guide))
    // Proposed before the evidence came: it does not come into force. What is in force is not raised, only lowered.
    const accept = async (line: { id: string; version: number }) =>
      call(people().centre, budgets.accept, {
        params: { id: line.id },
        body: { version: line.version, comment: '' },
      })
    expect((await accept(waiting)).problem.reason).toBe('budget.stopped')
    const lines = (await well(call(people().bureau, budgets.list, { query: { fiscalYear: 2026 } }))).items
    const id = lines.find((line) => line.system?.id === system.id && line.state === 'active')?.id ?? ''
    const inForce = await well(call(people().bureau, budgets.get, { params: { id } }))
    const change = (amountMinor: number) => {
      const {
        bodyId: _,
        systemId: __,
        filingId: ___,
        fiscalYear: ____,
        purpose: _____,
        ...fields
      } = aLine({})
      return call(people().departmentAdmin, budgets.change, {
        params: { id },
        body: {
          ...fields,
          amount: money(amountMinor),
          reason: '核定',
          version: inForce.version,
        },
      })
    }
    expect((await change(20_000_01)).problem.reason).toBe('budget.stopped')
    const lowered = await well(change(20_000_00))
    expect((await accept(lowered)).status).toBe(200)
    expect((await list(people().bureau)).items[0]?.evidence).toMatchObject([
      { id: file.id, fileName: '未上云核查.txt', addedBy: 'guide' },
    ])
    const path = `/systems/${system.id}/stop-evidence/${file.id}`
    expect(await fetched(people().departmentAdmin, path)).toBe(200)
    expect(await fetched(people().otherAdmin, path)).toBe(404)
    expect((await enter({ systemId: system.id })).problem.reason).toBe('budget.stopped')
    expect((await enter({ systemId: system.id, fiscalYear: 2027 })).status).toBe(201)
    expect((await enter({ systemId: system.id, purpose: 'migration' })).status).toBe(201)
    expect(await fetched(people().bureau, operations.exportStops.path)).toBe(200)
    expect(
      await database
        .inTx(SCOPE_ALL, (tx) => tx.deleteFrom('budget_stop_evidence').execute())
        .catch((error: Error) => error.message),
    ).toMatch(/permission denied/)
  })
})

describe('R274: budget and bills', () => {
  let systems = 0
  async function systemOf(bodyId: string): Promise<string> {
    const { call, world } = server.current
    const isOther = bodyId === world.bodies.otherDepartment
    const responsible = bodyId === world.bodies.office ? people().officeApplicant : people().departmentAdmin
    systems += 1
    const body = aSystem(world, {
      code: `spends-${systems}`,
      bodyId,
      responsiblePersonId: (isOther ? people().otherAdmin : responsible).personId,
    })
    const creator = isOther ? people().otherAdmin : people().departmentAdmin
    return (await well(call(creator, systemOperations.create, { body }))).id
  }
  const bill = async (bodyId: string, month: string, amountMinor: number): Promise<void> => {
    const { ids } = server.current
    const ctx = setupCtx(server.current)
    const order = { systemId: await systemOf(bodyId), request: null, lines: [], resourceIds: [] }
    const orders = [{ ...order, amountMinor: BigInt(amountMinor) }]
    await ctx.inTx((tx) => chargeBill(ctx, tx, { billId: ids.next(), bodyId, month, isFinal: false, orders }))
  }
  const enterLine = async (bodyId: string, amountMinor: number) => {
    const { call } = server.current
    const { id, version } = await well(
      call(people().centre, budgets.create, {
        body: aLine({ bodyId, purpose: 'cloud', amount: money(amountMinor) }),
      }),
    )
    await well(call(people().bureau, budgets.accept, { params: { id }, body: { version, comment: '' } }))
  }
  const seen = async (as: Persona, bodyId: string, by: 'body' | 'system' | 'project' = 'body') =>
    (
      await well(server.current.call(as, operations.comparisons, { query: { fiscalYear: 2026, by } }))
    ).items.find(({ subject }) => subject.id === bodyId)

  it('R274: a parent whose line pays for a body beneath shows what that spends; the body shows what it spends itself', async () => {
    const { department, office } = server.current.world.bodies
    await enterLine(department, 10_000_00)
    await bill(office, '2026-07-01', 300_00)
    await bill(office, '2026-08-01', 500_00)
    expect(await seen(people().centre, department)).toMatchObject({
      hasLines: true,
      billed: money(300_00 + 500_00),
      // Four months to come at the mean of the two bills.
      forecast: { amount: money(800_00 + 4 * 400_00), low: money(800_00 + 4 * 300_00), bills: 2 },
      own: { billed: money(0) },
    })
    expect(await seen(people().centre, office)).toMatchObject({
      hasLines: false,
      budget: money(0),
      billed: money(0),
      own: { billed: money(800_00), notBudgeted: money(0) },
    })
    // Each figure is that of the entries that it leads to.
    const entries = async (query: object) =>
      (await well(server.current.call(people().centre, budgets.actuals, { query }))).items.length
    expect(await entries({ spenderBodyId: department, fiscalYear: 2026 })).toBe(0)
    expect(await entries({ spenderBodyId: office, fiscalYear: 2026 })).toBe(2)
    expect(await entries({ payerBodyId: department, fiscalYear: 2026 })).toBe(2)
  })

  it('R274: of a new year’s line the mean is of the bills that it paid, not of those before it', async () => {
    const { department } = server.current.world.bodies
    const { call } = server.current
    const of = async (month: string, amountMinor: number) => bill(department, month, amountMinor)
    await of('2029-11-01', 900_00)
    await of('2029-12-01', 900_00)
    const { id, version } = await well(
      call(people().centre, budgets.create, {
        body: aLine({ purpose: 'cloud', fiscalYear: 2030, amount: money(20_000_00) }),
      }),
    )
    await well(call(people().bureau, budgets.accept, { params: { id }, body: { version, comment: '' } }))
    await of('2030-01-01', 600_00)
    const { forecast, months } = await well(call(people().centre, budgets.get, { params: { id } }))
    expect(forecast).toMatchObject({ amount: money(12 * 600_00), low: money(12 * 600_00), bills: 1 })
    expect(months.map(({ basis }) => basis)).toEqual(['billed', ...Array.from({ length: 11 }, () => 'mean')])
    const { items } = await well(
      call(people().centre, operations.comparisons, { query: { fiscalYear: 2030 } }),
    )
    // What the body spends itself knows the bills of the year before.
    expect(items.find(({ subject }) => subject.id === department)).toMatchObject({
      forecast: { amount: money(12 * 600_00) },
      own: { forecast: { amount: money(600_00 + 11 * 800_00), high: money(600_00 + 11 * 900_00), bills: 3 } },
    })
  })

  it('R274: what nobody budgets for is told as such; other departments see nothing of it', async () => {
    const { otherDepartment } = server.current.world.bodies
    await bill(otherDepartment, '2026-07-01', 70_00)
    expect(await seen(people().otherAdmin, otherDepartment)).toMatchObject({
      hasLines: false,
      own: { billed: money(70_00), notBudgeted: money(70_00) },
    })
    expect(await seen(people().departmentAdmin, otherDepartment)).toBeUndefined()
    expect(await fetched(people().bureau, operations.exportComparisons.path)).toBe(200)
    const { items } = await well(
      server.current.call(people().centre, operations.comparisons, {
        query: { fiscalYear: 2026, by: 'system' },
      }),
    )
    expect(items.length).toBeGreaterThanOrEqual(3)
    expect(items.reduce((sum, { own }) => sum + own.billed.amountMinor, 0)).toBe(870_00)
  })
})
