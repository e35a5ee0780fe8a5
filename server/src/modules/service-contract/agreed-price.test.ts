import {
  serviceContractOperations as contracts,
  type PriceVersionCreate,
  priceOperations as prices,
  contractTermsOperations as terms,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import { refusePrice } from './contract-terms.ts'

const server = useServer()
const people = () => server.current.world.people
const CONTRACT = { provider_body_id: 'own', starts_on: '2026-01-01', ends_on: '2026-12-31' }

describe('R7: the price list that a contract may agree on', () => {
  const list = (providerBodyId: string | null, effectiveFrom: string, effectiveTo: string | null) => ({
    providerBodyId,
    effectiveFrom,
    effectiveTo,
  })
  it.each([
    ['none that is published', null, 'contract-terms.price_not_found'],
    ['its provider’s', list('own', '2026-03-01', null), null],
    ['a general one of before that still counts', list(null, '2020-01-01', null), null],
    ['one that ends on its first day', list('own', '2025-01-01', '2026-01-01'), null],
    ['one that begins on its last day', list('own', '2026-12-31', null), null],
    ['another provider’s', list('other', '2026-03-01', null), 'contract-terms.price_of_other'],
    ['one that was over before', list('own', '2025-01-01', '2025-12-31'), 'contract-terms.price_outside'],
    ['one that begins afterwards', list('own', '2027-01-01', null), 'contract-terms.price_outside'],
  ] as const)('%s', (_, price, reason) => {
    expect(refusePrice(price, CONTRACT)).toBe(reason)
  })
})

describe('R7, R299: a contract that names its price list', () => {
  let contractId = ''

  beforeAll(async () => {
    server.current.clock.set('2026-09-15T02:00:00.000Z')
    const { bodies } = server.current.world
    const made = await well(
      server.current.call(people().departmentAdmin, contracts.create, {
        body: {
          bodyId: bodies.department,
          kind: 'lease',
          no: 'HT-2026-JM-1',
          name: '政务云租用合同',
          providerBodyId: bodies.provider,
          providerName: null,
          filingId: null,
          startsOn: '2026-01-01',
          endsOn: '2026-12-31',
          note: '',
        },
      }),
    )
    contractId = made.id
  })

  async function published(providerBodyId: string | null, effectiveFrom: string, unitPrice = '40') {
    const body: PriceVersionCreate = {
      name: `价目 ${effectiveFrom} ${unitPrice}`,
      effectiveFrom,
      effectiveTo: null,
      source: '采购合同附件（样例）',
      isProductDefault: false,
      providerBodyId,
      proration: 'day',
      pinsOrders: false,
      termFactors: [],
      lines: [
        {
          offeringCode: 'cloud-host',
          planCode: null,
          poolId: null,
          dimension: 'vcpu',
          per: 'month',
          tiers: [{ upTo: null, unitPrice }],
          weights: { stopped: '1', unseen: '1' },
        },
      ],
    }
    const draft = await well(server.current.call(people().centre, prices.create, { body }))
    return well(
      server.current.call(people().bureau, prices.publish, {
        params: { id: draft.id },
        body: { version: draft.version },
      }),
    )
  }

  async function agree(priceVersionId: string | null) {
    const params = { id: contractId }
    const { version } = await well(server.current.call(people().centre, contracts.get, { params }))
    return server.current.call(people().centre, terms.set, {
      params,
      body: {
        version,
        ceiling: null,
        warnPercent: 80,
        priceBasis: '合同附件价目',
        nodes: [],
        document: '合同第六条',
        reason: '登记约定价目',
        priceVersionId,
      },
    })
  }
  const seen = () => well(server.current.call(people().centre, terms.price, { params: { id: contractId } }))

  it('refuses a draft, another provider’s list and one outside its term, with what is wrong in words', async () => {
    const { bodies } = server.current.world
    const draft = await well(
      server.current.call(people().centre, prices.list, { query: { state: 'draft', pageSize: 200 } }),
    )
    for (const id of [server.current.ids.next(), ...draft.items.map((one) => one.id)])
      expect((await agree(id)).problem.reason).toBe('contract-terms.price_not_found')
    const foreign = await published(bodies.otherProvider, '2026-10-01')
    expect((await agree(foreign.id)).problem.reason).toBe('contract-terms.price_of_other')
    const later = await published(bodies.provider, '2027-02-01')
    const refused = await agree(later.id)
    expect(refused.problem.reason).toBe('contract-terms.price_outside')
    expect(refused.problem.text.zh).toContain('2026-12-31')
    expect(await seen()).toEqual({ agreed: null, inForce: null, difference: null })
  })

  it('keeps the version it agreed on, and shows what differs once another is in force', async () => {
    const { bodies } = server.current.world
    const agreed = await published(bodies.provider, '2026-10-01', '40')
    const book = await well(agree(agreed.id))
    expect(book.items[0]?.price).toMatchObject({ id: agreed.id, effectiveFrom: '2026-10-01' })
    server.current.clock.set('2026-10-05T02:00:00.000Z')
    expect(await seen()).toMatchObject({
      agreed: { id: agreed.id },
      inForce: { id: agreed.id },
      difference: null,
    })
    const next = await published(bodies.provider, '2026-11-01', '44')
    server.current.clock.set('2026-11-05T02:00:00.000Z')
    const now = await seen()
    expect(now).toMatchObject({ agreed: { id: agreed.id }, inForce: { id: next.id } })
    expect(now.difference).toMatchObject({
      against: { id: agreed.id },
      lines: [{ offeringCode: 'cloud-host', dimension: 'vcpu', change: 'raised' }],
    })
    // Terms of before stay as they were; the next version may name none.
    const after = await well(agree(null))
    expect(after.items.map(({ price }) => price?.id ?? null)).toEqual([null, agreed.id])
    expect((await seen()).agreed).toBeNull()
  })
})
