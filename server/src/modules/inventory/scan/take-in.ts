/**
 * What a cloud shows, taken in: what is known already is recognised by its fingerprint; what is new or told something else
 * is compared with its row and written.
 */
import type pg from 'pg'
import type { CopyRows } from '../../../platform/db/index.ts'
import type { Ids } from '../../../platform/ids.ts'
import type { Observed } from '../../cloud/index.ts'
import { contentOf, differencesOf, type ItemContent, keyOf } from '../item/item.ts'
import {
  type Arrival,
  createContentRows,
  fillContents,
  inBatchTx,
  insertArrived,
  insertChanges,
  type KnownRow,
  listKnownForUpdate,
  markMet,
  type NewChange,
  sendContents,
  updateChanged,
} from './staging-store.ts'

export interface Batch {
  readonly items: readonly Observed[]
  /** When its first page was asked for: what became known later than that is newer than the batch. */
  readonly asked: Date
}

export interface TakenIn {
  readonly appeared: number
  readonly changed: number
  /** Ids out of the tags, old and new, of what is new or differs. */
  readonly resourceIds: readonly string[]
  /** Fingerprints of rows that have been written anew, as they were. */
  readonly superseded: readonly Buffer[]
}

/** A batch in the form in which it is sent. */
export interface Prepared {
  readonly asked: Date
  readonly arrivals: readonly Arrival[]
  readonly rows: CopyRows
}

export interface Intake {
  /** Without the database, so that it can be done while the batch before is still taken in; no further ahead than that. */
  prepare(batch: Batch): Prepared
  takeIn(prepared: Prepared, now: Date): Promise<TakenIn>
}

export function createIntake(
  client: pg.ClientBase,
  of: { readonly cloudId: string; readonly scanId: string; readonly ids: Ids },
): Intake {
  // Allocated once a scan: one is sent while the other is filled.
  let [next, other] = [createContentRows(), createContentRows()]

  /** A thing that moved from one page to another while we read is told twice; the later word counts. */
  function arrivalsOf(items: readonly Observed[]): readonly Arrival[] {
    const last = new Map(items.map((item) => [keyOf(item), item]))
    return [...last.values()].map((item, ordinal) => ({
      ordinal,
      id: of.ids.next(),
      content: contentOf(item),
    }))
  }

  async function writeChanged(
    known: readonly KnownRow[],
    arrivals: readonly Arrival[],
    asked: Date,
    now: Date,
  ) {
    const changes = known.flatMap((row) => changeOf(row, (arrivals[row.ordinal] as Arrival).content))
    if (changes.length > 0) await insertChanges(client, { ...of, now }, changes)
    await updateChanged(client, known, asked)
    return changes.length
  }

  return {
    prepare({ items, asked }) {
      const rows = next
      next = other
      other = rows
      const arrivals = arrivalsOf(items)
      fillContents(rows, arrivals)
      return { asked, arrivals, rows }
    },
    async takeIn({ asked, arrivals, rows }, now) {
      return inBatchTx(client, async () => {
        await sendContents(client, rows)
        const appeared = await insertArrived(client, of.cloudId, asked, now)
        const met = new Set(appeared === arrivals.length ? [] : await markMet(client, of.cloudId))
        const known = met.size === 0 ? [] : await listKnownForUpdate(client, of.cloudId, asked)
        const changed = known.length === 0 ? 0 : await writeChanged(known, arrivals, asked, now)
        const differing = new Set(known.map((row) => row.ordinal))
        const tags = [
          ...arrivals
            .filter(({ ordinal }) => !met.has(ordinal) || differing.has(ordinal))
            .map((one) => one.content.resourceId),
          ...known.map((row) => row.resource_id),
        ]
        return {
          appeared,
          changed,
          resourceIds: [...new Set(tags.flatMap((id) => id ?? []))],
          superseded: known.flatMap(({ fingerprint }) =>
            fingerprint === null ? [] : Buffer.from(fingerprint.replaceAll('-', ''), 'hex'),
          ),
        }
      })
    },
  }
}

/** A row whose fingerprint alone differs (it was computed otherwise once) is written anew without a word. */
function changeOf(row: KnownRow, content: ItemContent): readonly NewChange[] {
  const sort = row.vanished_at === null ? 'changed' : 'reappeared'
  const differences = differencesOf(row, content)
  return differences.length === 0 && sort === 'changed' ? [] : [{ itemId: row.id, sort, differences }]
}
