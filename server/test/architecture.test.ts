import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The rules are in `.dependency-cruiser.cjs`; it also finds rings, types included. */
function violationsIn(trees: readonly string[]): string[] {
  const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...trees]
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 256 << 20 })
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number }
  }
  expect(summary.totalCruised).toBeGreaterThan(100)
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
}

describe('the architecture', () => {
  it('keeps to its floors and doors, without a ring', () => {
    const trees = ['contract', 'server', 'cli', 'web', 'tools', 'bench', 'e2e']
    expect(violationsIn(trees.filter((tree) => existsSync(`${root}/${tree}`)))).toEqual([])
  })
})
