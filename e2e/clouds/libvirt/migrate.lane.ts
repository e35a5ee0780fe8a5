/**
 * What every connector that can move a server must do is in the conformance suite. Here is what the hosts themselves and the
 * guest say of it: that it runs on, with its address and its disks, and what is left of a move that was cut off.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Observed } from '../../../server/src/modules/cloud/connector.ts'
import { serverSpec } from '../../../server/test/conformance/stage.ts'
import { createWorld, faultOf, type World } from '../../../server/test/conformance/world.ts'
import { BRIDGE, HOSTS, IMAGE, LIBVIRT, NETWORK, openLibvirt } from './open.ts'
import { aliveOn, answersOn, defineOn, saidOn, virsh } from './virsh.ts'

const SETTINGS = { options: { ...LIBVIRT.options, bridge: BRIDGE } }

/** As another process would, some time later. */
async function byAnother<T>(task: (connector: Connector) => Promise<T>): Promise<T> {
  const connector = openLibvirt(SETTINGS, () => new Date(Date.now() + 600_000))
  try {
    return await task(connector)
  } finally {
    await connector.close()
  }
}

/** The virsh of this process that leads the move. */
function leader(): number {
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' '),
  )
  const found = children.find((pid) => pid !== '' && commandOf(pid).includes('--copy-storage-all'))
  if (found === undefined) throw new Error('nobody leads a move')
  return Number(found)
}

const notNone = (fault: string) => (fault === 'none' ? undefined : fault)

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

describe('a server that is moved while it runs', { timeout: 120_000 }, () => {
  let connector: Connector
  let world: World
  let project = ''
  let home = ''
  let server: Observed
  let volume: Observed
  let domain = ''

  beforeAll(async () => {
    connector = openLibvirt(SETTINGS)
    world = createWorld({ connector, image: IMAGE, externalNetwork: '', pageSize: 200, pollMs: 200 })
    const name = `moved-${world.label}`
    project = (await world.ready(null, { kind: 'project', name, description: '' })).externalId
    const network = await world.ready(project, { kind: 'network', name })
    const subnet = await world.ready(project, {
      kind: 'subnet',
      name,
      networkRef: network.externalId,
      cidr: `${NETWORK}.0/24`,
      dnsServers: [],
    })
    server = await world.ready(project, serverSpec(world, 'moved', { subnetRefs: [subnet.externalId] }))
    volume = await newVolume('first')
    await attach(volume)
    domain = String(server.attributes.domain)
    home = String(server.attributes.host)
    await world.until('the guest is up', async () => aliveOn(home, domain).length > 0 || undefined)
  }, 120_000)

  afterAll(async () => {
    const left = await world?.sweep()
    await connector?.close()
    expect(left).toEqual([])
    for (const host of HOSTS) expect(await disksOn(host)).toEqual([])
  }, 120_000)

  const newVolume = (name: string) =>
    world.ready(project, { kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null })
  const attach = ({ externalId }: Observed) =>
    world.change('volume', externalId, { type: 'attach', serverRef: server.externalId }, project)
  const moveTo = (hostRef: string) =>
    world.change('server', server.externalId, { type: 'migrate', hostRef }, project)
  const settled = () => world.settled('server', server.externalId, project)
  const ends = async (): Promise<readonly [string, string]> => {
    const here = String((await settled()).attributes.host)
    return [here, HOSTS.find((host) => host !== here) ?? '']
  }
  const disksOn = async (host: string) =>
    (await virsh(host, 'vol-list', '--pool', 'default'))
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0] ?? '')
      .filter((name) => name.startsWith('yh.') && name.includes(project))
  const isThere = async (host: string) =>
    (await virsh(host, 'list', '--all', '--name')).split('\n').includes(domain)
  const address = () => String((server.attributes.addresses as string[])[0])

  /** What a process writes down before it moves anything; it was killed some time ago. */
  async function noteMove(on: string, from: string, to: string): Promise<void> {
    const record = ['metadata', domain, '--uri', 'urn:yunheng:server:1']
    const known = await virsh(on, ...record)
    const noted = known.replace(/^<server /, `<server moving="${new Date().toISOString()} ${from} ${to}" `)
    await virsh(on, ...record, '--key', 'yunheng', '--set', noted, '--live', '--config')
    const hosts = JSON.stringify({ hosts: [from, to] }).replaceAll('"', '&quot;')
    const card = `<card kind="server" id="${server.externalId}" name="" facts="${hosts}"/>`
    const place = [
      'metadata',
      `yh.project.${project}`,
      '--uri',
      `urn:yunheng:card:server:${server.externalId}`,
    ]
    await virsh(home, ...place, '--key', 'yunheng', '--set', card, '--config')
  }

  /** It stands there alone, with all its disks, and the guest has not noticed. */
  async function runsOn(host: string, left: string): Promise<void> {
    const { boot } = aliveOn(left, domain).at(-1) ?? { boot: '' }
    const count = aliveOn(host, domain).length
    await world.until('it runs on', async () => aliveOn(host, domain).length > count + 1 || undefined)
    expect(aliveOn(host, domain).at(-1)?.boot).toBe(boot)
    expect(await virsh(host, 'domstate', domain)).toBe('running')
    expect(await isThere(left)).toBe(false)
    expect(await disksOn(left)).toEqual([])
    for (const each of HOSTS) expect(await answersOn(each, address())).toBe(true)
  }

  it('runs on there with its address and its volumes, is the same, and can be moved back (R60)', async () => {
    const before = await settled()
    const [here, there] = await ends()
    await Promise.all([moveTo(there), moveTo(there)])
    await moveTo(there)
    expect(await settled()).toMatchObject({ ...before, attributes: { ...before.attributes, host: there } })
    await runsOn(there, here)
    expect(saidOn(there, domain).filter((line) => line.startsWith('guest ready'))).toEqual([])
    expect(await virsh(there, 'dominfo', domain)).toMatch(/Persistent: +yes\nAutostart: +enable/)
    // What an installation of before knows it by.
    const known = await connector.observe(
      'server',
      `${here}~${server.externalId}`,
      world.scope(`${here}~${project}`),
    )
    expect(known).toMatchObject({ externalId: server.externalId, attributes: { host: there } })
    const hosts = new Map<string, string>()
    for await (const page of connector.hosts(AbortSignal.timeout(30_000)))
      for (const guest of page.guests) hosts.set(guest.externalId, guest.hostRef)
    expect(hosts.get(server.externalId)).toBe(there)
    // What is made at home comes to it; what it has, it takes along.
    const second = await newVolume('second')
    await attach(second)
    expect((await world.settled('volume', second.externalId, project)).attributes).toMatchObject({
      host: there,
    })
    await moveTo(here)
    await runsOn(here, there)
    for (const { externalId } of [volume, second])
      expect(await world.settled('volume', externalId, project)).toMatchObject({
        spec: { sizeGiB: 1, serverRef: server.externalId },
        attributes: { host: here },
      })
  })

  it('stays where it runs when the move ends half-way, and nothing is left on the other host (F8)', async () => {
    const [here, there] = await ends()
    await virsh(here, 'migrate-setspeed', domain, '1')
    const fault = faultOf(moveTo(there))
    await world.until('it is on its way', async () => {
      const seen = await world.observe('server', server.externalId, project)
      return seen?.nativeState === 'migrating' || undefined
    })
    // Held there: however slow the machine, it does not arrive before it is broken off.
    const virshOfMove = leader()
    process.kill(virshOfMove, 'SIGSTOP')
    const renamed = { type: 'rename', name: 'x' } as const
    const rename = (one: Connector) => one.change('server', server.externalId, renamed, world.scope(project))
    expect(await faultOf(byAnother(rename))).toBe('conflict')
    process.kill(virshOfMove, 'SIGKILL')
    // The call that asked for the move waits only so long; on a slow machine the next one is told.
    const told = await world.until('its end is told', async () => {
      const words = await fault
      return words === 'none' ? notNone(await faultOf(moveTo(there))) : words
    })
    expect(told).toMatch(/^[a-z-]+$/)
    expect((await settled()).attributes.host).toBe(here)
    const { up } = aliveOn(here, domain).at(-1) ?? { up: 0 }
    await world.until('it runs on', async () => (aliveOn(here, domain).at(-1)?.up ?? 0) > up || undefined)
    expect([await isThere(there), await disksOn(there)]).toEqual([false, []])
    await virsh(here, 'migrate-setspeed', domain, '8796093022207')
  })

  it('goes on from where a process was killed: before the move, and after it (F1)', async () => {
    const [here, there] = await ends()
    // Begun, disks laid ready, and nobody there any more.
    await noteMove(here, here, there)
    await virsh(there, 'vol-create-as', 'default', (await disksOn(here))[0] ?? '', '1M')
    const later = (hostRef: string) =>
      byAnother((one) =>
        one.change('server', server.externalId, { type: 'migrate', hostRef }, world.scope(project)),
      )
    await later(there)
    await runsOn(there, here)
    // Arrived, and not cleared up after: on the host that it left lies a disk that is nobody's any more.
    await noteMove(there, here, there)
    await virsh(here, 'vol-create-as', 'default', (await disksOn(there))[0] ?? '', '1M')
    await later(there)
    expect(await disksOn(here)).toEqual([])
    expect((await settled()).attributes.host).toBe(there)
  })

  it('is refused for want of memory there, and while it is off', async () => {
    const [, there] = await ends()
    const crowd = `crowd-${world.label}`
    const xml = `<domain type="qemu"><name>${crowd}</name><memory unit="TiB">4</memory><os><type>hvm</type></os></domain>`
    await defineOn(there, xml)
    try {
      expect(await faultOf(moveTo(there))).toBe('capacity')
    } finally {
      await virsh(there, 'undefine', crowd)
    }
    await world.change('server', server.externalId, { type: 'power', power: 'off' }, project)
    expect(await faultOf(moveTo(there))).toBe('conflict')
  })
})
