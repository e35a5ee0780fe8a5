/**
 * A simulated year over a PostgreSQL of its own:
 *   npm run test:year -- [resources=2000] [months=12] [seed=1]
 * Ends with 1 if anything differs from what it must be, with 2 if it is asked for what it cannot be.
 */
import { migrate, openDatabase } from '../../src/platform/db/index.ts'
import { openServer } from '../kit/open-server.ts'
import { startTemporaryPostgres } from '../kit/temporary-postgres.ts'
import type { YearOptions } from './story.ts'
import { LIMITS, liveYear } from './year.ts'

const options = readOptions(process.argv.slice(2))
if (options === null) {
  const { resources, months } = LIMITS
  console.error(`Usage: npm run test:year -- [resources] [months] [seed], whole numbers:
  resources  ${resources.least} to ${resources.most}, otherwise 2000
  months     ${months.least} to ${months.most}, otherwise 12
  seed       any, otherwise 1`)
  process.exitCode = 2
} else await run(options)

function readOptions(given: readonly string[]): YearOptions | null {
  if (given.length > 3 || given.some((one) => !/^\d{1,9}$/.test(one))) return null
  const [resources = 2000, months = 12, seed = 1] = given.map(Number)
  const fits = ({ least, most }: { readonly least: number; readonly most: number }, value: number) =>
    value >= least && value <= most
  if (!fits(LIMITS.resources, resources) || !fits(LIMITS.months, months)) return null
  return { resources, months, seed }
}

async function run({ resources, months, seed }: YearOptions): Promise<void> {
  const began = performance.now()
  const postgres = await startTemporaryPostgres()
  try {
    const database = openDatabase({ url: postgres.url, poolSize: 20, onError: () => {} })
    try {
      await migrate(database.owner)
      const server = await openServer(database)
      try {
        console.log(
          `year resources=${resources} months=${months} seed=${seed}: hours of usage are dropped by the run itself when their month and its corrections are billed`,
        )
        const book = await liveYear(server, { resources, months, seed }, (line) => console.log(line))
        console.log('')
        book.print()
        const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024)
        const differing = book.differences.length
        console.log(
          `year resources=${resources} months=${months} seed=${seed} planted=${book.countOf('planted')} found=${book.countOf('found')} invented=${book.countOf('invented')} differing=${differing} seconds=${Math.round((performance.now() - began) / 1000)} memory=${memoryMiB}MiB ${differing === 0 ? 'pass' : 'short'}`,
        )
        if (differing > 0) process.exitCode = 1
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
