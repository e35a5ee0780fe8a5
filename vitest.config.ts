import { defineConfig } from 'vitest/config'

// One database server for the whole run (server/test/kit), one process per test file so that a crash or a leak
// stays in its file. Two workers: the machines that run this have two cores, and the database needs its share.
export default defineConfig({
  test: {
    include: ['{contract,server,cli,tools}/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['server/test/kit/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // No test is judged by the clock: these only end what hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A test that asserts nothing proves nothing.
    expect: { requireAssertions: true },
  },
})
