import { type ChildProcess, fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'

export interface Side {
  readonly port: number
  stop(): void
}

/** A server in a process of its own, so that whoever makes the load does not take its time. */
export async function startSide(script: string, args: readonly string[]): Promise<Side> {
  const child: ChildProcess = fork(fileURLToPath(new URL(script, import.meta.url)), [...args])
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { readonly port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
  })
  return { port, stop: () => void child.kill() }
}

export interface Call {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
export const closeConnections = (): void => agent.destroy()

/** One GET. @throws for anything but 200. */
export function get(port: number, { path, headers = {} }: Call): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) resolve(body)
        else reject(new Error(`${path}: ${answer.statusCode} ${body.slice(0, 300)}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** So many callers, each one call after the other, for so long. @returns answers a second. */
export async function load(
  port: number,
  callers: number,
  forMs: number,
  next: (nth: number) => Call,
): Promise<number> {
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() - started < forMs) {
        await get(port, next(done))
        done += 1
      }
    }),
  )
  return done / ((performance.now() - started) / 1000)
}

/** Milliseconds of each call, one after the other. */
export async function latencies(port: number, times: number, next: (nth: number) => Call): Promise<number[]> {
  const found: number[] = []
  for (let nth = 0; nth < times; nth++) {
    const started = performance.now()
    await get(port, next(nth))
    found.push(performance.now() - started)
  }
  return found
}
