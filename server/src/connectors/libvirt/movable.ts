/** What binds a server to its host. Pure: asked by the inventory of hosts, and before a move. */
import { readName } from './name.ts'
import type { Server } from './server-observed.ts'
import type { Settings } from './settings.ts'
import { at, childrenOf } from './xml.ts'

/** In words; null where nothing does. */
export function boundBy({ hosts, pool, bridge }: Settings, { domain, place }: Server): string | null {
  if (hosts.length < 2) return 'there is no other host'
  if (place.length > 0 && bridge === null) return `its subnets end at ${domain.host.name}`
  const disks = childrenOf(at(domain.xml, 'devices') ?? domain.xml, 'disk')
  const isOurs = (disk: (typeof disks)[number]) => {
    const source = at(disk, 'source')?.attributes
    return source?.pool === pool && readName(source.volume ?? '') !== null
  }
  return disks.every(isOurs) ? null : 'it has a disk that somebody else gave it'
}
