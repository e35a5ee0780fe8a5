/**
 * Everything that must hold before a change goes in, one step after the other: `npm run check`.
 * `--static` leaves the tests out, for the lane that has just run them.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (path: string): string[] => [`node_modules/${path}`]
// The native compiler takes a tenth of the time; the tools that need the compiler's own interface have version 6 beside it.
const tsc = bin('typescript-native/bin/tsc')

interface Step {
  readonly name: string
  readonly args: readonly string[]
}

const steps: readonly Step[] = [
  { name: 'format and lint', args: [...bin('@biomejs/biome/bin/biome'), 'ci', '--log-level=warn'] },
  { name: 'types: server', args: [...tsc, '-p', 'tsconfig.json'] },
  ...(existsSync(`${root}/web/src`)
    ? [{ name: 'types: console', args: [...tsc, '-p', 'web/tsconfig.json'] }]
    : []),
  {
    name: 'architecture',
    args: [
      ...bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', '.dependency-cruiser.cjs'],
      ...['contract', 'server', 'cli', 'web', 'tools', 'bench', 'e2e'].filter((dir) =>
        existsSync(`${root}/${dir}`),
      ),
    ],
  },
  { name: 'dead code', args: [...bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'generated files', args: ['tools/generate.ts', '--check'] },
]
const tests: Step = { name: 'tests', args: [...bin('vitest/vitest.mjs'), 'run'] }

function run({ name, args }: Step): boolean {
  const beganMs = performance.now()
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  return status === 0
}

const chosen = process.argv.includes('--static') ? steps : [...steps, tests]
const failed = chosen.filter((step) => !run(step))
console.log(
  failed.length === 0 ? 'check: all well' : `check: failed: ${failed.map(({ name }) => name).join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
