/** Bills come by themselves: a draft for every month that is metered to its end, rated anew while it is a draft. */
import type { Ctx } from '../../../platform/context.ts'
import type { Database, Db, Tx } from '../../../platform/db/index.ts'
import { inLanes } from '../../../platform/lanes.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { addWorkingDays, dayInChina, isMissing } from '../../../platform/worktime/index.ts'
import {
  findFirstMonth,
  findMeteredHour,
  instantOf,
  listHoldingBodies,
  listPricedBy,
  monthOf,
  readMonthSums,
  sumWholeMonth,
  windowOfMonth,
} from '../../metering/index.ts'
import { loadWorkCalendar } from '../../workflow/index.ts'
import { cutMonth } from '../rate/cut-month.ts'
import { hasDays, type ReadBefore, readPriceBook } from '../rate/gather-charges.ts'
import {
  type BillRow,
  ensureBill,
  listBilledMonths,
  listBillsOfBody,
  listBodiesToLookAt,
  listOverdue,
  listStanding,
  loadBillForUpdate,
  updateBill,
} from './bill-store.ts'
import { BILLING_RECONCILER, rateBill } from './rate-bill.ts'
import { billRules } from './rules-of-bill.ts'

const BATCH = 200
/** So many bodies without a bill of one month are billed together, in one pass over its usage. */
const TOGETHER = 20
/** A draft is looked at anew after a day at the latest: usage of its month may have become known. */
const DRAFT_AGE_MS = 86_400_000

export function createBillingReconciler(database: Database): Reconciler {
  return {
    name: BILLING_RECONCILER,
    concurrency: 1,
    sweepEveryMs: 600_000,
    async reconcile(ctx, id) {
      const month = monthOfId(id)
      if (month === null) await billBody(ctx, id)
      else await billWholeMonth(ctx, database, month)
      return { done: true }
    },
    async sweep(ctx) {
      const now = ctx.clock.now()
      const byMonth = Map.groupBy(await listUnbilled(ctx.db, null), (one) => one.month)
      const found = [...byMonth].flatMap(([month, bodies]) =>
        bodies.length >= TOGETHER ? [idOfMonth(month)] : bodies.map((one) => one.body_id),
      )
      const late = await listBodiesToLookAt(ctx.db, new Date(now.getTime() - DRAFT_AGE_MS), dayInChina(now))
      return [...new Set([...found, ...late])].slice(0, BATCH)
    },
  }
}

/** A month as a thing to look at. */
const MONTH_ID = '00000000-0000-7000-8001-000000'
const idOfMonth = (month: string) => `${MONTH_ID}${month.replace('-', '')}`
const monthOfId = (id: string) => (id.startsWith(MONTH_ID) ? `${id.slice(-6, -2)}-${id.slice(-2)}` : null)

/** Months beyond these are not looked at any more; as many as usage is shown for. */
const MONTHS = 24

/** Months that are metered to their end, of which somebody held something and has no bill. */
export async function listUnbilled(db: Db, bodyId: string | null) {
  const [end, first] = [await findMeteredHour(db), await findFirstMonth(db)]
  if (end === null || first === null) return []
  return listHoldingBodies(db, monthsBetween(first, end).slice(-MONTHS), await listBilledMonths(db), bodyId)
}

/** Months from the first on that end at that hour or before. */
function monthsBetween(first: string, end: number): readonly string[] {
  const months: string[] = []
  for (let month = first; ; ) {
    const { to } = windowOfMonth(month)
    if (to > end) return months
    months.push(month)
    month = monthOf(to)
  }
}

/** Makes what is missing, rates what is a draft in the order of months, reminds of what is late. */
export async function billBody(ctx: Ctx, bodyId: string): Promise<void> {
  const missing = await listUnbilled(ctx.db, bodyId)
  const drafts = (await listBillsOfBody(ctx.db, bodyId)).filter((bill) => bill.state === 'draft')
  for (const month of [...new Set([...missing, ...drafts].map((one) => one.month))].sort())
    await ctx.inTx((tx) => billMonth(ctx, tx, { bodyId, month }))
  await ctx.inTx((tx) => remind(ctx, tx, bodyId))
}

/** So many bodies at once: while one is rated, the database writes what another one has. */
const LANES = [1, 2]

/** Everybody's drafts of a month that have none: its hours are read once, however many bodies there are. */
export async function billWholeMonth(ctx: Ctx, database: Database, month: string): Promise<void> {
  const missing = (await listUnbilled(ctx.db, null)).filter((one) => one.month === month)
  if (missing.length === 0) return
  const window = windowOfMonth(month)
  const priced = await listPricedBy(ctx.db)
  const book = await readPriceBook(ctx.db, priced, window)
  const { cuts, common, apart } = await cutMonth(ctx.db, book, priced, window)
  const withDays = hasDays(book, window)
  const isCut = common.length > 0 || withDays
  const client = await database.owner.connect()
  try {
    if (isCut) await sumWholeMonth(client, { month, cuts, common, apart, withDays })
    // One connection has the sums: they are read in turn.
    let reading: Promise<unknown> = Promise.resolve()
    const read = (bodyId: string) => {
      const held = reading.then(() => readMonthSums(client, bodyId))
      reading = held.catch(() => {})
      return held
    }
    await inLanes(LANES, missing, async ({ body_id: bodyId }) => {
      const before = { book, summed: isCut ? { cuts, held: await read(bodyId) } : null }
      await ctx.inTx((tx) => billMonth(ctx, tx, { bodyId, month, before }))
    })
  } finally {
    // Its temporary table and its time limit go with it.
    client.release(true)
  }
}

async function billMonth(
  ctx: Ctx,
  tx: Tx,
  {
    bodyId,
    month,
    before,
  }: { readonly bodyId: string; readonly month: string; readonly before?: ReadBefore | undefined },
): Promise<void> {
  const { id } = await ensureBill(tx, { id: ctx.ids.next(), bodyId, month, now: ctx.clock.now() })
  const bill = (await loadBillForUpdate(tx, id)) as BillRow
  if (bill.state === 'draft') await rateBill(ctx, tx, bill, { before })
}

/** Silence is a reminder, as often as the rules ask for, and nothing else. */
async function remind(ctx: Ctx, tx: Tx, bodyId: string): Promise<void> {
  const now = ctx.clock.now()
  for (const { id, version, month, due_on, reminders: before } of await listOverdue(
    tx,
    bodyId,
    dayInChina(now),
  )) {
    const reminders = before + 1
    const change = { reminded_at: now, reminders, remind_on: await nextReminder(ctx, tx, bodyId, reminders) }
    if (!(await updateBill(tx, id, version, change))) continue
    const after = { dueOn: due_on, reminders }
    await ctx.audit(tx, { act: 'bill.overdue', noun: 'bill', objectId: id, label: month, bodyId, after })
    await ctx.emit(tx, { type: 'bill.overdue', noun: 'bill', id, bodyId })
  }
}

/** Null after the last one. Without the calendar of that year: in a week. */
async function nextReminder(ctx: Ctx, tx: Tx, bodyId: string, sent: number): Promise<string | null> {
  const { remindersNeeded, reminderGap } = await billRules(ctx, tx, bodyId)
  if (sent >= remindersNeeded) return null
  const calendar = await loadWorkCalendar(tx)
  const next = calendar === null ? null : addWorkingDays(calendar, ctx.clock.now(), reminderGap)
  if (next !== null && !isMissing(next)) return dayInChina(next)
  return dayInChina(new Date(ctx.clock.now().getTime() + 7 * DRAFT_AGE_MS))
}

/** The port of metering: hours stand from the moment their bill was sent. */
export async function billedUntil(db: Db, bodyIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const standing = await listStanding(db, bodyIds)
  return new Map(standing.map(({ body_id, month }) => [body_id, instantOf(windowOfMonth(month).to)]))
}
