/**
 * Of what two hosts have: where it stands. A machine stands where it runs; a disk counts where the machine stands that uses
 * it. What nothing uses counts where its card says, which is written before anything is copied.
 */
import { hostsOn } from './card.ts'
import { readName } from './name.ts'
import type { Disk, Domain, HostView, Project } from './seen.ts'
import { at, childrenOf } from './xml.ts'

type Projects = ReadonlyMap<string, Project>

const RUNS: ReadonlySet<string> = new Set(['running', 'idle', 'pmsuspended', 'in shutdown'])

/** On its way, a machine runs on the one host and waits, paused, on the other. */
const rankOf = ({ state, xml }: Domain): number =>
  RUNS.has(state) ? 0 : xml.attributes.id === undefined ? 2 : 1

export function domainsWhereTheyStand(views: readonly HostView[], projects: Projects) {
  const copies = Map.groupBy(
    views.flatMap((view) => view.domains),
    ({ uuid }) => uuid,
  )
  const moving = new Set<string>()
  const domains = [...copies.values()].map((all) => {
    if (all.filter((one) => rankOf(one) < 2).length > 1) moving.add(all[0]?.uuid ?? '')
    return likeliest(all, (one) => rankOf(one), projects)
  })
  return { domains, moving }
}

export function disksWhereTheyCount(
  views: readonly HostView[],
  projects: Projects,
  domains: readonly Domain[],
): readonly Disk[] {
  const users = new Map(domains.flatMap((one) => disksOf(one).map((name) => [name, one.host.name] as const)))
  const copies = Map.groupBy(
    views.flatMap((view) => view.disks),
    ({ name }) => name,
  )
  return [...copies.values()].map((all) =>
    likeliest(all, (one) => (users.get(one.name) === one.host.name ? 0 : 1), projects),
  )
}

/** Names of the disks of pools that a machine has. */
export function disksOf({ xml }: Pick<Domain, 'xml'>): readonly string[] {
  return childrenOf(at(xml, 'devices') ?? xml, 'disk').flatMap(
    (disk) => at(disk, 'source')?.attributes.volume ?? [],
  )
}

type Thing = Pick<Disk | Domain, 'host' | 'name'>

function likeliest<T extends Thing>(all: readonly T[], rank: (one: T) => number, projects: Projects): T {
  const order = all.length > 1 ? cardOrder(all[0] as T, projects) : []
  const place = (one: T) => {
    const index = order.indexOf(one.host.name)
    return index < 0 ? order.length : index
  }
  return [...all].sort((a, b) => rank(a) - rank(b) || place(a) - place(b))[0] as T
}

function cardOrder({ name }: Thing, projects: Projects): readonly string[] {
  const our = readName(name)
  const project = our === null ? undefined : projects.get(our.project)
  const kind = our?.sort === 'volume' ? 'volume' : 'server'
  const card = project?.cards.find((one) => one.kind === kind && one.id === our?.resource)
  return card === undefined ? [] : hostsOn(card)
}
