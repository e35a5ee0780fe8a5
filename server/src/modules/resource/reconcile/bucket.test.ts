import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { kindsOf } from '../intend/blueprint.ts'
import { intendChange } from '../intend/intend-change.ts'
import { intendRelease } from '../intend/intend-release.ts'
import { fulfilmentThere } from '../intend/line.ts'
import { createStage } from '../stage.fixture.ts'

const db = useDatabase()

const BUCKET = { by: 'connector', kinds: ['bucket'], workingDays: 3 } as const

async function given() {
  const stage = await createStage(db.current.database)
  const [id = ''] = await stage.intend({
    fulfilment: { ...BUCKET, kinds: ['bucket'] },
    dimensions: { 'object-gib': 5 },
    parameters: { name: 'archive' },
  })
  await stage.settle()
  const [thing] = await stage.cloud.things('bucket')
  const holds = (objects: number) =>
    db.current.database.owner.query(
      'update simulated.thing set attributes = attributes || $2 where ref = $1',
      [thing?.externalId, JSON.stringify({ objects, usedBytes: objects * 10 })],
    )
  return { stage, id, ref: thing?.externalId ?? '', holds }
}

describe('a bucket of an object store', () => {
  it('is made with its limit, and takes another by an approved change', async () => {
    const { stage, id } = await given()
    expect(await stage.row(id)).toMatchObject({ state: 'ready', agreement: 'level', spec: { quotaGiB: 5 } })
    const change = {
      resourceId: id,
      lineId: stage.ctx.ids.next(),
      plan: stage.line.line.plan,
      dimensions: { 'object-gib': 8 },
      parameters: {},
    }
    await stage.ctx.inTx((tx) => intendChange(tx, stage.ctx, stage.holdings, change))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ agreement: 'level', observed_spec: { quotaGiB: 8 } })
  })

  it('whose limit was changed outside has drifted; what is put into it is no drift', async () => {
    const { stage, id, ref, holds } = await given()
    const look = async () => {
      await stage.ctx.inTx((tx) => stage.ctx.nudge(tx, 'resource', id))
      await stage.settle()
      return stage.row(id)
    }
    await holds(3)
    expect(await look()).toMatchObject({ agreement: 'level', attributes: { objects: 3, usedBytes: 30 } })
    await stage.cloud.alter('bucket', ref, { quotaGiB: 1 })
    expect(await look()).toMatchObject({
      agreement: 'tilted',
      differences: [{ field: 'quotaGiB', desired: '5', observed: '1' }],
    })
  })

  it('given back while it holds something stays, and says why; emptied, it goes', async () => {
    const { stage, id, holds } = await given()
    await holds(2)
    await stage.ctx.inTx((tx) =>
      intendRelease(tx, stage.ctx, [id], { act: 'resource.release', reason: null, coolingDays: 0 }),
    )
    let isEmptied = false
    await stage.settle(600, async () => {
      const [condition] = (await stage.row(id)).conditions
      if (isEmptied || condition === undefined) return
      expect(condition).toMatchObject({ reason: 'resource.bucket_not_empty', details: { objects: 2 } })
      expect(await stage.inventory()).toMatchObject({ bucket: 1 })
      await holds(0)
      isEmptied = true
    })
    expect(isEmptied).toBe(true)
    expect(await stage.row(id)).toMatchObject({ state: 'released', conditions: [] })
    expect(await stage.inventory()).toEqual({})
  })

  it('is delivered by a work order where the cloud has no object store', () => {
    expect(fulfilmentThere({ ...BUCKET, kinds: ['bucket'] }, ['bucket'])).toEqual({
      by: 'work-order',
      workingDays: 3,
    })
    const only = { by: 'connector', kinds: ['bucket'] } as const
    expect(kindsOf({ fulfilment: { ...only, kinds: ['bucket'] }, dimensions: {}, parameters: {} })).toEqual([
      'bucket',
    ])
  })
})
