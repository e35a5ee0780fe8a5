/** OpenStack's own command-line client, kept running, against one region: an independent witness of what is in the cloud. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { OPENSTACK } from './open.ts'

export interface Client {
  /** What a command shows, as JSON. @param projectRef the project in which it is done; the administrator's own for null. */
  show<T>(projectRef: string | null, ...words: string[]): Promise<T>
  /** For commands that show nothing. @throws with the client's own words. */
  act(projectRef: string | null, ...words: string[]): Promise<string>
  /** How many commands it has carried out. */
  readonly commands: number
  close(): void
}

interface Answer {
  readonly code: number
  readonly said: string
  readonly errors: string
}

const PROGRAM = new URL('client.py', import.meta.url).pathname

/** @param atOnce so many are kept at most; each is started when it is first needed, for that costs a second and a half. */
export function openClient(region: string, atOnce = 2): Client {
  const workers: Worker[] = []
  const waiting: ((worker: Worker) => void)[] = []
  const idle: Worker[] = []
  let commands = 0
  function take(): Worker | Promise<Worker> {
    const worker = idle.pop()
    if (worker !== undefined) return worker
    if (workers.length >= atOnce) return new Promise((resolve) => waiting.push(resolve))
    const started = startWorker(region)
    workers.push(started)
    return started
  }
  const give = (worker: Worker) => {
    const next = waiting.shift()
    if (next === undefined) idle.push(worker)
    else next(worker)
  }
  async function act(projectRef: string | null, ...words: string[]): Promise<string> {
    const project =
      projectRef === null
        ? ['--os-project-name', OPENSTACK.credentials.project ?? '', '--os-project-domain-name', 'Default']
        : ['--os-project-id', projectRef]
    const worker = await take()
    try {
      commands += 1
      const { code, said, errors } = await worker.ask([...project, ...words])
      if (code !== 0) throw new Error(`openstack ${words.join(' ')}: ${errors.trim()}`)
      return said
    } finally {
      give(worker)
    }
  }
  return {
    show: async <T>(projectRef: string | null, ...words: string[]) =>
      JSON.parse(await act(projectRef, ...words, '-f', 'json')) as T,
    act,
    get commands() {
      return commands
    },
    close() {
      for (const worker of workers) worker.close()
    },
  }
}

interface Worker {
  ask(words: readonly string[]): Promise<Answer>
  close(): void
}

/** It ends by itself when nobody holds its input any more. */
function startWorker(region: string): Worker {
  const { username = '', password = '', domain = '' } = OPENSTACK.credentials
  // Debian's own, on Debian's own Python.
  const child: ChildProcess = spawn('/usr/bin/python3', [PROGRAM], {
    env: {
      PATH: '/usr/bin:/bin',
      PYTHONUTF8: '1',
      OS_AUTH_URL: OPENSTACK.endpoint,
      OS_USERNAME: username,
      OS_PASSWORD: password,
      OS_USER_DOMAIN_NAME: domain,
      OS_REGION_NAME: region,
      OS_IDENTITY_API_VERSION: '3',
      OS_COMPUTE_API_VERSION: '2.53',
      OS_VOLUME_API_VERSION: '3.43',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers: ((answer: Answer) => void)[] = []
  const failures: ((error: Error) => void)[] = []
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  lines.on('line', (line) => {
    failures.shift()
    answers.shift()?.(JSON.parse(line) as Answer)
  })
  child.on('exit', (code) => {
    for (const fail of failures.splice(0)) fail(new Error(`the client ended with ${code}`))
  })
  // A test file that is done is not kept waiting by it.
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) (pipe as Socket | null)?.unref()
  return {
    ask: (words) =>
      new Promise((resolve, reject) => {
        answers.push(resolve)
        failures.push(reject)
        child.stdin?.write(`${JSON.stringify(words)}\n`)
      }),
    close: () => child.stdin?.end(),
  }
}
