import { describe, expect, it } from 'vitest'
import { type InventoryPage, RESOURCE_KINDS, type ResourceKind } from '../../src/modules/cloud/connector.ts'
import type { Given } from './stage.ts'
import { faultOf, type World } from './world.ts'

async function pagesOf(world: World, kinds: readonly ResourceKind[]): Promise<InventoryPage[]> {
  const pages: InventoryPage[] = []
  const query = { kinds, since: null, signal: AbortSignal.timeout(120_000) }
  for await (const page of world.connector.inventory(query)) pages.push(page)
  return pages
}

export function describeInventory({ world, stage }: Given): void {
  describe('inventory', () => {
    it('holds everything of every project, tag and project with it', async () => {
      const w = world()
      const s = stage()
      const pages = await pagesOf(w, RESOURCE_KINDS)
      for (const page of pages) {
        expect(page.items.length).toBeLessThanOrEqual(w.cloud.pageSize)
        expect(page.items.every(({ kind }) => kind === page.kind)).toBe(true)
      }
      const items = pages.flatMap((page) => page.items)
      expect(new Set(items.map((item) => `${item.kind} ${item.externalId}`)).size).toBe(items.length)
      for (const one of Object.values(s)) {
        const listed = items.find((item) => item.kind === one.kind && item.externalId === one.externalId)
        expect(listed, `${one.kind} ${one.name}`).toMatchObject({
          resourceId: one.resourceId,
          state: 'ready',
          ...(one.kind === 'key-pair' ? {} : { projectRef: one.projectRef }),
        })
      }
    })

    it('says of a resource what observing it says', async () => {
      const w = world()
      const { server, router, subnet, securityGroup, volume, projectA } = stage()
      for (const { kind, externalId } of [server, router, subnet, securityGroup, volume]) {
        const items = (await pagesOf(w, [kind])).flatMap((page) => page.items)
        const listed = items.find((item) => item.externalId === externalId)
        const observed = await w.observe(kind, externalId, projectA.externalId)
        expect(listed?.spec, kind).toEqual(observed?.spec)
        // Administrators, as who inventory is taken, may be told more (the host).
        expect(listed?.attributes, kind).toMatchObject(observed?.attributes ?? {})
      }
    })

    it('goes on past the first page and repeats nothing', async () => {
      const w = world()
      const project = stage().projectB.externalId
      const wanted = w.cloud.pageSize + 1
      const [networks, keys] = await Promise.all([
        Promise.all(
          Array.from({ length: wanted }, (_, index) =>
            w.ensure(project, { kind: 'network', name: `page-${index}-${w.label}` }),
          ),
        ),
        Promise.all(
          Array.from({ length: wanted }, (_, index) =>
            w.ensure(project, { kind: 'security-group', name: `page-${index}-${w.label}`, rules: [] }),
          ),
        ),
      ])
      const pages = await pagesOf(w, ['network', 'security-group'])
      for (const [kind, made] of [
        ['network', networks],
        ['security-group', keys],
      ] as const) {
        const ofKind = pages.filter((page) => page.kind === kind)
        expect(ofKind.length).toBeGreaterThan(1)
        const ids = ofKind.flatMap((page) => page.items.map(({ externalId }) => externalId))
        expect(ids).toEqual(expect.arrayContaining(made.map(({ externalId }) => externalId)))
        expect(new Set(ids).size).toBe(ids.length)
      }
    })

    it('never ends quietly when it was cut short (F9)', async () => {
      const w = world()
      const controller = new AbortController()
      const cut = (async () => {
        const query = { kinds: RESOURCE_KINDS, since: null, signal: controller.signal }
        for await (const page of w.connector.inventory(query)) if (page) controller.abort()
      })()
      expect(await faultOf(cut)).toBe('timeout')
    })
  })
}
