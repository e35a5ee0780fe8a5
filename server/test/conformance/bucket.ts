import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Observed } from '../../src/modules/cloud/connector.ts'
import type { Given } from './stage.ts'
import { faultOf } from './world.ts'

export function describeBucket({ has, world, stage }: Given): void {
  if (!has('bucket')) return
  describe('bucket', () => {
    const aBucket = (name: string, quotaGiB = 1) =>
      world().ready(stage().projectA.externalId, { kind: 'bucket', name, quotaGiB })

    it('has a limit and a name that can be changed, in any script', async () => {
      const w = world()
      const project = stage().projectA.externalId
      const { externalId } = await aBucket(`档案 “${w.label}”/1`, 3)
      expect(await w.observe('bucket', externalId, project)).toMatchObject({
        name: `档案 “${w.label}”/1`,
        spec: { quotaGiB: 3 },
        attributes: { objects: 0, usedBytes: 0 },
      })
      for (const _ of [1, 2]) {
        await w.change('bucket', externalId, { type: 'quota', quotaGiB: 5 }, project)
        await w.change('bucket', externalId, { type: 'rename', name: `卷 ${w.label}` }, project)
        const seen = await w.settled('bucket', externalId, project)
        expect(seen).toMatchObject({ name: `卷 ${w.label}`, spec: { quotaGiB: 5 } })
      }
      await w.removed('bucket', externalId, project)
      const gone = w.change('bucket', externalId, { type: 'quota', quotaGiB: 5 }, project)
      expect(await faultOf(gone)).toBe('not-found')
    })

    it('tells what it holds, and is not removed before it is empty', async () => {
      const w = world()
      const { putObject } = w.cloud
      if (putObject === undefined) return
      const project = stage().projectA.externalId
      const bucket = await aBucket(`full-${w.label}`)
      await putObject(bucket, 1000)
      const full = (seen: Observed) => seen.attributes.objects === 1 && seen.attributes.usedBytes === 1000
      await w.settled('bucket', bucket.externalId, project, full)
      const removal = w.connector.remove('bucket', bucket.externalId, w.scope(project))
      await expect(removal).rejects.toMatchObject({
        fault: 'conflict',
        message: expect.stringMatching(/1 object/),
      })
      await putObject(bucket, null)
      await w.settled('bucket', bucket.externalId, project, (seen) => seen.attributes.objects === 0)
      await w.removed('bucket', bucket.externalId, project)
    })

    it('is of one project, and is listed with its limit, page after page', async () => {
      const w = world()
      const { projectA, projectB } = stage()
      const wanted = w.cloud.pageSize + 1
      const made = await Promise.all(
        Array.from({ length: wanted }, (_, index) => aBucket(`page-${index}-${w.label}`)),
      )
      const query = { kinds: ['bucket'], since: null, signal: AbortSignal.timeout(120_000) } as const
      const pages: (readonly Observed[])[] = []
      for await (const page of w.connector.inventory(query)) pages.push(page.items)
      expect(pages.every((items) => items.length <= w.cloud.pageSize)).toBe(true)
      const listed = pages.flat()
      for (const one of made) {
        const found = listed.filter(({ externalId }) => externalId === one.externalId)
        expect(found).toMatchObject([{ spec: one.spec, projectRef: projectA.externalId }])
        expect(await w.observe('bucket', one.externalId, projectB.externalId)).toBeNull()
      }
      expect(await w.connector.find('bucket', randomUUID(), w.scope(projectB.externalId))).toBeNull()
      await Promise.all(made.map((one) => w.removed('bucket', one.externalId, projectA.externalId)))
    })

    it('of no size is refused', async () => {
      const w = world()
      const spec = { kind: 'bucket', name: `none-${w.label}`, quotaGiB: 0 } as const
      expect(await faultOf(w.ensure(stage().projectA.externalId, spec))).toBe('invalid')
    })
  })
}
