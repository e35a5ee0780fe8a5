/** A month's bills through their life: metered, rated, sent and held against the oracle; then disputed, confirmed or waited for in vain; closed. */
import { type Bill, billOperations as bills } from '@yunheng/contract'
import { billBody, billedUntil, billWholeMonth } from '../../src/modules/billing/index.ts'
import { meterUsage } from '../../src/modules/metering/index.ts'
import { setupCtx } from '../kit/clouds.ts'
import { well } from '../kit/journey.ts'
import { owedBy } from './oracle.ts'
import type { YearBody } from './province.ts'
import { yuan } from './report.ts'
import { goTo, rowsOf, type Story } from './story.ts'

interface BillRow {
  readonly id: string
  readonly body_id: string
  readonly amount: string
  readonly adjusted: string
  readonly charges: number
  readonly unpriced: number
}

const listBills = (story: Story, month: string) =>
  rowsOf<BillRow>(
    story,
    `select b.id, b.body_id, b.amount::text, b.charge_count as charges, b.unpriced_count as unpriced,
       (select coalesce(sum(amount), 0)::text from charge c where c.bill_id = b.id and category = 'adjustment') as adjusted
     from bill b where month = $1::date order by b.body_id`,
    [`${month}-01`],
  )

/** On the third of the month after: everybody's usage, everybody's bill, and what each must come to. */
export async function sendBills(story: Story, number: number): Promise<void> {
  const { server, book } = story
  const { call, database, world } = server
  const month = story.months[number] as string
  goTo(story, month, 3)
  const ctx = setupCtx(server)
  const metered = await book.time(month, 'meter', () =>
    meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal),
  )
  book.note(month, 'usage', metered?.written ?? 0)
  await book.time(month, 'bill', () => billWholeMonth(ctx, database, month))
  await book.time(month, 'send', async () => {
    for (const { id } of await listBills(story, month)) {
      const { version } = await well(call(world.people.centre, bills.get, { params: { id } }))
      await well(
        call(world.people.centre, bills.send, {
          params: { id },
          body: { version, withoutUnpriced: '未定价' },
        }),
      )
    }
  })
  await book.time(month, 'oracle', async () =>
    holdAgainstOracle(story, number, await listBills(story, month)),
  )
}

/** To the 分: the month as it was known, what came to be known of the month before, and what was given back. */
function holdAgainstOracle(story: Story, number: number, found: readonly BillRow[]): void {
  const { book, province } = story
  const month = story.months[number] as string
  const byBody = new Map(found.map((bill) => [bill.body_id, bill]))
  for (const [index, { id }] of province.bodies.entries()) {
    const lives = story.ofBody[index] ?? []
    const owed = owedBy(lives, { month, knownUpTo: number })
    const corrected = correctionOf(story, index, number) - (story.lateCredits.get(id) ?? 0n)
    const bill = byBody.get(id)
    if (bill === undefined) book.differs(`${month}: body ${index + 1} has no bill and owes ${yuan(owed)}`)
    else if (BigInt(bill.amount) !== owed + corrected)
      book.differs(
        `${month}: body ${index + 1} is billed ${yuan(BigInt(bill.amount))} and owes ${yuan(owed + corrected)}`,
      )
    if (bill !== undefined && BigInt(bill.adjusted) !== corrected)
      book.differs(
        `${month}: body ${index + 1} is corrected by ${yuan(BigInt(bill.adjusted))}, not ${yuan(corrected)}`,
      )
    if ((bill?.unpriced ?? 0) > 0) book.differs(`${month}: body ${index + 1} has charges without a price`)
    book.note(month, 'billed', BigInt(bill?.amount ?? 0))
    book.note(month, 'adjusted', BigInt(bill?.adjusted ?? 0))
    book.note(month, 'charges', bill?.charges ?? 0)
  }
  book.note(month, 'bills', found.length)
  story.lateCredits.clear()
}

/** What came to be known of the month before after its bill was sent. */
function correctionOf(story: Story, body: number, number: number): bigint {
  const month = story.months[number - 1]
  if (month === undefined) return 0n
  const lives = story.ofBody[body] ?? []
  return owedBy(lives, { month, knownUpTo: number }) - owedBy(lives, { month, knownUpTo: number - 1 })
}

/** Every fifth body objects in a month, another fifth in the next; in every second month one body says nothing at all. */
const doesDispute = (body: number, number: number) => (body + number) % 5 === 0
const isSilent = (body: number, number: number, bodies: number) =>
  number % 2 === 0 && body === (number * 3 + 1) % bodies

/** So many charges of a bill, the dearest. */
const DISPUTED = 2
const WORDS = { reason: '三次提醒后仍未答复', evidence: '催办函及送达回执' }

type Verb = 'confirm' | 'close' | 'dispute' | 'answer' | 'propose' | 'approve'

function actOn({ server: { call } }: Story, id: string) {
  return async (as: YearBody['admin'], verb: Verb, words: object = {}): Promise<Bill> => {
    const { version } = await well(call(as, bills.get, { params: { id } }))
    return well(call(as, bills[verb], { params: { id }, body: { version, ...words } } as never))
  }
}

/** From the fifth on: bodies confirm, or dispute line by line and are answered first; the centre closes. */
export async function answerBills(story: Story, number: number): Promise<void> {
  const { book, province } = story
  const month = story.months[number] as string
  goTo(story, month, 5)
  const byBody = new Map((await listBills(story, month)).map((bill) => [bill.body_id, bill]))
  const silent: { readonly body: YearBody; readonly bill: BillRow }[] = []
  await book.time(month, 'answer', async () => {
    for (const [index, body] of province.bodies.entries()) {
      const bill = byBody.get(body.id)
      if (bill === undefined) continue
      if (isSilent(index, number, province.bodies.length)) silent.push({ body, bill })
      else await confirm(story, number, { body, bill, isDisputing: doesDispute(index, number) })
    }
    await waitInVain(story, month, silent)
  })
  await keepSeal(story, month)
}

async function confirm(
  story: Story,
  number: number,
  {
    body,
    bill,
    isDisputing,
  }: { readonly body: YearBody; readonly bill: BillRow; readonly isDisputing: boolean },
): Promise<void> {
  const { centre } = story.server.world.people
  const month = story.months[number] as string
  const act = actOn(story, bill.id)
  const credits = isDisputing ? await dispute(story, month, body, bill.id) : 0n
  await act(body.admin, 'confirm')
  const closed = await act(centre, 'close')
  if (BigInt(closed.amount.amountMinor) !== BigInt(bill.amount) - credits)
    story.book.differs(`${month}: a bill of ${bill.amount} 分 was closed at ${closed.amount.amountMinor} 分`)
}

/** Half of the first is given back, the second stands. @returns 分 given back. */
async function dispute(story: Story, month: string, body: YearBody, billId: string): Promise<bigint> {
  const { centre } = story.server.world.people
  const charges = await rowsOf<{ no: number; amount: string }>(
    story,
    `select no, amount::text from charge where bill_id = $1 and category = 'usage' and amount > 100
     order by amount desc, no limit $2`,
    [billId, DISPUTED],
  )
  const act = actOn(story, billId)
  for (const { no } of charges) await act(body.admin, 'dispute', { no, reason: '当月曾停机检修，请核对' })
  let given = 0n
  for (const [index, { no, amount }] of charges.entries()) {
    const half = BigInt(amount) / 2n
    const isUpheld = index === 0
    const credit = isUpheld ? { amountMinor: Number(half), currency: 'CNY' } : null
    const outcome = isUpheld ? 'upheld' : 'rejected'
    await act(centre, 'answer', { no, outcome, answer: '已核对监控与工单记录', credit })
    if (isUpheld) given += half
  }
  story.book.note(month, 'disputes', charges.length)
  return given
}

const DAYS_MAX = 25

/** Silence is reminded of, and is never consent: the centre proposes to close, the bureau decides; the body may still object. */
async function waitInVain(
  story: Story,
  month: string,
  silent: readonly { readonly body: YearBody; readonly bill: BillRow }[],
): Promise<void> {
  const { server, book } = story
  const { centre, bureau } = server.world.people
  for (const { body, bill } of silent) {
    let isAsked = false
    for (let day = 6; day <= DAYS_MAX && !isAsked; day++) {
      goTo(story, month, day)
      await billBody(setupCtx(server), body.id)
      const { reminders, remindersNeeded } = await well(
        server.call(centre, bills.get, { params: { id: bill.id } }),
      )
      isAsked = reminders >= remindersNeeded
    }
    if (!isAsked) {
      book.differs(`${month}: a body that says nothing is not reminded often enough`)
      continue
    }
    const act = actOn(story, bill.id)
    await act(centre, 'propose', WORDS)
    const closed = await act(bureau, 'approve')
    if (!closed.isUnconfirmed || closed.state !== 'closed')
      book.differs(`${month}: a bill that nobody confirmed is ${closed.state}`)
    book.note(month, 'unconfirmed', 1)
    // Afterwards it looks all the same: what is upheld comes back with the next bill.
    const given = await dispute(story, month, body, bill.id)
    story.lateCredits.set(body.id, (story.lateCredits.get(body.id) ?? 0n) + given)
  }
}

const SEAL = `select b.id, md5(b.digest || b.state || b.amount::text || (select md5(string_agg(c::text, E'\\n' order by c.no))
    from charge c where c.bill_id = b.id)) as seal from bill b where b.month = $1::date order by b.id`

/** What a closed month is, byte for byte. */
async function keepSeal(story: Story, month: string): Promise<void> {
  story.seals.set(month, JSON.stringify(await rowsOf(story, SEAL, [`${month}-01`])))
}

/** At the end of the year every closed month is what it was. */
export async function expectSeals(story: Story): Promise<void> {
  for (const [month, seal] of story.seals) {
    if (JSON.stringify(await rowsOf(story, SEAL, [`${month}-01`])) !== seal)
      story.book.differs(`${month}: a closed month is not what it was`)
  }
}
