import { describe, expect, it } from 'vitest'
import {
  type InventoryPage,
  type Observed,
  RESOURCE_KINDS,
  type ResourceKind,
  type Spec,
} from '../../src/modules/cloud/connector.ts'
import { type Given, PUBLIC_KEY } from './stage.ts'
import { faultOf, type World } from './world.ts'

async function pagesOf(world: World, kinds: readonly ResourceKind[]): Promise<InventoryPage[]> {
  const pages: InventoryPage[] = []
  const query = { kinds, since: null, signal: AbortSignal.timeout(120_000) }
  for await (const page of world.connector.inventory(query)) pages.push(page)
  return pages
}

export function describeInventory({ has, world, stage }: Given): void {
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
      for (const one of (Object.values(s) as readonly (Observed | null)[]).filter((each) => each !== null)) {
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
      const { server, router, subnet, securityGroup, volume, loadBalancer, projectA } = stage()
      const all = [server, router, subnet, securityGroup, volume, loadBalancer].filter(
        (each) => each !== null,
      )
      for (const { kind, externalId } of all) {
        const items = (await pagesOf(w, [kind])).flatMap((page) => page.items)
        const listed = items.find((item) => item.externalId === externalId)
        const observed = await w.observe(kind, externalId, projectA.externalId)
        expect(listed?.spec, kind).toEqual(observed?.spec)
        // Administrators, as who inventory is taken, may be told more (the host).
        expect(listed?.attributes, kind).toMatchObject(observed?.attributes ?? {})
      }
    })

    it('lists each thing, of every kind, as looking at it one by one shows it', async () => {
      const w = world()
      const items = (await pagesOf(w, RESOURCE_KINDS)).flatMap((page) => page.items)
      const { projectA } = stage()
      for (const one of Object.values(stage())) {
        if (one === null) continue
        const listed = items.find((item) => item.kind === one.kind && item.externalId === one.externalId)
        // A project stands in none.
        const within = one.kind === 'project' ? null : (one.projectRef ?? projectA.externalId)
        const observed = await w.observe(one.kind, one.externalId, within)
        const told = (thing: typeof listed | null) =>
          thing && {
            name: thing.name,
            state: thing.state,
            fault: thing.fault,
            tag: thing.resourceId,
            spec: thing.spec,
          }
        expect(told(listed), one.kind).toEqual(told(observed))
      }
    })

    it('goes on past the first page and repeats nothing', async () => {
      const w = world()
      const project = stage().projectB.externalId
      const wanted = w.cloud.pageSize + 1
      const secondOf = (index: number): Spec => {
        const name = `page-${index}-${w.label}`
        return has('security-group')
          ? { kind: 'security-group', name, rules: [] }
          : { kind: 'key-pair', name, publicKey: PUBLIC_KEY }
      }
      const [networks, keys] = await Promise.all([
        Promise.all(
          Array.from({ length: wanted }, (_, index) =>
            w.ensure(project, { kind: 'network', name: `page-${index}-${w.label}` }),
          ),
        ),
        Promise.all(Array.from({ length: wanted }, (_, index) => w.ensure(project, secondOf(index)))),
      ])
      const pages = await pagesOf(w, ['network', secondOf(0).kind])
      for (const [kind, made] of [
        ['network', networks],
        [secondOf(0).kind, keys],
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
