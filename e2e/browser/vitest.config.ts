import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What disturbs nobody. First what has a server of its own, while the sample is being made; then, the longest first, what only
 * looks; at last what changes only things that no one else comes to.
 */
const APART = [
  'may',
  'editors',
  'empty-console',
  'pages.closely',
  'dialogs',
  'pages.read',
  'estate',
  'hard-times',
  'coordination',
  'reconcile',
  'regional-rules',
].map((name) => `e2e/browser/${name}.test.ts`)

/** Always in the same order: one journey finds what another left behind. */
class Ordered extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    const place = ({ moduleId }: TestSpecification) => APART.findIndex((path) => moduleId.endsWith(path))
    return [...files].sort(
      (a, b) => group(a) - group(b) || place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : 1),
    )
  }
}

const root = new URL('../..', import.meta.url).pathname
const limits = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { requireAssertions: true, poll: { timeout: 120_000 } },
}

function group(
  name: string,
  groupOrder: number,
  maxWorkers: number,
  files: { readonly include: string[]; readonly exclude: string[] },
): TestProjectInlineConfiguration {
  return {
    root,
    test: { name, ...files, ...limits, pool: 'forks', maxWorkers, sequence: { groupOrder } },
  }
}

/**
 * Journeys in a real browser against the whole server; a lane of its own, since it needs Chromium and a built console.
 * What disturbs nobody comes first, two files at a time; then one after the other what decides, cancels and releases.
 */
export default defineConfig({
  root,
  test: {
    globalSetup: ['e2e/browser/global-setup.ts'],
    sequence: { sequencer: Ordered },
    projects: [
      group('apart', 0, 2, { include: APART, exclude: [] }),
      group('act', 1, 1, { include: ['e2e/browser/**/*.test.ts'], exclude: APART }),
    ],
  },
})
