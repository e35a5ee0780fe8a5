/** The inventory of a cloud out of a file with one page of JSON a line: from the text on, as any connector reads it. */
import { createReadStream } from 'node:fs'
import type { Connector, InventoryPage, Observed } from '../../server/src/modules/cloud/index.ts'

type ItemJson = Omit<Observed, 'createdAt'> & { createdAt: string | Date }

export interface PageJson {
  readonly kind: Observed['kind']
  readonly items: readonly ItemJson[]
}

export function toItems(page: PageJson): readonly Observed[] {
  for (const item of page.items) item.createdAt = new Date(item.createdAt)
  return page.items as readonly Observed[]
}

export function openJsonCloud(path: string): Pick<Connector, 'capabilities' | 'inventory'> {
  return {
    capabilities: () => ({ kinds: ['server'], changes: [], inventorySince: false, hosts: false, claims: [] }),
    async *inventory(): AsyncGenerator<InventoryPage> {
      for await (const line of linesOf(path)) {
        const page = JSON.parse(line) as PageJson
        yield { kind: page.kind, items: toItems(page) }
      }
    },
  }
}

/** One line at a time. `readline` would read on while nobody asks, and so keep the whole file in memory. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let parts: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end))
      yield Buffer.concat(parts).toString()
      parts = []
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
}
