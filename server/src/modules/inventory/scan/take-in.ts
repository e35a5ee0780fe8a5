/** One batch of what a cloud shows, taken in: compared by fingerprint, and written only where it differs. */
import type pg from 'pg'
import type { Ids } from '../../../platform/ids.ts'
import type { Observed } from '../../cloud/index.ts'
import { contentOf, differencesOf, keyOf } from '../item/item.ts'
import {
  type Arrival,
  compareBatch,
  createSeenRows,
  type Differing,
  inStagingTx,
  insertArrived,
  insertChanges,
  listKnownForUpdate,
  type NewChange,
  sendContents,
  updateChanged,
  writeSeen,
} from './staging-store.ts'

export interface Batch {
  readonly items: readonly Observed[]
  /** When its first page was asked for: what became known later than that is newer than the batch. */
  readonly asked: Date
}

export interface TakenIn {
  readonly appeared: number
  readonly changed: number
  /** Ids out of the tags, old and new, of what differs. */
  readonly resourceIds: readonly string[]
}

export interface Intake {
  takeIn(batch: Batch, now: Date): Promise<TakenIn>
}

const NOTHING_NEW: TakenIn = { appeared: 0, changed: 0, resourceIds: [] }

export function createIntake(
  client: pg.ClientBase,
  of: { readonly cloudId: string; readonly scanId: string; readonly ids: Ids },
): Intake {
  const seen = createSeenRows()
  const whole = createSeenRows()

  /** A thing that moved from one page to another while we read is told twice; the later word counts. */
  function arrivalsOf({ items }: Batch, differing: readonly Differing[]): readonly Arrival[] {
    const last = new Map<string, Differing>()
    for (const one of differing) {
      const key = keyOf(items[one.ordinal] as Observed)
      if ((last.get(key)?.ordinal ?? -1) < one.ordinal) last.set(key, one)
    }
    return [...last.values()].map(({ ordinal, id }) => {
      const content = contentOf(items[ordinal] as Observed)
      return { ordinal, id: id ?? of.ids.next(), isNew: id === null, content }
    })
  }

  async function write(batch: Batch, arrivals: readonly Arrival[], now: Date): Promise<TakenIn> {
    await sendContents(client, whole, arrivals)
    const isAnyNew = arrivals.some((one) => one.isNew)
    const appeared = isAnyNew ? await insertArrived(client, of.cloudId, batch.asked, now) : 0
    const known = arrivals.every((one) => one.isNew) ? [] : await listKnownForUpdate(client, batch.asked)
    const contents = new Map(arrivals.map((one) => [one.ordinal, one.content]))
    const changes = known.flatMap((row): NewChange[] => {
      const content = contents.get(row.ordinal)
      if (content === undefined) return []
      const sort = row.vanished_at === null ? 'changed' : 'reappeared'
      return [{ itemId: row.id, sort, differences: differencesOf(row, content) }]
    })
    if (changes.length > 0) {
      await insertChanges(client, { ...of, now }, changes)
      await updateChanged(
        client,
        changes.map((one) => one.itemId),
        batch.asked,
      )
    }
    const tags = [...arrivals.map((one) => one.content.resourceId), ...known.map((row) => row.resource_id)]
    return { appeared, changed: changes.length, resourceIds: [...new Set(tags.flatMap((id) => id ?? []))] }
  }

  return {
    async takeIn(batch, now) {
      seen.reset()
      for (const [ordinal, item] of batch.items.entries()) writeSeen(seen, ordinal, item)
      return inStagingTx(client, 'by-key', async () => {
        const arrivals = arrivalsOf(batch, await compareBatch(client, of.cloudId, seen))
        return arrivals.length === 0 ? NOTHING_NEW : write(batch, arrivals, now)
      })
    },
  }
}
