/**
 * The benches of what the database does, at a size at which their figures say nothing: that they still run on today's tables, and that
 * both sides of a comparison still answer the same. Each over a PostgreSQL of its own, as a newcomer calls it.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')

describe('a bench runs, small:', () => {
  it.each([
    ['ingest', ['50', '1'], /rows=3600 .* replayed=0 /],
    ['month-bill', ['40', '2', '1'], /rows=28800 resources=40 bodies=2 charges=80 /],
    ['cost-overview', ['200', '2', '2', '2'], /charges=200×2 .* p95=\d+ms /],
    ['statement', ['300', '1'], /rows=300 .* replay=true /],
    ['list', ['60000', '1', '100'], /ratio=/],
    ['explorer', ['2000', '2'], /things=2000 .* ratio=/],
  ] as const)('%s', async (name, args, told) => {
    const { stdout } = await run(process.execPath, [`bench/${name}.bench.ts`, ...args], { cwd: ROOT })
    const last = stdout.trimEnd().split('\n').at(-1)
    expect(last).toMatch(new RegExp(`^${name} `))
    expect(last).toMatch(told)
  })
})
