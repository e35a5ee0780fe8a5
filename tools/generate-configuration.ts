/** Writes `docs/configuration.md` from the table of settings. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { configurationDocument } from '../server/src/platform/config/index.ts'

const target = new URL('../docs/configuration.md', import.meta.url)
const text = configurationDocument()
if (!process.argv.includes('--check')) writeFileSync(target, text)
else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/configuration.md is not current: npm run generate')
  process.exitCode = 1
}
