/**
 * A simulated year of a province: resources come, grow, move, sleep and go; prices change; clouds fall silent; bills are sent, disputed,
 * confirmed and closed; providers bill with planted errors and are reconciled and settled with; and less is spent at its end. One story:
 * the suite lives through a small one, `npm run test:year` through one as large as {@link LIMITS} allow.
 */
import { billedUntil } from '../../src/modules/billing/index.ts'
import { findFoldable, foldUsage, judgeGapsFrom } from '../../src/modules/metering/index.ts'
import { setupCtx } from '../kit/clouds.ts'
import type { TestServer } from '../kit/open-server.ts'
import { aStock, createDice } from './births.ts'
import { aLateMonth, aMonth } from './chance.ts'
import type { Checkpoint } from './checkpoint.ts'
import { FIRST_MONTH, monthAfter, monthsOf } from './civil.ts'
import { createLedger } from './ledger.ts'
import { isAlive, type Life } from './life.ts'
import { answerBills, expectSeals, sendBills } from './month-bills.ts'
import { reconcile, WRONG_CURRENCY } from './month-statements.ts'
import { PLANTED_ERRORS } from './planting.ts'
import { publishPrices } from './price-lists.ts'
import { givenProvince } from './province.ts'
import { settleQuarter } from './quarter.ts'
import { type Book, createBook, yuan } from './report.ts'
import { holdAgainstBills, savedIn } from './saved-money.ts'
import { createProgramme } from './saving.ts'
import { type Agreed, goTo, type Memory, nothingYet, rowsOf, type Story, type YearOptions } from './story.ts'

/**
 * Fewer resources have not one for every event; of more, one of the four providers would bill beyond the 300,000 rows of a statement.
 * The calendar is given to 2028, and so long run the contracts.
 */
export const LIMITS = { resources: { least: 100, most: 600_000 }, months: { least: 1, most: 24 } } as const

/** @returns what there is to tell of it. */
export async function liveMonth(story: Story, number: number): Promise<string> {
  const { book, lives, agreed } = story
  const month = story.months[number] as string
  await book.time(month, 'events', () => liveThrough(story, number))
  await book.time(month, 'saving', () => createProgramme(story).run(number))
  await publishPrices(story.server, story.province, monthAfter(month))
  book.note(month, 'resources', lives.filter(isAlive).length)
  await sendBills(story, number)
  book.note(month, 'saved', savedIn(story, number))
  const ofMonth = await reconcile(story, number)
  holdTogether(story, month, ofMonth)
  agreed.push(...ofMonth)
  await answerBills(story, number)
  await book.time(month, 'other', () => settleQuarter(story, number, agreed))
  goTo(story, month, 27)
  await book.time(month, 'events', () => learnLate(story, number))
  await noteSizes(story, month)
  await book.time(month, 'other', () => foldHours(story, number))
  return told(book, month)
}

export async function endYear(story: Story): Promise<Book> {
  await createProgramme(story).finish()
  await holdAgainstBills(story)
  await expectSeals(story)
  expectLived(story)
  return story.book
}

/** @param tell hears what the book says when it is printed. */
export async function beginYear(
  server: TestServer,
  options: YearOptions,
  tell: (line: string) => void,
): Promise<Story> {
  // Gaps are told where the story wants them; what nobody looked at in between says nothing.
  await judgeGapsFrom(server.database.owner, 'infinity')
  const province = await givenProvince(server, options.resources)
  const dice = createDice(options.resources, options.seed, province)
  const story = storyOf({ options, server, province, dice, book: createBook(tell) }, nothingYet())
  await publishPrices(server, province, FIRST_MONTH)
  await story.book.time(FIRST_MONTH, 'events', () => deliver(story, aStock(dice)))
  return story
}

/** Goes on with one that was kept, over the database that was kept with it. */
export function resumeYear(server: TestServer, before: Checkpoint, tell: (line: string) => void): Story {
  const { options, province, notes, memory } = before
  const dice = createDice(options.resources, options.seed, province, before.dice)
  const story = storyOf({ options, server, province, dice, book: createBook(tell, notes) }, memory)
  for (const life of story.lives) story.ofBody[life.body]?.push(life)
  return story
}

const storyOf = (
  of: Pick<Story, 'options' | 'server' | 'province' | 'dice' | 'book'>,
  memory: Memory,
): Story => ({
  ...of,
  ...memory,
  months: monthsOf(of.options.months),
  ledger: createLedger(of.server, of.province),
  ofBody: of.province.bodies.map(() => []),
})

async function deliver(story: Story, lives: readonly Life[]): Promise<void> {
  await story.ledger.deliver(lives)
  for (const life of lives) {
    story.lives.push(life)
    story.ofBody[life.body]?.push(life)
  }
}

async function liveThrough(story: Story, number: number): Promise<void> {
  const { dice, ledger, lives, months } = story
  const plan = aMonth(dice, number, months[number] as string, lives)
  await deliver(story, plan.delivered)
  for (const step of plan.steps) await ledger.change(step, number)
  if (plan.unseen !== null)
    await ledger.leaveUnseen(plan.unseen.lives, plan.unseen.from, plan.unseen.to, number)
}

/** What providers are owed is what bodies are billed for the month, corrections of earlier ones apart. */
function holdTogether({ book }: Story, month: string, agreed: readonly Agreed[]): void {
  const owed = agreed.reduce((sum, one) => sum + one.amount - one.rounding - one.corrected, 0n)
  const billed = book.figure(month, 'billed') - book.figure(month, 'adjusted')
  if (owed !== billed)
    book.differs(
      `${month}: ${yuan(billed)} are billed for the month, ${yuan(owed)} are agreed with providers`,
    )
}

/** What becomes known of a month after its bills were sent: it goes on the next ones. */
async function learnLate(story: Story, number: number): Promise<void> {
  const { dice, ledger, lives, months } = story
  for (const step of aLateMonth(dice, months[number] as string, lives)) await ledger.change(step, number + 1)
}

/** What is billed for everybody is folded, and corrected like that. */
async function foldHours({ server, book, months }: Story, number: number): Promise<void> {
  const ctx = setupCtx(server)
  const folded: string[] = []
  for (let month = await findFoldable(ctx, billedUntil); month !== null; ) {
    await foldUsage(ctx, month)
    folded.push(month)
    month = await findFoldable(ctx, billedUntil)
  }
  if (folded.at(-1) !== months[number]) book.differs(`${months[number]} was to be folded: ${folded}`)
}

/** What the month's hours take on the disk, and all of the database. */
async function noteSizes(story: Story, month: string): Promise<void> {
  const [size] = await rowsOf<{ hours: number; all: number }>(
    story,
    `select round(pg_total_relation_size($1::regclass) / 1048576.0)::int as hours,
       round(pg_database_size(current_database()) / 1048576.0)::int as all`,
    [`usage_${month.replace('-', '')}`],
  )
  story.book.note(month, 'usage-MiB', size?.hours ?? 0)
  story.book.note(month, 'database-MiB', size?.all ?? 0)
}

function told(book: Book, month: string): string {
  const shown = (
    ['resources', 'usage', 'usage-MiB', 'database-MiB', 'charges', 'planted', 'found', 'invented'] as const
  )
    .map((figure) => `${figure} ${book.figure(month, figure)}`)
    .join(', ')
  return `${month}: ${shown}, differences so far ${book.differences.length}; seconds: ${book.shownTimes(month)}`
}

/** A year in which nothing of all that happened would prove nothing. */
function expectLived({ book, months, options }: Story): void {
  const all = (figure: Parameters<Book['figure']>[1]) =>
    months.reduce((sum, month) => sum + (book.figure(month, figure) === 0n ? 0 : 1), 0)
  for (const figure of ['usage', 'charges', 'planted', 'found'] as const)
    if (all(figure) !== months.length) book.differs(`not every month has ${figure}`)
  for (const figure of ['settled', 'credited'] as const)
    if (all(figure) !== Math.floor(months.length / 3)) book.differs(`not every quarter has ${figure}`)
  if (options.months < 6) return
  for (const figure of ['adjusted', 'disputes', 'unconfirmed', 'saved'] as const)
    if (all(figure) === 0) book.differs(`no month has ${figure}`)
  for (const error of [...PLANTED_ERRORS, WRONG_CURRENCY])
    if (book.countOf('planted', error) === 0) book.differs(`nobody planted: ${error}`)
}
