/** Charges as files of FOCUS 1.2: of a bill, or of a month, whole, by provider or by contract. */
import { Readable } from 'node:stream'
import type { billOperations, QueryOf } from '@yunheng/contract'
import { actingPost } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Download } from '../../../platform/http/index.ts'
import {
  type Column,
  CSV_TYPE,
  csvHead,
  csvRows,
  EXPORT_ROWS_MAX,
  type ListDownload,
} from '../../../platform/xlsx/index.ts'
import { listPriceVersions, type PriceInForce } from '../../catalogue/index.ts'
import { contractOf, findContract, listLeasesWith } from '../../service-contract/index.ts'
import { seenBill } from '../bill/read-bill.ts'
import { FOCUS_COLUMNS } from './focus.ts'
import { type FocusRow, focusRowsOf } from './focus-charge.ts'
import {
  countFocusCharges,
  type FocusChargeRow,
  type FocusFilter,
  type Group,
  listBodiesOfMonth,
  pageOfFocusCharges,
  sumGroups,
} from './focus-store.ts'

const PAGE = 1000

const COLUMNS: readonly Column<FocusRow>[] = FOCUS_COLUMNS.map(([title, kind, value]) => ({
  title,
  kind,
  value,
}))

/** One bill, at once. */
export async function exportFocus(ctx: Ctx, id: string): Promise<Download> {
  const bill = await seenBill(ctx, id)
  await ctx.inTx((tx) =>
    ctx.audit(tx, {
      noun: 'bill',
      objectId: id,
      label: bill.month,
      bodyId: bill.body_id,
      after: { format: 'FOCUS 1.2' },
    }),
  )
  return {
    fileName: `focus-${bill.month}-${id}.csv`,
    contentType: CSV_TYPE,
    concerns: [bill.body_id],
    content: Readable.from(textOf(pagesOf(ctx.db, { billId: id }, PAGE))),
  }
}

/**
 * A month, as far as it is in sight: at once while it is short, in the background however long.
 * @throws `bill.focus_contract`; and when its content is asked for, `bill.focus_too_long`.
 */
export async function exportFocusMonth(
  ctx: Ctx,
  { month, providerBodyId, contractId }: QueryOf<typeof billOperations.focusMonth>,
): Promise<ListDownload> {
  const db = ctx.authz.require(ctx, 'list', 'bill')
  const filter: FocusFilter =
    contractId === undefined
      ? { month, providerBodyId }
      : await filterOfContract(db, { month, providerBodyId, contractId })
  await ctx.inTx((tx) =>
    ctx.audit(tx, {
      noun: 'bill',
      objectId: null,
      label: month,
      bodyId: actingPost(ctx.actor)?.bodyId ?? null,
      after: { format: 'FOCUS 1.2', filter: { month, providerBodyId, contractId } },
    }),
  )
  const name = `focus-${month}`
  return {
    fileName: `${name}.csv`,
    contentType: CSV_TYPE,
    /** Begins when it is asked for: what is exported whole needs only the list. */
    get content() {
      return Readable.from(boundedText(db, filter))
    },
    whole: {
      name,
      columns: COLUMNS as readonly Column<never>[],
      notes: [],
      isData: true,
      // Of charges; those of several tiers make a row each.
      count: async () => ({ count: await countFocusCharges(db, filter, COUNTED_MAX), isEstimate: true }),
      pages: (size) => pagesOf(db, filter, size) as AsyncGenerator<readonly never[]>,
    },
  }
}

const COUNTED_MAX = 5_000_000

/** The provider’s charges to those bodies whose nearest contract it is, as it is settled. */
async function filterOfContract(
  db: Db,
  of: {
    readonly month: string
    readonly providerBodyId: string | undefined
    readonly contractId: string
  },
): Promise<FocusFilter> {
  const contract = await findContract(db, of.contractId)
  const provider = contract?.provider_body_id ?? null
  if (provider === null || (of.providerBodyId !== undefined && of.providerBodyId !== provider))
    return refuse('bill.focus_contract')
  const leases = await listLeasesWith(db, provider)
  const bodies = await listBodiesOfMonth(db, of.month)
  const own = bodies.filter((body) => contractOf(body, of.month, leases) === of.contractId)
  return { month: of.month, providerBodyId: provider, bodyIds: own.map((body) => body.body_id) }
}

/** A part of a month would look like the whole of it: a file that is too long is refused before its first byte. */
async function* boundedText(db: Db, filter: FocusFilter): AsyncGenerator<string> {
  if ((await countFocusCharges(db, filter, EXPORT_ROWS_MAX + 1)) > EXPORT_ROWS_MAX)
    refuse('bill.focus_too_long')
  yield* textOf(pagesOf(db, filter, PAGE))
}

async function* textOf(pages: AsyncIterable<readonly FocusRow[]>): AsyncGenerator<string> {
  yield csvHead(COLUMNS, false)
  for await (const page of pages) yield csvRows(COLUMNS, page)
}

async function* pagesOf(db: Db, filter: FocusFilter, pageSize: number): AsyncGenerator<readonly FocusRow[]> {
  const prices = createPrices(db)
  const groups = createGroups(db)
  let pageToken: string | undefined
  do {
    const request = { pageSize, ...(pageToken === undefined ? {} : { pageToken }) }
    const page = await pageOfFocusCharges(db, filter, request)
    const versions = await prices.versionsOf(page.items)
    const togetherOf = await groups.sumsOf(page.items)
    yield page.items.flatMap((row) => focusRowsOf(row, versions, togetherOf(row)))
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
}

/** Published versions never change: each is read once a file. */
function createPrices(db: Db) {
  const known = new Map<string, PriceInForce>()
  return {
    async versionsOf(rows: readonly FocusChargeRow[]): Promise<ReadonlyMap<string, PriceInForce>> {
      const asked = new Set(rows.flatMap(({ price_version_id: id }) => (id === null ? [] : [id])))
      const missing = [...asked].filter((id) => !known.has(id))
      if (missing.length > 0)
        for (const price of await listPriceVersions(db, missing)) known.set(price.versionId, price)
      return known
    },
  }
}

/** For a row what counts of all that was rated with it. The same group is summed once a file. */
function createGroups(db: Db) {
  const known = new Map<string, bigint>()
  return {
    async sumsOf(rows: readonly FocusChargeRow[]): Promise<(row: FocusChargeRow) => bigint> {
      const asked = new Map(rows.flatMap((row) => groupOf(row) ?? []).map((group) => [keyOf(group), group]))
      const missing = [...asked].filter(([key]) => !known.has(key))
      const sums = await sumGroups(
        db,
        missing.map(([, group]) => group),
      )
      for (const [at, [key]] of missing.entries()) known.set(key, sums[at] ?? 0n)
      return (row) => {
        const group = groupOf(row)
        return group === null ? 0n : (known.get(keyOf(group)) ?? 0n)
      }
    },
  }
}

const keyOf = (group: Group) => Object.values(group).join(' ')

const groupOf = (row: FocusChargeRow): Group | null =>
  row.category !== 'usage' || row.price_version_id === null
    ? null
    : {
        billId: row.bill_id,
        versionId: row.price_version_id,
        position: row.price_position ?? 0,
        meter: row.meter,
        fromHour: row.from_hour,
        toHour: row.to_hour,
      }
