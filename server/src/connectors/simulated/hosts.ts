/** Hosts of a simulated cloud: each zone's figures in equal shares, drawn by its seed where real ones would differ. */
import type { HostGuest, HostPage, ObservedHost } from '../../modules/cloud/connector.ts'
import { draw } from './chance.ts'
import type { Room } from './room.ts'
import { listThings, type Thing } from './thing-store.ts'

type Read = <T>(read: (room: Room) => Promise<{ answer: T }>) => Promise<T>

/** One in this many is kept away from by its administrators, where there are that many. */
const MAINTAINED = 40

export async function* listHosts(read: Read): AsyncGenerator<HostPage, void, undefined> {
  const first = await read(async (room) => ({
    answer: { hosts: hostsOf(room), used: await usedByHost(room) },
  }))
  yield {
    hosts: first.hosts.map((host) => ({ ...host, used: first.used.get(host.externalId) ?? host.used })),
    guests: [],
  }
  for (let after = 0, isLast = false; !isLast; ) {
    const page = await read(async (room) => {
      const limit = room.knobs.pageSize
      const rows = await listThings(room, 'server', { after, since: null, limit })
      return { answer: { rows, isLast: rows.length < limit } }
    })
    isLast = page.isLast
    after = Number(page.rows.at(-1)?.number ?? after)
    if (page.rows.length > 0) yield { hosts: [], guests: page.rows.map(toGuest) }
  }
}

function hostsOf({ knobs, seed }: Room): readonly ObservedHost[] {
  return knobs.zones.flatMap((zone) =>
    Array.from({ length: zone.hosts }, (_, index) => {
      const name = `${zone.name}-host-${index + 1}`
      const share = (amount: number) =>
        Math.floor(((index + 1) * amount) / zone.hosts) - Math.floor((index * amount) / zone.hosts)
      const idle = 120 + Math.floor(draw(seed, 'watts', name) * 60)
      return {
        externalId: name,
        name,
        zone: zone.name,
        hypervisor: 'simulated',
        total: {
          vcpus: share(zone.vcpus),
          memoryMiB: share(zone.memoryMiB),
          storageGiB: share(zone.diskGiB),
        },
        used: { vcpus: 0, memoryMiB: 0, storageGiB: 0 },
        isUp: true,
        isEnabled: !(zone.hosts >= MAINTAINED && index % MAINTAINED === MAINTAINED - 1),
        isDomestic: draw(seed, 'domestic', name) < 0.8,
        watts: { idle, peak: idle * 3 },
      }
    }),
  )
}

async function usedByHost(room: Room) {
  const { rows } = await room.db.query<Record<'host' | 'vcpus' | 'memory' | 'storage', string>>(
    `select attributes->>'host' as host, sum((spec->>'vcpus')::bigint) as vcpus,
       sum((spec->>'memoryMiB')::bigint) as memory, sum((spec->>'rootDiskGiB')::bigint) as storage
     from simulated.thing where cloud = $1 and kind = 'server' group by 1`,
    [room.cloud],
  )
  return new Map(
    rows.map((row) => [
      row.host,
      { vcpus: Number(row.vcpus), memoryMiB: Number(row.memory), storageGiB: Number(row.storage) },
    ]),
  )
}

const toGuest = ({ ref, resourceId, spec, attributes }: Thing): HostGuest => ({
  externalId: ref,
  hostRef: String(attributes.host),
  resourceId,
  takes: { vcpus: spec.vcpus, memoryMiB: spec.memoryMiB, storageGiB: spec.rootDiskGiB },
  apartGroup: null,
  isMovable: true,
})
