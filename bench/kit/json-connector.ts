/** The inventory of a cloud out of a file with one page of JSON a line: from the text on, as any connector reads it. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Connector, InventoryPage, Observed } from '../../server/src/modules/cloud/index.ts'

type ItemJson = Omit<Observed, 'createdAt'> & { readonly createdAt: string }

export interface PageJson {
  readonly kind: Observed['kind']
  readonly items: readonly ItemJson[]
}

export function toItems(page: PageJson): readonly Observed[] {
  return page.items.map((item) => ({ ...item, createdAt: new Date(item.createdAt) }))
}

export function openJsonCloud(path: string): Pick<Connector, 'capabilities' | 'inventory'> {
  return {
    capabilities: () => ({ kinds: ['server'], changes: [], inventorySince: false, hosts: false }),
    async *inventory(): AsyncGenerator<InventoryPage> {
      const lines = createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }) })
      for await (const line of lines) {
        const page = JSON.parse(line) as PageJson
        yield { kind: page.kind, items: toItems(page) }
      }
    },
  }
}
