import {
  DEFAULT_WEIGHTS,
  DIMENSIONS,
  type PriceVersionCreate,
  priceOperations as prices,
} from '@yunheng/contract'
import excel from 'exceljs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../../test/kit/server.ts'
import { systemActor } from '../../../../platform/create-context.ts'
import { installCatalogue } from '../../index.ts'
import type { PriceLine } from '../price-in-force.ts'
import { COLUMNS } from './columns.ts'
import { readRow } from './read-rows.ts'

const POOL = '00000000-0000-7000-8000-00000000000a'
const pools = new Map([
  ['专属池', [POOL]],
  ['同名池', [POOL, '00000000-0000-7000-8000-00000000000b']],
])

const anyPrice = fc.tuple(fc.nat(9999), fc.nat(99)).map(([whole, part]) => `${whole}.${part}1`)
const anyWhole = {
  position: fc.constant(0),
  offeringCode: fc.constantFrom('cloud-host', 'vpn'),
  planCode: fc.constantFrom(null, 'c4m8'),
  poolId: fc.constantFrom(null, POOL),
  dimension: fc.constantFrom(...DIMENSIONS),
  per: fc.constantFrom('month' as const, 'once' as const),
  tiers: fc
    .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000_000 }), { maxLength: 9 }), anyPrice)
    .map(([ends, unitPrice]) => [...ends, null].map((upTo) => ({ upTo, unitPrice }))),
  weights: fc.constantFrom(DEFAULT_WEIGHTS, { stopped: '0.5', unseen: '0' }),
}
const anyIncluded = fc.uniqueArray(
  fc.record({ dimension: fc.constantFrom(...DIMENSIONS), amount: fc.integer({ min: 1, max: 1_000_000 }) }),
  { minLength: 1, maxLength: 15, selector: ({ dimension }) => dimension },
)
const anyLine: fc.Arbitrary<PriceLine> = fc.oneof(
  fc.record(anyWhole),
  fc.record({ ...anyWhole, includes: anyIncluded }),
)

describe('rows of a workbook', () => {
  it('read as what was written, in either language (property)', () => {
    fc.assert(
      fc.property(anyLine, fc.constantFrom('zh' as const, 'en' as const), (line, language) => {
        const cells = COLUMNS.map(({ value }) => {
          const shown = value(line, new Map([[POOL, '专属池']]))
          return typeof shown === 'string' ? shown : shown[language]
        })
        const { position: _, ...whole } = line
        expect(readRow(cells, pools)).toEqual({ line: whole, error: null })
      }),
    )
  })

  it.each([
    [['vpn', '', '', '没有的', '每月', '1'], '没有计价项“没有的”'],
    [['vpn', '', '', '账号', '每年', '1'], '周期只能是'],
    [['vpn', '', '', '账号', '每月', '一元'], '单价应写作'],
    [['vpn', '', '', '账号', '每月', '100:; *:1'], '单价应写作'],
    [['vpn', '', '', '账号', '每月', '-1'], '单价应写作'],
    [['vpn', '', '', '账号', '每月', '1', '1.5'], '计费比例'],
    [['vpn', '', '同名池', '账号', '每月', '1'], '有多个资源池'],
    [['vpn', '', '', '账号', '每月', '1', '', '', '账号 1'], '套餐包含应写作'],
  ])('%j is told', (cells, why) => {
    expect(readRow(cells, pools).error).toContain(why)
  })
})

const server = useServer()

beforeAll(async () => {
  const { composition, ids } = server.current
  await installCatalogue(
    composition.makeCtx(systemActor('setup'), { requestId: ids.next(), address: null, operation: null }),
  )
})

async function givenDraft(effectiveFrom: string) {
  const { call, world } = server.current
  const line: PriceVersionCreate['lines'][number] = {
    offeringCode: 'cloud-host',
    planCode: null,
    poolId: null,
    dimension: 'vcpu',
    per: 'month',
    tiers: [{ upTo: null, unitPrice: '46' }],
    weights: DEFAULT_WEIGHTS,
  }
  const { body } = await call(world.people.centre, prices.create, {
    body: {
      name: '合同价',
      effectiveFrom,
      effectiveTo: null,
      source: '合同',
      isProductDefault: false,
      providerBodyId: null,
      proration: 'day',
      pinsOrders: false,
      termFactors: [],
      lines: [line, { ...line, dimension: 'memory-gib', tiers: [{ upTo: null, unitPrice: '17' }] }],
    },
  })
  return body
}

async function open(content: Buffer): Promise<excel.Worksheet> {
  const workbook = new excel.Workbook()
  await workbook.xlsx.load(content as unknown as ArrayBuffer)
  return workbook.worksheets[0] as excel.Worksheet
}

/** What was downloaded, changed as a person would. */
async function changed(id: string, change: (sheet: excel.Worksheet) => void): Promise<string> {
  const { world, api } = server.current
  const file = await api.inject({
    url: `/api/v1/prices/${id}/workbook`,
    headers: { authorization: `Bearer ${world.people.centre.postId}` },
  })
  expect(file.statusCode).toBe(200)
  const sheet = await open(file.rawPayload)
  change(sheet)
  return Buffer.from(await sheet.workbook.xlsx.writeBuffer()).toString('base64')
}

describe('the prices of a draft as a workbook', () => {
  it('come back with their errors beside the rows, and then nothing is done', async () => {
    const { call, world } = server.current
    const draft = await givenDraft('2026-10-01')
    const contentBase64 = await changed(draft.id, (sheet) => {
      sheet.getRow(2).getCell(6).value = '100:0; 50:1; *:2'
      sheet.getRow(3).getCell(1).value = 'no-such'
    })
    const input = { params: { id: draft.id }, body: { version: draft.version, contentBase64 } }
    const { body } = await call(world.people.centre, prices.upload, input)
    expect(body).toMatchObject({ rows: 2, errors: 2 })
    const sheet = await open(Buffer.from(body.workbook?.contentBase64 ?? '', 'base64'))
    expect(sheet.getRow(1).getCell(10).value).toBe('错误 / Error')
    expect(sheet.getRow(2).getCell(10).value).toContain('第 2 档的上限须大于上一档的 100')
    expect(sheet.getRow(3).getCell(10).value).toContain('服务目录中没有 no-such')
    const after = await call(world.people.centre, prices.get, { params: { id: draft.id } })
    expect(after.body).toEqual(draft)
  })

  it('replace those of the draft; published prices and whoever does not keep them are left alone', async () => {
    const { call, world } = server.current
    const { centre, bureau } = world.people
    const draft = await givenDraft('2026-11-01')
    const params = { id: draft.id }
    const contentBase64 = await changed(draft.id, (sheet) => {
      sheet.getRow(2).getCell(6).value = '100:0; *:42'
      sheet.getRow(3).getCell(7).value = 0.5
    })
    const body = { version: draft.version, contentBase64 }
    expect((await call(bureau, prices.upload, { params, body })).status).toBe(403)
    expect((await call(centre, prices.upload, { params, body })).body).toEqual({
      rows: 2,
      errors: 0,
      workbook: null,
    })
    const { body: after } = await call(centre, prices.get, { params })
    expect(after.lines.map(({ tiers, weights }) => [tiers, weights.stopped])).toEqual([
      [
        [
          { upTo: 100, unitPrice: '0' },
          { upTo: null, unitPrice: '42' },
        ],
        '1',
      ],
      [[{ upTo: null, unitPrice: '17' }], '0.5'],
    ])
    const stale = await call(centre, prices.upload, { params, body })
    expect(stale.problem.reason).toBe('common.version_stale')
    await call(bureau, prices.publish, { params, body: { version: after.version } })
    const late = await call(centre, prices.upload, { params, body: { ...body, version: after.version + 1 } })
    expect(late.problem.reason).toBe('price.published')
  })

  it('refuses what is no workbook', async () => {
    const { call, world } = server.current
    const draft = await givenDraft('2026-12-01')
    const contentBase64 = Buffer.from('not a workbook').toString('base64')
    const answer = await call(world.people.centre, prices.upload, {
      params: { id: draft.id },
      body: { version: draft.version, contentBase64 },
    })
    expect(answer.problem.reason).toBe('price.workbook_unreadable')
  })
})
