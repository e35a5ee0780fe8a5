/** A role of the platform as a process of its own, started as the launcher starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** Loaded machines start a process slowly; nothing is judged by this. */
const READY_LIMIT_MS = 300_000

/** What a process takes over from the run of tests: where programs are found, and where what was compiled once is kept. */
export function takenOver(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) }
}

export interface RoleProcess {
  readonly child: ChildProcess
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>
  /** Where it listens, once it is ready. @throws what it wrote to its error stream when it ends before. */
  address(): Promise<string>
  out(): string
  errors(): string
}

export const startRole = (words: readonly string[], env: Readonly<Record<string, string>>): RoleProcess =>
  startProgram(MAIN, words, env)

/** Any other program of ours that says `is ready: …`. */
export function startProgram(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): RoleProcess {
  const child = spawn(process.execPath, [file, ...words], {
    env: { ...takenOver(), YUNHENG_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  let isOver = false
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      isOver = true
      resolve(code)
    }),
  )
  return {
    child,
    ended,
    async address() {
      const end = performance.now() + READY_LIMIT_MS
      for (;;) {
        const found = /is ready: (\S+)/.exec(out)?.[1]
        if (found !== undefined) return found
        if (isOver || performance.now() > end) throw new Error(`${words.join(' ')} is not ready: ${errors}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    out: () => out,
    errors: () => errors,
  }
}
