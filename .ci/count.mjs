/** Counts a run of vitest from its JSON report, names what was skipped, and prints the line that a lane ends with. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const [, , lane, file] = process.argv
let report
try {
  report = JSON.parse(readFileSync(file, 'utf8'))
} catch {
  console.log(`${lane} passed=0 failed=1 skipped=0`)
  process.exit(1)
}
const tests = report.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map((test) => ({ ...test, file: relative(process.cwd(), name) })),
)
const skipped = tests.filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status))
for (const test of skipped) {
  const why = test.meta?.note ?? test.failureMessages?.[0] ?? 'its condition does not hold on this machine'
  console.log(`skipped: ${test.file}: ${test.fullName} (${why})`)
}
// A file that could not be loaded has no tests to fail.
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
)
for (const { name, message } of brokenFiles)
  console.log(`failed: ${relative(process.cwd(), name)}: ${message.split('\n')[0]}`)
for (const { file, fullName, failureMessages } of tests.filter(({ status }) => status === 'failed'))
  console.log(`failed: ${file}: ${fullName}: ${failureMessages?.[0]?.split('\n')[0] ?? ''}`)
const passed = tests.filter(({ status }) => status === 'passed').length
const failed = tests.filter(({ status }) => status === 'failed').length + brokenFiles.length
console.log(`${lane} passed=${passed} failed=${failed} skipped=${skipped.length}`)
