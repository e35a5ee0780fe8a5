import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What another database server changes nothing for: the tests of the embedded one and of the tree itself; the long walk through
 * all operations with inputs of every sort, which are refused before any statement; and the long ones of races, of processes
 * killed and of clouds that fail, the month of many bodies and the simulated year, whose statements the tests of single use cases run
 * as well.
 */
const ANY_DATABASE = [
  'server/test/architecture.test.ts',
  'server/test/requirements.test.ts',
  'server/test/access.test.ts',
  'server/test/process.test.ts',
  'server/src/platform/postgres/supervisor.test.ts',
  'server/test/first-administrators.test.ts',
  'server/test/flow-faults.test.ts',
  'server/test/flow-killed.test.ts',
  'server/test/money-killed.test.ts',
  'server/test/full-size-races.test.ts',
  'server/src/modules/resource/reconcile/resource-faults.test.ts',
  'server/src/modules/workflow/task/race.test.ts',
  'server/src/modules/inventory/scan/cloud-clock.test.ts',
  'server/src/platform/audit/verify-chain.test.ts',
  'server/src/modules/billing/exact-bills.test.ts',
  'server/test/year/year.test.ts',
  'server/test/benches.test.ts',
]

/**
 * What the oldest PostgreSQL is asked: the flows through everything, and the modules that speak in its own words (functions,
 * triggers, COPY, partitions, windows). The others' statements are plain ones, most of which the flows execute as well.
 */
const OLDEST_DATABASE = [
  'server/test/**/*.test.ts',
  'server/src/platform/{db,audit,jobs,events}/**/*.test.ts',
  'server/src/modules/{inventory,metering,billing,statement,settlement,budget}/**/*.test.ts',
]

/** What takes longest: in a fresh clone nobody has measured it yet. */
const LONGEST = [
  'server/test/process',
  'server/test/full-size-races',
  'server/test/year/year',
  'server/test/benches',
  'server/test/flow-faults',
  'server/test/access',
  'server/test/flow-killed',
  'server/test/first-administrators',
  'server/src/modules/resource/reconcile/resource-faults',
  'server/src/modules/inventory/scan/run-scan',
  'server/src/modules/workflow/task/race',
  'server/test/change-flow',
  'server/test/ordered-prices',
  'server/test/money-killed',
  'server/test/main-flow',
  'server/src/platform/postgres/supervisor',
  'server/src/modules/request/requests',
  'server/src/platform/audit/verify-chain',
].map((name) => `/${name}.test.ts`)

/** Begins with the longest, so that none of them is left to run alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.endsWith(path))
      return at < 0 ? LONGEST.length : at
    }
    const sorted = await super.sort(files)
    return [...Map.groupBy(sorted, ({ project }) => project.name).values()].flatMap((ofOne) =>
      ofOne.sort((a, b) => place(a) - place(b)),
    )
  }
}

const isOldest = process.env.TEST_DATABASE_DEPENDENT === '1'

// Three workers on two cores: what waits for a worker, a lease or a lock leaves room for another (1,737 tests in 418 s; with two
// workers 1,450 took 488 s).
export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // No test is judged by the clock: these only end what hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A test that asserts nothing proves nothing.
    expect: { requireAssertions: true, poll: { timeout: 300_000 } },
    projects: [
      // One database server for the whole run, one database for each file that asks for it (server/test/kit).
      {
        extends: true,
        test: {
          name: 'server',
          include: isOldest ? OLDEST_DATABASE : ['{server,cli}/**/*.test.ts'],
          exclude: isOldest ? ANY_DATABASE : [],
          globalSetup: ['server/test/kit/global-setup.ts'],
          // As the server itself is run: by Node, which keeps what it has compiled. One process loads the server once for all files that it
          // takes; each closes what it opened. Half of the processors' work of a file was to load what the last one had loaded.
          experimental: { viteModuleRunner: false },
          isolate: false,
        },
      },
      { extends: true, test: { name: 'plain', include: ['{contract,web,tools}/**/*.test.ts'] } },
    ],
  },
})
