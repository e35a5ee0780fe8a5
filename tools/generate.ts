/** Writes every generated file, or with `--check` says which is not current. One `tools/generate-….ts` for each. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const generators = readdirSync(import.meta.dirname).filter((name) => /^generate-.*\.ts$/.test(name))
const failed = generators.filter((name) => {
  const { status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, name), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  )
  return status !== 0
})
process.exitCode = failed.length === 0 ? 0 : 1
