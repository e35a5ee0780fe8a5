import { type PriceVersionCreate, priceOperations as prices } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { listAgreedTerms, listPriceVersions, unpinOthers } from '../catalogue/index.ts'
import { createRequest } from './create-request.ts'
import { advanceDelivery } from './delivery/advance-delivery.ts'
import { listLines } from './line-store.ts'
import { createRequestStage, type RequestStage } from './request-stage.fixture.ts'
import { submitRequest } from './submit-request.ts'

const server = useServer()
let stage: RequestStage

beforeAll(async () => {
  stage = await createRequestStage(server.current)
})

async function submitted(change: Parameters<RequestStage['aRequest']>[0] = {}): Promise<string> {
  const ctx = await stage.ctx(server.current.world.people.departmentApplicant)
  const draft = await createRequest(stage.doors, ctx, await stage.aRequest(change))
  return (await submitRequest(stage.doors, ctx, draft.id, { version: draft.version })).id
}

async function published(parts: Partial<PriceVersionCreate>): Promise<string> {
  const { call, world } = server.current
  const body: PriceVersionCreate = {
    name: '合同价',
    effectiveFrom: '2026-09-15',
    effectiveTo: null,
    source: '合同〔2026〕1号',
    isProductDefault: false,
    providerBodyId: null,
    proration: 'day',
    pinsOrders: true,
    termFactors: [],
    lines: (['vcpu', 'memory-gib', 'root-disk-gib'] as const).map((dimension) => ({
      offeringCode: 'cloud-host',
      planCode: null,
      poolId: null,
      dimension,
      per: 'month',
      tiers: [{ upTo: null, unitPrice: '1' }],
      weights: { stopped: '1', unseen: '1' },
    })),
    ...parts,
  }
  const { body: draft } = await call(world.people.centre, prices.create, { body })
  const params = { id: draft.id }
  const answer = await call(world.people.bureau, prices.publish, { params, body: { version: 1 } })
  expect(answer.body.state).toBe('published')
  return draft.id
}

const linesOf = async (requestId: string) =>
  (await listLines(stage.system.db, requestId)).map((line) => line.id)
const termsOf = async (requestId: string) => [
  ...(await listAgreedTerms(stage.system.db, await linesOf(requestId))).values(),
]

describe('the prices of an order', () => {
  it('R277 stay what they were when it was handed in, until its term ends, where the version says so', async () => {
    const { people } = server.current.world
    // The reference prices make no promise; the term is agreed all the same.
    expect(await termsOf(await submitted())).toEqual([{ versionId: null, termMonths: 12, until: null }])
    const versionId = await published({})
    const id = await submitted()
    expect(await termsOf(id)).toEqual([{ versionId, termMonths: 12, until: null }])
    await published({ name: '新价', effectiveFrom: '2026-09-16' })
    await stage.decide(id, 'approve', [
      people.departmentApprover,
      people.centre,
      people.countyBureau,
      people.bureau,
    ])
    stage.desk.finish(id)
    await advanceDelivery(stage.doors, stage.system, id)
    // Delivered on 2026-09-15: the last day of the term is 2027-09-14.
    expect(await termsOf(id)).toEqual([
      { versionId, termMonths: 12, until: new Date('2027-09-14T16:00:00.000Z') },
    ])
    const [version] = await listPriceVersions(stage.system.db, [versionId])
    expect(version).toMatchObject({ versionName: '合同价', to: new Date('2026-09-15T16:00:00.000Z') })
  })

  it('R277 of one provider do not bind another with whom it was placed', async () => {
    const { bodies } = server.current.world
    const id = await submitted()
    const lines = await linesOf(id)
    const [general] = await termsOf(id)
    await stage.system.inTx((tx) => unpinOthers(tx, lines, [bodies.otherProvider]))
    expect(await termsOf(id)).toEqual([general])
    const versionId = await published({ name: '服务商价', providerBodyId: bodies.provider })
    const own = await submitted({
      preferredProviderId: bodies.provider,
      providerReason: '原系统在该云',
      comparedProviderIds: [bodies.provider, bodies.otherProvider],
    })
    expect(await termsOf(own)).toMatchObject([{ versionId }])
    const ownLines = await linesOf(own)
    await stage.system.inTx((tx) => unpinOthers(tx, ownLines, [bodies.provider]))
    expect(await termsOf(own)).toMatchObject([{ versionId }])
    await stage.system.inTx((tx) => unpinOthers(tx, ownLines, [bodies.otherProvider]))
    expect(await termsOf(own)).toMatchObject([{ versionId: null, termMonths: 12 }])
  })
})
