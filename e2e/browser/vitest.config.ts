import { defineConfig } from 'vitest/config'

/** Journeys in a real browser against the whole server; a lane of its own, since it needs Chromium and a built console. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['e2e/browser/**/*.test.ts'],
    globalSetup: ['e2e/browser/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { requireAssertions: true },
  },
})
