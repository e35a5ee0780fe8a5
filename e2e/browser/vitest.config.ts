import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What only looks comes before what decides, cancels and releases: all share the sample data of one server. */
const LOOKING = ['dialogs.test.ts', 'pages.test.ts']

class LookFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LOOKING.findIndex((name) => moduleId.endsWith(name))
      return at < 0 ? LOOKING.length : at
    }
    return [...files].sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

/** Journeys in a real browser against the whole server; a lane of its own, since it needs Chromium and a built console. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['e2e/browser/**/*.test.ts'],
    globalSetup: ['e2e/browser/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    sequence: { sequencer: LookFirst },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { requireAssertions: true },
  },
})
