/** One batch of what a cloud shows, taken in: compared by fingerprint, and written only where it differs. */
import type pg from 'pg'
import type { Ids } from '../../../platform/ids.ts'
import { differencesOf, type ItemContent } from '../item/item.ts'
import {
  type Arrival,
  compareBatch,
  createSeenRows,
  insertArrived,
  insertChanges,
  listKnownForUpdate,
  type NewChange,
  sendContents,
  updateChanged,
  writeSeen,
} from './staging-store.ts'

export interface Batch {
  readonly items: readonly ItemContent[]
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
  const contents = createSeenRows()

  async function write(batch: Batch, arrivals: readonly Arrival[], now: Date): Promise<TakenIn> {
    await sendContents(client, contents, arrivals)
    const isAnyNew = arrivals.some((one) => one.isNew)
    const appeared = isAnyNew ? await insertArrived(client, of.cloudId, batch.asked, now) : 0
    const known = arrivals.every((one) => one.isNew) ? [] : await listKnownForUpdate(client, batch.asked)
    const changes = known.flatMap((row): NewChange[] => {
      const content = batch.items[row.ordinal]
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
      await client.query('begin')
      try {
        const differing = await compareBatch(client, of.cloudId, seen)
        const arrivals = differing.map(({ ordinal, id }): Arrival => {
          const content = batch.items[ordinal] as ItemContent
          return { ordinal, id: id ?? of.ids.next(), isNew: id === null, content }
        })
        const taken = arrivals.length === 0 ? NOTHING_NEW : await write(batch, arrivals, now)
        await client.query('commit')
        return taken
      } catch (error) {
        await client.query('rollback').catch(() => {})
        throw error
      }
    },
  }
}
