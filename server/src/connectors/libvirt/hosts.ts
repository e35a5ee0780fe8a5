/** The hosts: what they have, what the machines on them take, whoever made those. */
import type { HostAmounts, HostGuest, HostPage, ZoneCapacity } from '../../modules/cloud/connector.ts'
import type { Connection } from './call.ts'
import { refuse } from './fault.ts'
import { boundBy } from './movable.ts'
import type { HostRoom } from './place.ts'
import { resourceOf, serversIn } from './server-observed.ts'
import type { HostSettings, Settings } from './settings.ts'
import { amountsOf } from './size.ts'
import { documentOf, type HostView, mergeViews, readHost, type View } from './view.ts'
import { textAt } from './xml.ts'

/** The hosts are one zone: where a project goes among them is the connector's choice. */
export const ZONE = 'default'

interface HostSeen {
  readonly settings: HostSettings
  readonly view: HostView
  readonly hypervisor: string
  readonly arch: string
  readonly total: HostAmounts
  readonly used: HostAmounts
}

const GIB = 1024 ** 3

export async function seeHost(
  connection: Connection,
  settings: HostSettings,
  signal: AbortSignal,
): Promise<HostSeen> {
  const { pool } = connection.settings
  const [node = '', words = '', pools = ''] = await connection.virsh.ask(settings, signal, [
    ['nodeinfo'],
    ['version'],
    ['pool-dumpxml', '--pool', pool],
  ])
  const view = await readHost(connection, settings, null, signal)
  const poolXml = documentOf(pool, pools)
  const storage = (name: string) => Math.floor(Number(textAt(poolXml, name)) / GIB)
  const taken = view.domains.map((domain) => amountsOf(domain.xml))
  const sum = (pick: (amounts: ReturnType<typeof amountsOf>) => number) =>
    taken.reduce((total, amounts) => total + pick(amounts), 0)
  return {
    settings,
    view,
    arch: /^CPU model: +(\S+)/m.exec(node)?.[1] ?? 'x86_64',
    hypervisor: /Running hypervisor: (.*)/.exec(words)?.[1]?.trim() ?? 'QEMU',
    total: {
      vcpus: figure(node, /^CPU\(s\): +(\d+)/m),
      memoryMiB: Math.floor(figure(node, /^Memory size: +(\d+) KiB/m) / 1024),
      storageGiB: storage('capacity'),
    },
    used: {
      vcpus: sum((one) => one.vcpus),
      memoryMiB: sum((one) => one.memoryMiB),
      storageGiB: storage('allocation'),
    },
  }
}

function figure(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw refuse('nonsense', `nodeinfo: ${text.slice(0, 200)}`)
  return Number(found)
}

export function roomOf({ settings, total, used }: HostSeen): HostRoom {
  return {
    name: settings.name,
    vcpus: total.vcpus,
    memoryMiB: total.memoryMiB,
    vcpusTaken: used.vcpus,
    memoryMiBTaken: used.memoryMiB,
  }
}

const seeAll = (connection: Connection, signal: AbortSignal) =>
  Promise.all(connection.settings.hosts.map((host) => seeHost(connection, host, signal)))

export async function readCapacity(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly ZoneCapacity[]> {
  const hosts = await seeAll(connection, signal)
  const sum = (pick: (host: HostSeen) => number) => hosts.reduce((total, host) => total + pick(host), 0)
  return [
    {
      zone: ZONE,
      vcpusTotal: sum((host) => host.total.vcpus),
      vcpusUsed: sum((host) => host.used.vcpus),
      memoryMiBTotal: sum((host) => host.total.memoryMiB),
      memoryMiBUsed: sum((host) => host.used.memoryMiB),
      diskGiBTotal: sum((host) => host.total.storageGiB),
      diskGiBUsed: sum((host) => host.used.storageGiB),
      observedAt: connection.now(),
    },
  ]
}

/** A host that does not answer ends the list with its fault: nobody is to believe that its machines are gone. */
export async function* readHosts(connection: Connection, signal: AbortSignal): AsyncGenerator<HostPage> {
  const seen = await seeAll(connection, signal)
  const together = mergeViews(seen.map(({ view }) => view))
  for (const { settings, total, used, hypervisor } of seen) {
    const { name } = settings
    yield {
      hosts: [
        {
          externalId: name,
          name,
          zone: ZONE,
          hypervisor,
          total,
          used,
          isUp: true,
          isEnabled: true,
          isDomestic: null,
          watts: null,
        },
      ],
      guests: guestsOf(connection.settings, together, name),
    }
  }
}

/** A machine on its way counts where it still runs. */
function guestsOf(settings: Settings, view: View, host: string): readonly HostGuest[] {
  const servers = new Map(serversIn(view).map((server) => [server.domain.uuid, server]))
  return view.domains
    .filter((domain) => domain.host.name === host)
    .map((domain) => {
      const { vcpus, memoryMiB } = amountsOf(domain.xml)
      const root = view.disks.find(({ our }) => our.sort === 'root' && our.resource === domain.our?.resource)
      const server = servers.get(domain.uuid)
      return {
        externalId: domain.uuid,
        hostRef: host,
        resourceId: resourceOf(domain),
        takes: { vcpus, memoryMiB, storageGiB: Math.round((root?.sizeBytes ?? 0) / GIB) },
        apartGroup: null,
        isMovable: server !== undefined && boundBy(settings, server) === null,
      }
    })
}
