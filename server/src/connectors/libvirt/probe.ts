/** Is this cloud usable, and if not, what is wrong and on which host? Each check stands alone; none throws. */
import { performance } from 'node:perf_hooks'
import type { ProbeFinding } from '../../modules/cloud/connector.ts'
import { ConnectorFault } from '../../modules/cloud/connector.ts'
import type { Connection } from './call.ts'
import { unless } from './fault.ts'
import { imagesOnAll } from './offer.ts'
import { WORDS, type Words, wordsOfFault } from './probe-words.ts'
import type { HostSettings } from './settings.ts'
import { documentOf } from './view.ts'
import { at, childrenOf } from './xml.ts'

type Check = ProbeFinding['check']

/** A refusal that is already worded. */
class Wrong extends Error {
  readonly words: Words
  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

async function finding(check: Check, look: () => Promise<Words>): Promise<ProbeFinding> {
  const startMs = performance.now()
  const done = (ok: boolean, words: Words) => ({
    check,
    ok,
    ...words,
    latencyMs: Math.round(performance.now() - startMs),
  })
  try {
    return done(true, await look())
  } catch (error) {
    return done(false, error instanceof Wrong ? error.words : wordsOfFault(error))
  }
}

export async function probe(connection: Connection, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const { hosts } = connection.settings
  const onEach = (look: (host: HostSettings) => Promise<unknown>) =>
    Promise.all(hosts.map((host) => named(host, look)))
  const version = (host: HostSettings) => connection.virsh.run(host, signal, ['version'])

  let refused: unknown = null
  const reach = await finding('reach', async () => {
    await onEach(async (host) => {
      try {
        await version(host)
      } catch (error) {
        // Who says no can be reached.
        const isAnswer =
          error instanceof ConnectorFault && ['unauthenticated', 'forbidden'].includes(error.fault)
        if (!isAnswer) throw error
        refused ??= new Wrong(withName(host, wordsOfFault(error)))
      }
    })
    return WORDS.reached(hosts.length)
  })
  if (!reach.ok) return [reach]
  const authenticate = await finding('authenticate', async () => {
    if (refused !== null) throw refused
    return WORDS.authenticated
  })
  if (!authenticate.ok) return [reach, authenticate]
  const rest = await Promise.all([
    finding('authorise', async () => {
      await onEach((host) => checkWriting(connection, host, signal))
      return WORDS.authorised
    }),
    finding('compute', async () => {
      const versions = await onEach((host) => checkCompute(connection, host, signal))
      return WORDS.compute([...new Set(versions)].join(', '))
    }),
    finding('network', async () => {
      await onEach((host) => checkNetwork(connection, host, signal))
      return WORDS.network
    }),
    finding('volume', async () => {
      await onEach((host) => checkPool(connection, host, connection.settings.pool, signal))
      return WORDS.volume(connection.settings.pool)
    }),
    finding('image', async () => {
      const { imagePool } = connection.settings
      await onEach((host) => checkPool(connection, host, imagePool, signal))
      const images = await imagesOnAll(connection, signal)
      if (images.length === 0) throw new Wrong(WORDS.noImage(imagePool))
      return WORDS.image(images.length)
    }),
  ])
  return [reach, authenticate, ...rest]
}

/** Says of which host it is, where there are several. */
async function named<T>(host: HostSettings, look: (host: HostSettings) => Promise<T>): Promise<T> {
  try {
    return await look(host)
  } catch (error) {
    throw new Wrong(withName(host, error instanceof Wrong ? error.words : wordsOfFault(error)))
  }
}

const withName = ({ name }: HostSettings, { zh, en }: Words): Words =>
  en.startsWith(`${name}: `) ? { zh, en } : { zh: `${name}：${zh}`, en: `${name}: ${en}` }

/** Puts down a network that does not exist: whoever may only read is refused before that is noticed. */
async function checkWriting({ virsh }: Connection, host: HostSettings, signal: AbortSignal): Promise<void> {
  try {
    await unless('not-found', virsh.run(host, signal, ['net-undefine', 'yh.probe']), '')
  } catch (error) {
    if (error instanceof ConnectorFault && error.fault === 'forbidden') throw new Wrong(WORDS.readOnly)
    throw error
  }
}

async function checkCompute(
  { virsh, settings }: Connection,
  host: HostSettings,
  signal: AbortSignal,
): Promise<string> {
  const [words = '', xml = ''] = await virsh.ask(host, signal, [['version'], ['capabilities']])
  const machine = documentOf('capabilities', xml)
  const arch = at(machine, 'host', 'cpu', 'arch')?.children.join('')
  const types = childrenOf(machine, 'guest')
    .flatMap((guest) => childrenOf(guest, 'arch'))
    .filter((one) => one.attributes.name === arch)
    .flatMap((one) => childrenOf(one, 'domain').map((domain) => domain.attributes.type))
  if (!types.includes(settings.emulated ? 'qemu' : 'kvm')) throw new Wrong(WORDS.noKvm)
  return /Running hypervisor: (.*)/.exec(words)?.[1]?.trim() ?? 'QEMU'
}

async function checkNetwork(
  { virsh, settings }: Connection,
  host: HostSettings,
  signal: AbortSignal,
): Promise<void> {
  const { bridge } = settings
  await virsh.run(host, signal, ['net-list', '--all'])
  if (bridge === null) return
  const found = await unless('internal', virsh.run(host, signal, ['iface-list', '--all']), null)
  // Not every host tells of its interfaces: then the first network tells.
  const names = (found ?? '').split('\n').map((line) => line.trim().split(/\s+/)[0])
  if (names.some(Boolean) && !names.includes(bridge)) throw new Wrong(WORDS.noBridge(bridge))
}

async function checkPool(
  { virsh }: Connection,
  host: HostSettings,
  pool: string,
  signal: AbortSignal,
): Promise<void> {
  const words = await unless('not-found', virsh.run(host, signal, ['pool-info', pool]), null)
  if (words === null) throw new Wrong(WORDS.noPool(pool))
  if (!/^State: +running/m.test(words)) throw new Wrong(WORDS.poolDown(pool))
}
