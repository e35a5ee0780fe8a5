/** The pages of a scan, read while the database takes in what differed on those before. */
import type { InventoryPage, Observed } from '../../cloud/index.ts'
import { printOf } from '../item/fingerprint.ts'
import type { KnownThings } from './known-things.ts'
import type { Batch } from './take-in.ts'

export interface PageReader {
  /** Rows read from one batch to the next: what bounds memory, and how long a difference waits. */
  readonly batchRows: number
  readonly known: KnownThings
  readonly counts: { pages: number; seen: number }
  now(): Date
  /** Makes ready what differs; what it returns takes it in. */
  prepare(batch: Batch): () => Promise<void>
  tell(): Promise<void>
}

/** The next pages are fetched and read while the last batch is taken in; one batch waits at most. */
export async function readPages(pages: AsyncIterable<InventoryPage>, reader: PageReader): Promise<void> {
  const { batchRows, counts } = reader
  const sorter = createSorter(reader.known)
  let underWay: Promise<void> = Promise.resolve()
  let rows = 0
  let asked = reader.now()
  const send = async () => {
    const items = sorter.next()
    const takeIn = items.length > 0 ? reader.prepare({ items, asked }) : null
    await underWay
    underWay = hand(reader, takeIn)
    // Whoever awaits it next hears of the failure; until then it is nobody's surprise.
    underWay.catch(() => {})
    rows = 0
  }
  try {
    let pageAsked = reader.now()
    for await (const page of pages) {
      if (rows === 0) asked = pageAsked
      sorter.sort(page.items)
      counts.pages += 1
      counts.seen += page.items.length
      rows += page.items.length
      if (rows >= batchRows) await send()
      pageAsked = reader.now()
    }
    if (rows > 0) await send()
  } finally {
    await underWay
  }
}

async function hand(reader: PageReader, takeIn: (() => Promise<void>) | null): Promise<void> {
  await takeIn?.()
  await reader.tell()
}

/** Sorts what differs from what is known. */
function createSorter(known: KnownThings) {
  let items: Observed[] = []
  /** Told otherwise in this batch or the one under way: told as before on a later page, that later word counts. */
  let told = new Set<string>()
  let toldBefore = new Set<string>()
  return {
    sort(page: readonly Observed[]): void {
      for (const item of page) {
        const isSame = known.see(printOf(item))
        if (isSame && !told.has(item.externalId) && !toldBefore.has(item.externalId)) continue
        items.push(item)
        if (known.count > 0) told.add(item.externalId)
      }
    },
    next(): readonly Observed[] {
      const batch = items
      items = []
      toldBefore = told
      told = new Set()
      return batch
    },
  }
}
