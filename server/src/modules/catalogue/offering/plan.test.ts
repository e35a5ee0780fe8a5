import { FULFILMENT_PARAMETERS, type PlanContent } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CATALOGUE } from '../default-catalogue.ts'
import { DEFAULT_PRICES } from '../default-prices.ts'
import { fillParameters } from './parameters.ts'
import { amountsOf, judgeSpec, problemOfPlans } from './plan.ts'

const schema = (properties: Record<string, unknown>, parts: Record<string, unknown> = {}) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...parts,
})

const plan = (parts: Partial<PlanContent> = {}): PlanContent => ({
  code: 'p',
  title: { zh: '规格', en: 'Plan' },
  isRecommended: true,
  dimensions: [
    { dimension: 'vcpu', amount: { fixed: 4 }, recommended: 8 },
    { dimension: 'root-disk-gib', amount: { parameter: 'disk' }, minimum: 20, recommended: 100 },
  ],
  parameters: schema({
    disk: { type: 'integer', minimum: 1, maximum: 500, default: 40 },
    note: { type: 'string' },
  }),
  ...parts,
})

describe('what a plan must be', () => {
  const disk = { type: 'integer', minimum: 1, default: 40 }
  it.each([
    ['well defined', {}, null],
    [
      'open to unknown keys',
      { parameters: { type: 'object', properties: { disk } } },
      'additionalProperties',
    ],
    ['not an object', { parameters: { type: 'string' } }, 'type'],
    ['with a reference', { parameters: schema({ disk, x: { type: 'string', $ref: 'http://e' } }) }, '$ref'],
    ['with a pattern', { parameters: schema({ disk, x: { type: 'string', pattern: '(a+)+$' } }) }, 'pattern'],
    [
      'open further down',
      { parameters: schema({ disk, x: { type: 'object', properties: {} } }) },
      'additionalProperties',
    ],
    ['counting text', { parameters: schema({ disk: { type: 'string' } }) }, 'integer'],
    [
      'counting what may be left out',
      { parameters: schema({ disk: { type: 'integer', minimum: 1 } }) },
      'required',
    ],
    ['counting below nothing', { parameters: schema({ disk: { type: 'integer', default: 4 } }) }, 'integer'],
    ['counting what is not asked', { parameters: schema({}) }, 'integer'],
    [
      'counting twice',
      { dimensions: [1, 2].map(() => ({ dimension: 'vcpu' as const, amount: { fixed: 1 } })) },
      'twice',
    ],
    [
      'contradicting itself',
      { parameters: schema({ disk, x: { type: 'integer', minLength: 3 } }) },
      'contradicts',
    ],
  ] as const)('%s', (_, parts, why) => {
    const problem = problemOfPlans([plan(parts as Partial<PlanContent>)])
    if (why === null) expect(problem).toBeNull()
    else expect(problem?.why).toContain(why)
  })

  it('two plans of one code are refused', () => {
    expect(problemOfPlans([plan(), plan()])).toEqual({ plan: 'p', why: 'the code stands twice' })
  })
})

describe('what a plan with parameters amounts to', () => {
  it('fills defaults, refuses unknown keys and wrong values, and leaves the input alone', () => {
    const input = {}
    expect(fillParameters(plan().parameters, input)).toEqual({ ok: true, parameters: { disk: 40 } })
    expect(input).toEqual({})
    for (const bad of [{ extra: 1 }, { disk: '40' }, { disk: 501 }, { disk: 1.5 }, { disk: null }]) {
      expect(fillParameters(plan().parameters, bad)).toMatchObject({ ok: false })
    }
    expect(JSON.stringify(fillParameters(plan().parameters, { sneaky: 1 }))).toContain('sneaky')
  })

  it('says in both languages, with the titles of the form, what does not fit', () => {
    const schema = {
      type: 'object',
      additionalProperties: false,
      required: ['disk', 'image'],
      properties: {
        disk: { type: 'integer', minimum: 20, 'x-title': { zh: '系统盘', en: 'Root disk' } },
        image: { type: 'string' },
      },
    }
    const found = fillParameters(schema, { disk: 3 })
    expect(found).toEqual({
      ok: false,
      problems: [
        { path: '/image', zh: '必填', en: 'is required' },
        { path: '/disk', zh: '不能小于 20', en: 'may not be below 20' },
      ],
      why: {
        zh: '“image”必填；“系统盘”不能小于 20',
        en: '“image” is required; “Root disk” may not be below 20',
      },
    })
  })

  it('R102 judges every amount against minimum and recommendation (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (disk) => {
        const verdict = judgeSpec(plan(), { disk })
        expect(amountsOf(plan(), { disk })[1]).toEqual({ dimension: 'root-disk-gib', amount: disk })
        expect(verdict.belowMinimum).toEqual(disk < 20 ? ['root-disk-gib'] : [])
        expect(verdict.aboveRecommended).toEqual(disk > 100 ? ['root-disk-gib'] : [])
      }),
    )
  })
})

describe('the shipped catalogue', () => {
  it('holds the nine services of the catalogue, each with plans that are well defined', () => {
    for (const offering of DEFAULT_CATALOGUE) expect(problemOfPlans(offering.plans), offering.code).toBeNull()
    expect(DEFAULT_CATALOGUE.map((offering) => offering.code)).toEqual(
      expect.arrayContaining([
        'cloud-host',
        'cloud-storage',
        'virtual-network',
        'cloud-firewall',
        'vpn',
        'web-protection',
        'intrusion-prevention',
        'anti-virus',
        'load-balancing',
      ]),
    )
  })

  it('asks only for parameters that supply understands, or that a dimension counts: one word for one thing', () => {
    const known = new Set<string>(FULFILMENT_PARAMETERS)
    for (const { code, fulfilment, plans } of DEFAULT_CATALOGUE) {
      if (fulfilment.by !== 'connector') continue
      for (const plan of plans) {
        const counted = plan.dimensions.flatMap(({ amount }) =>
          'parameter' in amount ? [amount.parameter] : [],
        )
        const names = Object.keys(plan.parameters.properties as object)
        const strange = names.filter((name) => !known.has(name) && !counted.includes(name))
        // The snapshot's size is counted; an unknown word would be kept and change nothing.
        expect(strange, `${code} ${plan.code}`).toEqual([])
      }
    }
  })

  it('prices every dimension of every plan, and says that it is only a proposal', () => {
    const priced = new Set(
      DEFAULT_PRICES.lines.map((line) => `${line.offeringCode} ${line.planCode ?? '*'} ${line.dimension}`),
    )
    for (const offering of DEFAULT_CATALOGUE) {
      for (const { code, dimensions } of offering.plans) {
        for (const { dimension } of dimensions) {
          const found = [code, '*'].some((key) => priced.has(`${offering.code} ${key} ${dimension}`))
          expect(found, `${offering.code} ${code} ${dimension}`).toBe(true)
        }
      }
    }
    expect(DEFAULT_PRICES).toMatchObject({ isProductDefault: true, source: '产品默认值' })
  })
})
