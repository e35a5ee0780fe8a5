import { expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { releaseAll } from '../intend/intend-release.ts'
import { updateFacts } from '../resource-store.ts'
import { createStage } from '../stage.fixture.ts'
import { nextLateLook } from './late-arrival.ts'
import { RESOURCE_RECONCILER } from './record-outcome.ts'

const db = useDatabase()
const AT = new Date('2026-09-15T04:00:00Z')
const after = (minutes: number) => new Date(AT.getTime() + minutes * 60_000)

it('looks for what was asked for and never seen after 1, 5 and 30 minutes, longer when nobody answers', () => {
  const asked = { external_id: null, asked_at: AT }
  const looks = [0, 1, 5, 30].map((minutes) => nextLateLook(asked, after(minutes)))
  expect(looks).toEqual([after(1), after(5), after(30), null])
  expect(nextLateLook(asked, after(30), true)).toEqual(after(35))
  expect(nextLateLook({ external_id: 'x', asked_at: AT }, AT)).toBeNull()
  expect(nextLateLook({ external_id: null, asked_at: null }, AT)).toBeNull()
})

it('takes away what the cloud made after it was written off: no orphan (F1)', async () => {
  const stage = await createStage(db.current.database)
  // Ground that stays, so that the late one has a project to come to.
  await stage.intend({ requestId: stage.ctx.ids.next() })
  await stage.settle()
  const before = await stage.inventory()
  const requestId = stage.ctx.ids.next()
  await stage.intend({ requestId })
  const { id } = (await stage.rows('server')).find((row) => row.request_id === requestId) ?? { id: '' }
  // As a worker leaves it that dies in the middle of the call; and nobody wants it any more.
  await stage.ctx.inTx((tx) => updateFacts(tx, id, { asked_at: stage.clock.now() }))
  await stage.ctx.inTx((tx) => releaseAll(tx, stage.ctx, requestId, 'test'))
  await stage.settle()
  const written = await stage.row(id)
  expect(written).toMatchObject({ state: 'released', external_id: null })
  expect(written.look_at).not.toBeNull()
  expect(await stage.inventory()).toEqual(before)

  const [there] = await stage.cloud.things('server')
  await stage.cloud.make(
    { ...there?.spec, kind: 'server', name: 'late' } as never,
    there?.projectRef ?? '',
    written.id,
  )
  expect(await stage.inventory()).not.toEqual(before)
  stage.clock.set(written.look_at?.toISOString() ?? '')
  await stage.ctx.inTx((tx) => stage.ctx.nudge(tx, RESOURCE_RECONCILER, written.id))
  await stage.settle()
  expect(await stage.inventory()).toEqual(before)
})
