/**
 * A simulated year over a PostgreSQL of its own:
 *   npm run test:year -- [resources=2000] [months=12] [seed=1] [--keep=DIRECTORY [--minutes=N]]
 * Kept in a directory, it stops after the month within which that many minutes are over; the same command goes on with it.
 * Ends with 0 if all is as it must be, also as far as it came; with 1 if anything differs; with 2 if asked for what it cannot be.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { migrate, openDatabase } from '../../src/platform/db/index.ts'
import { openServer, type TestServer } from '../kit/open-server.ts'
import { startTemporaryPostgres } from '../kit/temporary-postgres.ts'
import { checkpointOf, type Keeping, keepIn } from './checkpoint.ts'
import type { Book } from './report.ts'
import type { YearOptions } from './story.ts'
import { beginYear, endYear, LIMITS, liveMonth, resumeYear } from './year.ts'

interface Asked {
  readonly options: YearOptions
  /** Null: all of it at once. */
  readonly minutes: number | null
  readonly keeping: Keeping | null
}

const say = (line: string) => console.log(line)
const began = performance.now()
const minutesGone = () => (performance.now() - began) / 60_000

const asked = readAsked()
if (asked === null) {
  const { resources, months } = LIMITS
  console.error(`Usage: npm run test:year -- [resources] [months] [seed] [--keep=DIRECTORY [--minutes=N]], whole numbers:
  resources  ${resources.least} to ${resources.most}, otherwise 2000
  months     ${months.least} to ${months.most}, otherwise 12
  seed       any, otherwise 1
  --keep     where the year is kept between sittings; it is removed by hand
  --minutes  after so many no further month begins; the same command goes on with the next one`)
  process.exitCode = 2
} else await run(asked)

function readAsked(): Asked | null {
  try {
    const options = { keep: { type: 'string' }, minutes: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const { keep, minutes } = values
    const numbers = [...positionals, ...(minutes === undefined ? [] : [minutes])]
    if (positionals.length > 3 || numbers.some((one) => !/^\d{1,9}$/.test(one))) return null
    if (minutes !== undefined && keep === undefined) return null
    const [resources = 2000, months = 12, seed = 1] = positionals.map(Number)
    const fits = ({ least, most }: { readonly least: number; readonly most: number }, value: number) =>
      value >= least && value <= most
    if (!fits(LIMITS.resources, resources) || !fits(LIMITS.months, months)) return null
    const year = { resources, months, seed }
    return {
      options: year,
      minutes: minutes === undefined ? null : Number(minutes),
      keeping: keep === undefined ? null : keepIn(resolve(keep), year),
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return null
  }
}

async function run(asked: Asked): Promise<void> {
  const before = asked.keeping?.found ?? null
  if (before === null) asked.keeping?.begin()
  const postgres = await startTemporaryPostgres(asked.keeping?.dataDir)
  try {
    const database = openDatabase({ url: postgres.url, poolSize: 20, onError: () => {} })
    try {
      await migrate(database.owner)
      const server = await openServer(database, before === null ? {} : { before })
      try {
        await live(server, asked)
      } finally {
        await server.close()
      }
    } finally {
      await database.close()
    }
  } finally {
    await postgres.stop()
  }
}

async function live(server: TestServer, { options, minutes, keeping }: Asked): Promise<void> {
  const before = keeping?.found ?? null
  say(nameOf(options))
  if (before !== null) say(`${before.done} months are over; it goes on with the next one`)
  const story = before === null ? await beginYear(server, options, say) : resumeYear(server, before, say)
  const first = before?.done ?? 0
  for (let number = first; number < options.months; number++) {
    if (number > first && minutes !== null && minutesGone() >= minutes) {
      say(`stopped after ${number} of ${options.months} months: the same command goes on`)
      return end(options, story.book, ' so far')
    }
    keeping?.begin()
    say(await liveMonth(story, number))
    keeping?.save(checkpointOf(story, number + 1))
  }
  const book = await endYear(story)
  say('')
  book.print()
  end(options, book)
}

function nameOf({ resources, months, seed }: YearOptions): string {
  return `year resources=${resources} months=${months} seed=${seed}`
}

function end(options: YearOptions, book: Book, howFar = ''): void {
  const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024)
  const differing = book.differences.length
  say(
    `${nameOf(options)} planted=${book.countOf('planted')} found=${book.countOf('found')} invented=${book.countOf('invented')} differing=${differing} seconds=${Math.round(minutesGone() * 60)} memory=${memoryMiB}MiB ${differing === 0 ? 'pass' : 'short'}${howFar}`,
  )
  if (differing > 0) process.exitCode = 1
}
