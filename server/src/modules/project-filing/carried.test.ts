import {
  projectFilingOperations as operations,
  type ProjectFiling,
  type ProjectFilingCreate,
  ruleSetOperations,
} from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { carrierOf, lowestPrices } from './carried.ts'
import { carriedFindings } from './project-filing.ts'

const HOST = { code: 'cloud-host', title: { zh: '云主机', en: 'Cloud host' } }
const DESKTOP = { code: 'cloud-desktop', title: { zh: '云桌面', en: 'Cloud desktop' } }
const DATABASE = { code: 'database-service', title: { zh: '数据库', en: 'Database' } }
const LONGER = { code: 'database-audit', title: { zh: '数据库审计', en: 'Database audit' } }
const OFFERINGS = [HOST, DESKTOP, DATABASE, LONGER]

describe('R270: what of the catalogue would carry an item', () => {
  it.each([
    [
      'what its author names',
      { kind: 'other', name: '应用服务器 4 台', offeringCode: 'cloud-host' },
      'cloud-host',
    ],
    ['what it is called', { kind: 'other', name: '购置云桌面终端许可', offeringCode: null }, 'cloud-desktop'],
    ['in English as well', { kind: 'software', name: 'Own CLOUD host', offeringCode: null }, 'cloud-host'],
    [
      'the longest of several',
      { kind: 'security', name: '数据库审计设备', offeringCode: null },
      'database-audit',
    ],
    [
      'nothing that is called otherwise',
      { kind: 'software', name: '业务系统开发', offeringCode: null },
      undefined,
    ],
    ['never a lease', { kind: 'cloud-lease', name: '云主机租用', offeringCode: null }, undefined],
    ['never a machine room', { kind: 'machine-room', name: '云主机机房', offeringCode: null }, undefined],
  ] as const)('is %s', (_, item, code) => {
    expect(carrierOf(item, OFFERINGS)?.code).toBe(code)
  })

  it('costs the lowest first price above nothing of any list, per dimension, whatever their order (property)', () => {
    const price = fc
      .integer({ min: 1, max: 99_999 })
      .map((fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`)
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 20 }), (prices) => {
        const lines = prices.map((unitPrice) => ({
          offeringCode: 'cloud-host',
          dimension: 'vcpu' as const,
          per: 'month' as const,
          tiers: [
            { upTo: 2, unitPrice: '0' },
            { upTo: null, unitPrice },
          ],
        }))
        const [found] = lowestPrices(lines, 'cloud-host')
        expect(Number(found?.unitPrice)).toBe(Math.min(...prices.map(Number)))
        expect(lowestPrices(lines, 'cloud-desktop')).toEqual([])
      }),
    )
  })

  const PRICED = { ...HOST, prices: [] }
  const stateOf = (
    parts: object,
    refused: boolean,
    nature: 'new' | 'continued' = 'new',
    connection: 'lease' | 'exempt' = 'lease',
  ) =>
    carriedFindings(
      {
        nature,
        connection,
        items: [{ number: 1, kind: 'other', isApproved: false, carrier: PRICED, ownReason: null, ...parts }],
      },
      { carried: { value: refused, source: '产品默认值', isProductDefault: true } },
    )[0]?.state

  it('is said where the rules only warn, and refused without an approved reason where they refuse', () => {
    const reason = { ownReason: '专用设备，目录规格不适用' }
    const approved = { ...reason, isApproved: true }
    expect([{}, reason, approved].map((parts) => stateOf(parts, false))).toEqual(['warn', 'warn', 'pass'])
    expect([{}, reason, approved].map((parts) => stateOf(parts, true))).toEqual(['block', 'open', 'pass'])
  })

  it('is asked of new projects by lease alone', () => {
    expect(stateOf({}, true, 'continued')).toBeUndefined()
    expect(stateOf({}, true, 'new', 'exempt')).toBeUndefined()
    expect(stateOf({ carrier: null }, true)).toBeUndefined()
  })
})

describe('R270: a filing with what the catalogue carries', () => {
  const server = useServer()
  const people = () => server.current.world.people
  const SERVERS = {
    kind: 'other',
    name: '应用服务器 6 台',
    cost: { amountMinor: 400_000_00, currency: 'CNY' },
    stateRequirement: null,
    offeringCode: 'cloud-host',
  } as const
  const fields = (item: Partial<ProjectFilingCreate['items'][number]> = {}) => ({
    name: '自建服务器',
    nature: 'new' as const,
    summary: '',
    connection: 'lease' as const,
    exemption: null,
    items: [{ ...SERVERS, ...item }],
  })
  const file = (item: Partial<ProjectFilingCreate['items'][number]> = {}) =>
    well(
      server.current.call(people().departmentAdmin, operations.create, {
        body: { bodyId: server.current.world.bodies.department, ...fields(item) },
      }),
    )
  const submit = ({ id, version }: ProjectFiling) =>
    server.current.call(people().departmentAdmin, operations.submit, { params: { id }, body: { version } })
  const accept = ({ id, version }: ProjectFiling, as: Persona = people().bureau) =>
    server.current.call(as, operations.accept, { params: { id }, body: { version, comment: '' } })
  const approve = ({ id, version }: ProjectFiling, as: Persona = people().bureau) =>
    server.current.call(as, operations.approve, { params: { id }, body: { version, item: 1 } })
  const carried = (filing: ProjectFiling) => filing.findings.find(({ rule }) => rule === 'carried')

  it('takes a reason only where something is built', async () => {
    const { call, world } = server.current
    const refused = await call(people().departmentAdmin, operations.create, {
      body: {
        bodyId: world.bodies.department,
        ...fields({ kind: 'cloud-lease', offeringCode: null, ownReason: '自建' }),
      },
    })
    expect(refused.problem.reason).toBe('project-filing.own_reason_not_expected')
  })

  it('warns its author before it is saved and its reviewer when he decides, with the service and its price', async () => {
    const preview = await well(
      server.current.call(people().departmentAdmin, operations.preview, {
        body: {
          bodyId: server.current.world.bodies.department,
          nature: 'new',
          connection: 'lease',
          items: [
            { kind: 'software', name: '业务系统开发', offeringCode: null, ownReason: null },
            { kind: 'other', name: SERVERS.name, offeringCode: 'cloud-host', ownReason: null },
          ],
        },
      }),
    )
    expect(preview.kinds).not.toContain('machine-room')
    expect(preview.findings).toMatchObject([{ rule: 'carried', item: 2, state: 'warn', requirement: 'R270' }])
    const draft = await file()
    expect(carried(draft)).toMatchObject({
      state: 'warn',
      reason: null,
      carrier: { code: 'cloud-host', title: { zh: '云主机' } },
      source: '青政办〔2017〕24号 六',
      isProductDefault: true,
    })
    const months = carried(draft)?.carrier?.prices.filter(({ per }) => per === 'month') ?? []
    expect(months.map(({ dimension }) => dimension)).toContain('vcpu')
    expect(months.every(({ unitPrice }) => Number(unitPrice) > 0)).toBe(true)
    const submitted = await well(submit(draft))
    const seen = await well(
      server.current.call(people().bureau, operations.get, { params: { id: submitted.id } }),
    )
    expect(carried(seen)?.state).toBe('warn')
    expect(seen.actions.accept.allowed).toBe(true)
    expect((await well(accept(seen))).state).toBe('accepted')
  })

  it('refuses it where the rules say so, unless a reason is given, approved by who decides, and kept', async () => {
    const { call, clock, database } = server.current
    const rules = await well(
      call(people().centre, ruleSetOperations.create, {
        body: {
          effectiveFrom: '2026-12-01',
          reason: '新建项目一律不再自建目录可承载的内容',
          items: [
            {
              code: 'filing.carried.refused',
              value: true,
              source: '省财政厅通知（样例）',
              isProductDefault: false,
            },
          ],
        },
      }),
    )
    await well(
      call(people().bureau, ruleSetOperations.publish, {
        params: { id: rules.id },
        body: { version: rules.version },
      }),
    )
    clock.set('2026-12-02T02:00:00.000Z')
    const bare = await file()
    expect(bare.actions.submit).toEqual({ allowed: false, reason: 'project-filing.carried' })
    const refused = await submit(bare)
    expect(refused.problem.reason).toBe('project-filing.carried')
    expect(refused.problem.text.zh).toContain('第 1 项')
    expect(refused.problem.text.zh).toContain('青政办〔2017〕24号 六')

    const reasoned = await well(submit(await file({ ownReason: '须接入专用加密机，目录规格不适用。' })))
    expect(carried(reasoned)).toMatchObject({ state: 'open', isProductDefault: false })
    expect((await accept(reasoned)).problem.reason).toBe('project-filing.carried_open')
    expect((await approve(reasoned, people().departmentAdmin)).status).toBe(403)
    const approved = await well(approve(reasoned))
    expect(approved.items[0]).toMatchObject({
      ownReason: '须接入专用加密机，目录规格不适用。',
      approvedBy: 'bureau',
    })
    expect(carried(approved)?.state).toBe('pass')
    expect((await well(accept(approved))).state).toBe('accepted')
    // The database itself takes no approval without a reason or a document.
    await expect(
      database.owner.query(
        `update project_filing_item set own_reason = null where filing_id = $1 and approved_at is not null`,
        [approved.id],
      ),
    ).rejects.toThrow(/project_filing_item_approved/)
  })
})
