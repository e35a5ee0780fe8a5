/** Server and console for development: the server restarts when its sources change, the console reloads itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const programs = [
  { args: ['--watch', '--watch-preserve-output', 'server/src/main.ts', 'serve'], cwd: root },
  { args: [`${root}/node_modules/vite/bin/vite.js`], cwd: `${root}/web` },
]

const children: ChildProcess[] = programs.map(({ args, cwd }) =>
  spawn(process.execPath, args, { cwd, stdio: 'inherit' }),
)
let ending = false
function end(code: number): void {
  if (ending) return
  ending = true
  process.exitCode = code
  for (const child of children) child.kill('SIGTERM')
}
for (const child of children) child.on('exit', (code) => end(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
