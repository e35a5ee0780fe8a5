import { type OfferingCreate, catalogueOperations as offerings } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { systemActor } from '../../platform/create-context.ts'
import { installCatalogue, resolveLines } from './index.ts'

const server = useServer()

beforeAll(async () => {
  const { composition, ids } = server.current
  const ctx = composition.makeCtx(systemActor('setup'), {
    requestId: ids.next(),
    address: null,
    operation: null,
  })
  await installCatalogue(ctx)
  // Twice: what is there stays as it is.
  await installCatalogue(ctx)
})

let made = 0
function anOffering(parts: Partial<OfferingCreate> = {}): OfferingCreate {
  made += 1
  return {
    code: `offering-${made}`,
    serviceClass: 'iaas',
    family: 'infrastructure',
    part: 'base-layer',
    title: { zh: `服务 ${made}`, en: `Offering ${made}` },
    summary: { zh: '', en: '' },
    fulfilment: { by: 'work-order', workingDays: 3 },
    sla: { availabilityPercent: null, text: { zh: '', en: '' } },
    plans: [
      {
        code: 'one',
        title: { zh: '一', en: 'One' },
        isRecommended: true,
        dimensions: [{ dimension: 'instance', amount: { fixed: 1 } }],
        parameters: { type: 'object', properties: {}, additionalProperties: false },
      },
    ],
    compatibility: null,
    ...parts,
  }
}

const contentOf = ({ title, summary, fulfilment, sla, plans, compatibility }: OfferingCreate) => ({
  title,
  summary,
  fulfilment,
  sla,
  plans,
  compatibility,
})

describe('offerings', () => {
  it('are kept by the regulator of the whole platform only', async () => {
    const { call, world } = server.current
    const { departmentAdmin, countyBureau, providerAdmin, bureau } = world.people
    const statusOf = async (persona: typeof bureau) =>
      (await call(persona, offerings.create, { body: anOffering() })).status
    expect(await Promise.all([departmentAdmin, countyBureau, providerAdmin, bureau].map(statusOf))).toEqual([
      403, 403, 403, 201,
    ])
  })

  it('refuses a plan that takes unknown keys, saying which plan and why', async () => {
    const { call, world } = server.current
    const [plan] = anOffering().plans
    const body = anOffering({
      plans: [
        {
          ...(plan as never as OfferingCreate['plans'][number]),
          parameters: { type: 'object', properties: {} },
        },
      ],
    })
    const answer = await call(world.people.bureau, offerings.create, { body })
    expect(answer.problem).toMatchObject({ status: 400, reason: 'offering.plan_invalid' })
    expect(answer.problem.detail).toContain('additionalProperties')
  })

  it('keeps codes apart, also when two come at once', async () => {
    const { call, world } = server.current
    const body = anOffering()
    const answers = await Promise.all([1, 2].map(() => call(world.people.bureau, offerings.create, { body })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
  })

  it('shows drafts to nobody but their keepers, and nothing can be applied for before publication', async () => {
    const { call, world } = server.current
    const { bureau, departmentApplicant } = world.people
    const { body: draft } = await call(bureau, offerings.create, { body: anOffering() })
    const params = { id: draft.id }
    expect(draft).toMatchObject({ state: 'draft', itemVersion: 1, publishedAt: null })
    expect((await call(departmentApplicant, offerings.get, { params })).status).toBe(404)
    const published = await call(bureau, offerings.publish, { params, body: { version: draft.version } })
    expect(published.body).toMatchObject({ state: 'published', draftVersion: null })
    expect((await call(departmentApplicant, offerings.get, { params })).body.plans).toHaveLength(1)
  })

  it('R85, R92: a later version says what changes, and the earlier one stays as it was', async () => {
    const { call, world, database } = server.current
    const { bureau } = world.people
    const created = anOffering()
    const { body: draft } = await call(bureau, offerings.create, { body: created })
    const params = { id: draft.id }
    const first = (await call(bureau, offerings.publish, { params, body: { version: 1 } })).body
    const change = { ...contentOf(created), title: { zh: '新名', en: 'New name' }, version: first.version }
    const second = (await call(bureau, offerings.update, { params, body: change })).body
    expect(second).toMatchObject({ itemVersion: 2, title: { en: 'New name' }, draftVersion: 2 })
    const early = await call(bureau, offerings.publish, { params, body: { version: second.version } })
    expect(early.problem.reason).toBe('offering.compatibility_required')
    const compatibility = { zh: '接口不变', en: 'Interfaces stay' }
    const again = (
      await call(bureau, offerings.update, {
        params,
        body: { ...change, compatibility, version: second.version },
      })
    ).body
    const stale = await call(bureau, offerings.publish, { params, body: { version: second.version } })
    expect(stale.problem.reason).toBe('common.version_stale')
    const published = (await call(bureau, offerings.publish, { params, body: { version: again.version } }))
      .body
    expect(published).toMatchObject({ itemVersion: 2, title: { en: 'New name' } })
    const old = await call(world.people.departmentApplicant, offerings.get, {
      params,
      query: { itemVersion: 1 },
    })
    expect(old.body.title).toEqual(created.title)
    const line = { planId: first.plans[0]?.id ?? '', quantity: 1, parameters: {} }
    const [resolved] = await resolveLines(database.as({ all: true }), [line])
    expect(resolved?.plan).toMatchObject({ itemVersion: 1, isPublished: true, isCurrent: false })
    const meddle = database.owner.query(`update plan set title = '{}' where id = $1`, [line.planId])
    await expect(meddle).rejects.toThrow(/do not change/)
  })

  it('R74 the container service has its states and a record of its versions: offered, revised, withdrawn', async () => {
    const { call, world } = server.current
    const { bureau, departmentApplicant } = world.people
    const { items } = (await call(departmentApplicant, offerings.list, { query: { q: '容器' } })).body
    const offering = items[0] as (typeof items)[number]
    expect(offering).toMatchObject({ code: 'container-service', serviceClass: 'paas', state: 'published' })
    const params = { id: offering.id }
    const recordOf = async (as: typeof bureau) =>
      (await call(as, offerings.versions, { params })).body.items.map(
        ({ itemVersion, standing, compatibility }) => [itemVersion, standing, compatibility?.zh ?? null],
      )
    expect(await recordOf(departmentApplicant)).toEqual([[1, 'current', null]])

    const plans = offering.plans.map(({ id: _, ...plan }) => plan)
    const { title, summary, fulfilment, sla } = offering
    const compatibility = { zh: '原有集群不受影响', en: 'Clusters that run stay as they are' }
    const body = { title, summary, fulfilment, sla, plans, compatibility, version: offering.version }
    const draft = (await call(bureau, offerings.update, { params, body })).body
    // A draft is nobody's business but its keepers'.
    expect(await recordOf(departmentApplicant)).toEqual([[1, 'current', null]])
    expect((await recordOf(bureau))[0]).toEqual([2, 'draft', compatibility.zh])
    const revised = (await call(bureau, offerings.publish, { params, body: { version: draft.version } })).body
    expect(await recordOf(departmentApplicant)).toEqual([
      [2, 'current', compatibility.zh],
      [1, 'earlier', null],
    ])
    const gone = await call(bureau, offerings.withdraw, { params, body: { version: revised.version } })
    expect(gone.body.state).toBe('withdrawn')
    expect(await recordOf(bureau)).toHaveLength(2)
  })

  it('R75 keeps whether a plan is domestic with its version, and leaves out what nobody said', async () => {
    const { call, world, database } = server.current
    const { bureau, departmentApplicant } = world.people
    const [plan] = anOffering().plans as [OfferingCreate['plans'][number]]
    const plans = [
      { ...plan, code: 'domestic', isDomestic: true },
      { ...plan, code: 'foreign', isDomestic: false },
      { ...plan, code: 'unsaid' },
    ]
    const { body: draft } = await call(bureau, offerings.create, { body: anOffering({ plans }) })
    const params = { id: draft.id }
    await call(bureau, offerings.publish, { params, body: { version: draft.version } })
    const shown = (await call(departmentApplicant, offerings.get, { params })).body.plans
    expect(shown.map((one) => [one.code, one.isDomestic])).toEqual([
      ['domestic', true],
      ['foreign', false],
      ['unsaid', undefined],
    ])
    const lines = shown.map(({ id }) => ({ planId: id, quantity: 1, parameters: {} }))
    const resolved = await resolveLines(database.as({ all: true }), lines)
    expect(resolved.map((one) => one?.plan.isDomestic)).toEqual([true, false, undefined])
  })

  it('R73 shows who answers for an item, of items for which somebody does', async () => {
    const { call, world } = server.current
    const { bureau, departmentApplicant } = world.people
    for (const owner of ['operations', undefined] as const) {
      const body = anOffering(owner === undefined ? {} : { owner })
      const { body: draft } = await call(bureau, offerings.create, { body })
      const params = { id: draft.id }
      await call(bureau, offerings.publish, { params, body: { version: draft.version } })
      expect((await call(departmentApplicant, offerings.get, { params })).body.owner).toBe(owner)
    }
  })

  it('lists by family, class and part, pages by key, and hides what was withdrawn', async () => {
    const { call, world } = server.current
    const { bureau, departmentApplicant } = world.people
    const codes = async (query: Record<string, unknown>) =>
      (
        await call(departmentApplicant, offerings.list, { query: { pageSize: 200, ...query } })
      ).body.items.map((item) => item.code)
    expect(await codes({ serviceClass: 'saas' })).toContain('cloud-desktop')
    expect(await codes({ serviceClass: 'saas' })).not.toContain('database-service')
    expect(await codes({ q: '防火墙' })).toEqual(['cloud-firewall'])
    expect(await codes({ part: 'security-guarantee' })).toContain('vpn')
    const { body: draft } = await call(bureau, offerings.create, { body: anOffering() })
    const { body: published } = await call(bureau, offerings.publish, {
      params: { id: draft.id },
      body: { version: 1 },
    })
    expect(await codes({})).toContain(published.code)
    await call(bureau, offerings.withdraw, { params: { id: draft.id }, body: { version: published.version } })
    expect(await codes({})).not.toContain(published.code)
  })
})
