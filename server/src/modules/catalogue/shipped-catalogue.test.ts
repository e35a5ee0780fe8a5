/** What the shipped catalogue owes to the requirements: which items, in which class and family, in which unit. */
import { SERVICE_CLASSES, SERVICE_FAMILIES } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CATALOGUE } from './default-catalogue.ts'
import { DEFAULT_PRICES } from './default-prices.ts'

const theItem = (code: string) => {
  const found = DEFAULT_CATALOGUE.find((one) => one.code === code)
  if (found === undefined) throw new Error(`no ${code} in the catalogue`)
  return found
}
const plansOf = (code: string) => theItem(code).plans.map((plan) => plan.code)
/** What the plans of an item are counted in, each once. */
const unitsOf = (code: string) => [
  ...new Set(theItem(code).plans.flatMap(({ dimensions }) => dimensions.map(({ dimension }) => dimension))),
]

describe('the shipped catalogue', () => {
  it('R90 gives every item exactly one of the three classes, and its code to no other', () => {
    for (const { code, serviceClass } of DEFAULT_CATALOGUE)
      expect(SERVICE_CLASSES, code).toContain(serviceClass)
    const codes = DEFAULT_CATALOGUE.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const one of SERVICE_CLASSES)
      expect(DEFAULT_CATALOGUE.some(({ serviceClass }) => serviceClass === one)).toBe(true)
  })

  it('R82 has something in each of the six families', () => {
    const families = new Set(DEFAULT_CATALOGUE.map(({ family }) => family))
    expect([...families].toSorted()).toEqual([...SERVICE_FAMILIES].toSorted())
  })

  it.each([
    ['container-service', 'host'],
    ['database-service', 'instance'],
    ['big-data', 'host'],
    ['microservice', 'instance'],
    ['iot-access', 'device'],
    ['blockchain', 'host'],
    ['privacy-computing', 'host'],
    ['distributed-cache', 'instance'],
    ['large-model', 'million-tokens'],
    ['application-operations', 'instance'],
    ['application-builder', 'account'],
  ] as const)(
    'R73 has %s as PaaS, counted in %s, with who answers for it and its service level',
    (code, unit) => {
      const { serviceClass, sla, owner } = theItem(code)
      expect(owner).toBe('provider')
      expect(serviceClass).toBe('paas')
      expect(unitsOf(code)).toEqual([unit])
      expect(sla.text.zh).not.toBe('')
      expect(sla.text.en).not.toBe('')
    },
  )

  it('R75 has databases relational and not, of each domestic ones as well, and says of every one whether it is', () => {
    const plans = plansOf('database-service')
    for (const { code, isDomestic } of theItem('database-service').plans)
      expect(isDomestic, code).toBe(code.startsWith('domestic-'))
    for (const kind of ['ha-2c4g', 'document-2c4g']) {
      expect(plans).toContain(kind)
      expect(plans).toContain(`domestic-${kind}`)
    }
  })

  it('R76 has big data as a warehouse, in streams, in batches and for mining', () => {
    expect(plansOf('big-data')).toEqual(['warehouse', 'stream', 'batch', 'mining'])
  })

  it('R77 has large models by a quota of tokens and IoT access by a quota of devices', () => {
    for (const [code, name, dimension] of [
      ['large-model', 'millionTokens', 'million-tokens'],
      ['iot-access', 'devices', 'device'],
    ] as const)
      for (const plan of theItem(code).plans) {
        expect(plan.dimensions).toEqual([{ dimension, amount: { parameter: name } }])
        expect(plan.parameters.required).toEqual([name])
      }
  })

  it('R78 groups the application layer: data, BI, messages, collaboration, communication, each with its units', () => {
    expect(plansOf('data-service')).toEqual(['catalogue', 'interface', 'tag', 'topic'])
    const group = {
      'data-service': ['account', 'instance'],
      'business-intelligence': ['account'],
      'smart-message': ['message'],
      collaboration: ['seat'],
      'converged-communication': ['seat'],
    }
    for (const [code, units] of Object.entries(group)) {
      expect(unitsOf(code)).toEqual(units)
      expect(theItem(code)).toMatchObject({ serviceClass: 'saas', part: 'application-layer' })
    }
  })

  it('R79 counts smart messages by the message, up to a quota a month: video, parsing, notices, codes', () => {
    expect(plansOf('smart-message')).toEqual(['video', 'parsing', 'notice', 'code'])
    for (const { dimensions } of theItem('smart-message').plans)
      expect(dimensions).toEqual([{ dimension: 'message', amount: { parameter: 'messages' } }])
  })

  it('R80 counts collaboration and desktops by the seat', () => {
    expect(plansOf('collaboration')).toEqual(['messaging', 'meeting', 'approval', 'customer-service'])
    expect([...unitsOf('collaboration'), ...unitsOf('cloud-desktop')]).toEqual(['seat', 'seat'])
  })

  it('R81 lists identity, geographic information, sensing and video as items', () => {
    for (const code of ['unified-identity', 'geographic-information', 'iot-sensing', 'video-sharing'])
      expect(theItem(code).serviceClass).toBe('saas')
  })

  it('R83 has support software by the licence', () => {
    expect(plansOf('support-software')).toEqual([
      'operating-system',
      'middleware',
      'database',
      'development-tools',
      'libraries',
      'search-engine',
      'workbench',
    ])
    expect(unitsOf('support-software')).toEqual(['licence'])
    expect(theItem('support-software').family).toBe('support-software')
  })

  it('R84 has the six shared systems as SaaS', () => {
    for (const code of ['website', 'mail', 'instant-messaging', 'document-transfer', 'e-seal', 'office'])
      expect(theItem(code)).toMatchObject({ serviceClass: 'saas', family: 'application-function' })
  })

  it('has no price for what is not there, and none twice', () => {
    const plans = new Map(
      DEFAULT_CATALOGUE.map((one) => [one.code, new Set(one.plans.map((plan) => plan.code))]),
    )
    const seen = new Set<string>()
    for (const { offeringCode, planCode, dimension } of DEFAULT_PRICES.lines) {
      const known = plans.get(offeringCode)
      expect(known, offeringCode).toBeDefined()
      if (planCode !== null) expect(known?.has(planCode), `${offeringCode} ${planCode}`).toBe(true)
      const key = `${offeringCode} ${planCode} ${dimension}`
      expect(seen.has(key), key).toBe(false)
      seen.add(key)
    }
  })
})
