/** What is done to a server that stands. Each step looks first, and can be cut off anywhere and be asked again. */
import type { Observed } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { resized } from './domain.ts'
import { refuse } from './fault.ts'
import type { Changes } from './kind.ts'
import { migrate } from './server-move.ts'
import { isRunning, rootOf, type Server, serversIn, stateOf } from './server-observed.ts'
import { writeRecord } from './server-record.ts'
import { amountsOf, gibOf } from './size.ts'
import { documentOf, type View } from './view.ts'
import { growDisk } from './volume-disk.ts'
import { toXml } from './xml.ts'

export const serverChanges: Changes = {
  power: (call, view, seen, { power }) =>
    onHost(call, view, seen, (there, server) => setPower(there, server, power)),
  reboot: (call, view, seen, { generation }) =>
    onHost(call, view, seen, (there, server) => reboot(there, server, generation)),
  resize: (call, view, seen, change) =>
    onHost(call, view, seen, (there, server) => resize(there, view, server, change)),
  'confirm-resize': (call, view, seen) =>
    onHost(call, view, seen, async (there, { domain, record }) => {
      if (record.isResized)
        await writeRecord(there, domain.name, isRunning(domain), { ...record, isResized: false })
    }),
  rename: (call, view, seen, { name }) =>
    onHost(call, view, seen, async (there, { domain, record }) => {
      if (record.name !== name) await writeRecord(there, domain.name, isRunning(domain), { ...record, name })
    }),
  migrate: async (call, view, seen, { hostRef }) => migrate(call, view, serverOf(view, seen), hostRef),
}

function serverOf(view: View, seen: Observed): Server {
  const found = serversIn(view).find(({ id }) => id === seen.externalId)
  if (found === undefined) throw refuse('not-found', `no server ${seen.externalId}`)
  return found
}

/** What is done to a server is done where it stands; on its way it stands nowhere. */
async function onHost(
  call: Call,
  view: View,
  seen: Observed,
  act: (there: Call, server: Server) => Promise<void>,
): Promise<void> {
  const server = serverOf(view, seen)
  const { domain } = server
  if (view.moving.has(domain.uuid)) throw refuse('conflict', `${domain.name} is on its way to another host`)
  await act(call.on(domain.host), server)
}

async function setPower(call: Call, { domain }: Server, power: 'on' | 'off'): Promise<void> {
  const [, now] = stateOf(domain.state)
  if (now === power) return
  if (now === null && domain.state !== 'crashed' && domain.state !== 'paused')
    throw refuse('conflict', `${domain.name} is ${domain.state}`)
  if (power === 'off') return switchOff(call, domain.name)
  await call.run(domain.state === 'paused' ? 'resume' : 'start', domain.name)
  // After a restart of the host it stands as it stood before.
  await call.run('autostart', domain.name)
}

const LOOK_EVERY_MS = 500

/** By the guest's own hand, when it has one; by ours after its time is over. */
async function switchOff(call: Call, name: string): Promise<void> {
  await call.run('autostart', name, '--disable')
  await stop(call, name)
}

async function stop(call: Call, name: string): Promise<void> {
  const { graceMs } = call.settings
  if (graceMs > 0) {
    await call.run('shutdown', name)
    for (let waited = 0; waited < graceMs; waited += LOOK_EVERY_MS) {
      if ((await call.run('domstate', name)).trim() === 'shut off') return
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
  await call.run('destroy', name)
}

/**
 * Once per generation, however often it is asked and wherever it was cut off: libvirt numbers each run of a machine, and
 * the number of the run that is to end is written down before anything is done.
 */
async function reboot(call: Call, { domain, record }: Server, generation: number): Promise<void> {
  if (record.reboots >= generation) return
  const done = { ...record, reboots: generation, rebooting: null }
  const run = domain.xml.attributes.id ?? null
  const noted = record.rebooting?.generation === generation ? record.rebooting.run : null
  if (run === null) {
    // What was off before it was asked for needs no reboot: it starts afresh anyway.
    if (noted !== null) await call.run('start', domain.name)
  } else if (noted === null || noted === run) {
    if (noted === null)
      await writeRecord(call, domain.name, true, { ...record, rebooting: { generation, run } })
    await stop(call, domain.name)
    await call.run('start', domain.name)
  }
  await writeRecord(call, domain.name, run !== null || noted !== null, done)
}

interface Size {
  readonly vcpus: number
  readonly memoryMiB: number
  readonly rootDiskGiB: number
}

/** In the definition, which counts from the next start: so it is stopped for it, and started as it was. */
async function resize(call: Call, view: View, server: Server, size: Size): Promise<void> {
  const { domain, record } = server
  const root = rootOf(view, domain)
  if (root === undefined) throw refuse('not-found', `the system disk of ${domain.name} is gone`)
  // A volume grows by itself.
  const rootDiskGiB = root.our.sort === 'volume' ? size.rootDiskGiB : gibOf(root.sizeBytes)
  const now = { ...amountsOf(domain.xml), rootDiskGiB }
  const isSame =
    now.vcpus === size.vcpus && now.memoryMiB === size.memoryMiB && now.rootDiskGiB === size.rootDiskGiB
  if (isSame) return
  if (size.rootDiskGiB < now.rootDiskGiB)
    throw refuse('invalid', `a system disk of ${now.rootDiskGiB} GiB does not shrink to ${size.rootDiskGiB}`)
  const wasRunning = isRunning(domain)
  if (wasRunning) await stop(call, domain.name)
  if (size.rootDiskGiB > now.rootDiskGiB) await growDisk(call, root.name, size.rootDiskGiB)
  const definition = documentOf(domain.name, await call.run('dumpxml', domain.name, '--inactive'))
  const xml = toXml(resized(definition, size, { ...record, isResized: true }))
  await call.virsh.withFile(xml, (path) => call.run('define', path))
  if (wasRunning) await call.run('start', domain.name)
}
