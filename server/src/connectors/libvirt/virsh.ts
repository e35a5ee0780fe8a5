/**
 * One run of the program `virsh`: words as a list, never through a shell; limits on time and size; what it says on
 * failure becomes a fault. Keys lie in a private directory for as long as the connection is open.
 */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConnectorFault } from '../../modules/cloud/connector.ts'
import type { Egress } from '../../platform/net/egress.ts'
import { faultOfWords, refuse, wordsOf } from './fault.ts'
import type { HostSettings, Settings } from './settings.ts'

export interface Virsh {
  /** Ends well or throws. */
  run(host: HostSettings, signal: AbortSignal, words: readonly string[]): Promise<string>
  /**
   * Several questions on one connection; the answer to each. With `mayBeGone`, a machine or a disk that is gone meanwhile
   * gives an empty answer; any other trouble is a fault of the whole.
   */
  ask(
    host: HostSettings,
    signal: AbortSignal,
    questions: readonly (readonly string[])[],
    mayBeGone?: boolean,
  ): Promise<readonly string[]>
  /**
   * Takes a machine that runs to another host. libvirt there and here are both led from here, over the connections of the
   * registration, so that the hosts need not trust each other; should this end early, they give it up. It may take long, and
   * has no part in the few calls at a time of its host.
   */
  migrate(from: HostSettings, to: HostSettings, signal: AbortSignal, words: readonly string[]): Promise<void>
  /** Lends a file with this content to one task. */
  withFile<T>(content: string | Uint8Array, task: (path: string) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024
/** A host's own answers come at once; ssh alone takes a part of a second. More at a time would only meet its limits. */
const AT_ONCE_PER_HOST = 6
const CONNECT_SECONDS = 10

/** Of a word inside a line that virsh itself splits. Names, paths and uuids of ours; nothing that people wrote. */
const SAFE_WORD = /^[A-Za-z0-9@/:._=-]+$/

/** A pool that is gone is not among them: all its disks would seem to be gone with it. */
const GONE = /^error: (failed to get (domain|vol) |Domain not found|Storage volume not found)/

export function openVirsh(settings: Settings, egress: Egress): Virsh {
  const gates = new Map<string, ReturnType<typeof createGate>>()
  let home: Promise<string> | null = null
  const folder = () => {
    home ??= writeKeys(settings)
    return home
  }

  async function exec(host: HostSettings, signal: AbortSignal, words: readonly string[]) {
    const what = `${host.name}: virsh ${words[0]?.split(' ')[0] ?? ''}`
    if (signal.aborted) throw refuse('timeout', `${what}: no answer in time`)
    await requireAddress(host, egress)
    const dir = await folder()
    const gate = gates.get(host.name) ?? createGate(AT_ONCE_PER_HOST)
    gates.set(host.name, gate)
    return gate(async () => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)])
      return spawnVirsh(
        settings.virsh,
        ['--quiet', '--connect', uriOf(host, dir), ...words],
        dir,
        what,
        limit,
      )
    })
  }

  return {
    async run(host, signal, words) {
      const { isWell, stdout, stderr, what } = await exec(host, signal, words)
      if (!isWell) throw faultOfWords(what, stderr)
      return stdout
    },
    async ask(host, signal, questions, mayBeGone = false) {
      if (questions.length === 0) return []
      const mark = `@${randomUUID()}@`
      const script = questions.map((words) => `${line(words)}; echo ${mark}`).join('; ')
      const { stdout, stderr, what } = await exec(host, signal, [script])
      const troubles = stderr.split('\n').filter((each) => each.trim() !== '')
      if (troubles.some((each) => !mayBeGone || !GONE.test(each))) throw faultOfWords(what, stderr)
      const answers = stdout.split(mark)
      if (answers.length !== questions.length + 1)
        throw refuse('nonsense', `${what}: ${answers.length - 1} answers to ${questions.length} questions`)
      return answers.slice(0, -1).map((answer) => answer.trim())
    },
    async migrate(from, to, signal, words) {
      await Promise.all([from, to].map((host) => requireAddress(host, egress)))
      const dir = await folder()
      const ends = ['--quiet', '--connect', uriOf(from, dir), 'migrate', '--desturi', uriOf(to, dir)]
      const what = `${from.name}: virsh migrate to ${to.name}`
      const { isWell, stderr } = await spawnVirsh(settings.virsh, [...ends, ...words], dir, what, signal)
      if (!isWell) throw faultOfWords(what, stderr)
    },
    async withFile(content, task) {
      const path = join(await folder(), randomUUID())
      await writeFile(path, content, { mode: 0o600 })
      try {
        return await task(path)
      } finally {
        await rm(path, { force: true })
      }
    },
    async close() {
      if (home !== null) await rm(await home, { recursive: true, force: true })
      home = null
    },
  }
}

function line(words: readonly string[]): string {
  const unsafe = words.find((word) => !SAFE_WORD.test(word))
  if (unsafe !== undefined) throw refuse('invalid', `not a name of ours: ${unsafe.slice(0, 80)}`)
  return words.join(' ')
}

async function requireAddress(host: HostSettings, egress: Egress): Promise<void> {
  // A socket of this machine is as near to the platform as its loopback.
  const refusal = host.address === null ? egress.refuse('127.0.0.1') : await egress.refuseHost(host.address)
  if (refusal === null) return
  const cause = Object.assign(new Error(`${refusal.address} is ${refusal.what.en}`), {
    code: 'EGRESS_REFUSED',
  })
  throw new ConnectorFault('invalid', `${host.name}: ${cause.message}`, { cause })
}

interface Answer {
  readonly isWell: boolean
  readonly stdout: string
  readonly stderr: string
  readonly what: string
}

function spawnVirsh(
  program: string,
  words: readonly string[],
  home: string,
  what: string,
  signal: AbortSignal,
): Promise<Answer> {
  // English words, for they are read; a home of its own, so that nobody's aliases and known hosts count.
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
    HOME: home,
    LC_ALL: 'C.UTF-8',
  }
  const options = { env, signal, maxBuffer: MAX_ANSWER_BYTES, killSignal: 'SIGKILL' as const }
  return new Promise((resolve, reject) => {
    execFile(program, [...words], options, (error, stdout, stderr) => {
      if (error === null) return resolve({ isWell: true, stdout, stderr, what })
      if (signal.aborted)
        return reject(new ConnectorFault('timeout', `${what}: no answer in time`, { cause: error }))
      if (error.code === 'ENOENT')
        return reject(new ConnectorFault('unreachable', `${program} is not installed`, { cause: error }))
      if (typeof error.code !== 'number')
        return reject(new ConnectorFault('nonsense', `${what}: ${wordsOf(error.message)}`, { cause: error }))
      resolve({ isWell: false, stdout, stderr, what })
    })
  })
}

function uriOf({ transport, user, address, port, socket }: HostSettings, home: string): string {
  const options = new URLSearchParams(socket === null ? {} : { socket })
  if (transport === 'ssh') {
    options.set('command', join(home, 'ssh'))
    options.set('no_tty', '1')
    if (socket !== null) options.set('proxy', 'netcat')
  }
  if (transport === 'tls') options.set('pkipath', home)
  const place = `${user === null ? '' : `${user}@`}${address ?? ''}${port === null ? '' : `:${port}`}`
  const query = options.size === 0 ? '' : `?${options.toString().replaceAll('%2F', '/')}`
  return `qemu+${transport}://${place}/system${query}`
}

/**
 * libvirt runs the program `ssh` and lets a URI say little of how. This one line of ours says the rest: only our key,
 * only hosts that the registration vouches for, nobody's own configuration. Its words are paths that we made.
 */
async function writeKeys(settings: Settings): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'yunheng-libvirt-'))
  const put = (name: string, content: string | null, mode = 0o600) =>
    content === null
      ? null
      : writeFile(join(home, name), `${content.replaceAll('\r', '').trimEnd()}\n`, { mode })
  const options = [
    '-F none -o BatchMode=yes -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes -o GlobalKnownHostsFile=none',
    `-o UserKnownHostsFile=${home}/known_hosts -o ConnectTimeout=${CONNECT_SECONDS} -o LogLevel=ERROR`,
    `-o IdentityFile=${settings.sshKey === null ? 'none' : `${home}/key`}`,
  ]
  await Promise.all([
    put('key', settings.sshKey),
    put('known_hosts', settings.hostKeys ?? ''),
    put('ssh', `#!/bin/sh\nexec ssh ${options.join(' ')} "$@"`, 0o700),
    put('cacert.pem', settings.caCertificate),
    put('clientcert.pem', settings.clientCertificate),
    put('clientkey.pem', settings.clientKey),
  ])
  return home
}

function createGate(width: number) {
  let free = width
  const waiting: (() => void)[] = []
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
