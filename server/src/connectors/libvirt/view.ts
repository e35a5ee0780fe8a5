/**
 * What stands on a host, or of one project on it, read in two runs of virsh; and on several hosts, as one view. Everything
 * that the connector says of a resource is worked out from such a view, by functions without I/O.
 */
import { type Call, type Connection, hostNamed } from './call.ts'
import { type Card, hostsOn, readCards } from './card.ts'
import { refuse } from './fault.ts'
import { type OurName, readName } from './name.ts'
import type { Disk, Domain, HostView, Project, View } from './seen.ts'
import type { HostSettings } from './settings.ts'
import { disksWhereTheyCount, domainsWhereTheyStand } from './standing.ts'
import { at, childrenOf, type Element, parseXml, textAt } from './xml.ts'

export type { Disk, Domain, HostView, View } from './seen.ts'

export function mergeViews(views: readonly HostView[]): View {
  const projects = new Map<string, Project>()
  for (const { host, projects: here } of views)
    for (const [id, cards] of here) if (!projects.has(id)) projects.set(id, { home: host, cards })
  const { domains, moving } = domainsWhereTheyStand(views, projects)
  return {
    projects,
    domains,
    moving,
    disks: disksWhereTheyCount(views, projects, domains),
    networks: views.flatMap(({ host, networks }) =>
      [...networks].map(([name, isUp]) => ({ host, name, isUp })),
    ),
  }
}

/** Whether a network is up on a host; undefined where it is not known there. */
export const isUpOn = ({ networks }: View, host: HostSettings, name: string): boolean | undefined =>
  networks.find((one) => one.host.name === host.name && one.name === name)?.isUp

/**
 * The project at home, and on the hosts that its cards name. `all`: on every host, of which each has to answer, for what is
 * not found elsewhere; `answering`: on those that do.
 */
export async function viewOf(call: Call, width: 'known' | 'answering' | 'all' = 'known'): Promise<View> {
  const { home, project, settings } = call
  const read = (host: HostSettings) => readHost(call, host, project, call.signal)
  const first = await read(home)
  const named = new Set((first.projects.get(project) ?? []).flatMap(hostsOn))
  const others = width === 'known' ? [...named].map((name) => hostNamed(settings, name)) : [...settings.hosts]
  const away = others.filter(({ name }) => name !== home.name)
  if (width !== 'answering') return mergeViews([first, ...(await Promise.all(away.map(read)))])
  const rest = await Promise.all(
    away.map((host) => (named.has(host.name) ? read(host) : read(host).catch(() => null))),
  )
  return mergeViews([first, ...rest.filter((one) => one !== null)])
}

/** What a script may hold: the system takes 128 KiB in one word. */
const QUESTIONS_AT_ONCE = 300

/** @param project null for everything, machines of others included. */
export async function readHost(
  connection: Connection,
  host: HostSettings,
  project: string | null,
  signal: AbortSignal,
): Promise<HostView> {
  const { virsh, settings } = connection
  const { pool } = settings
  const [machines = '', disks = '', networks = '', active = ''] = await virsh.ask(host, signal, [
    ['list', '--all', '--uuid', '--name'],
    ['vol-list', '--pool', pool],
    ['net-list', '--all', '--name'],
    ['net-list', '--name'],
  ])
  const isWanted = (our: OurName | null) => project === null || our?.project === project
  const found = linesOf(machines).flatMap(([uuid = '', ...words]) => {
    const name = words.join(' ')
    const our = readName(name)
    return isWanted(our) ? [{ host, uuid, name, our }] : []
  })
  const names = linesOf(disks).flatMap(([name = '']) => {
    const our = readName(name)
    return our !== null && our.sort !== 'seed' && isWanted(our) ? [{ host, name, our }] : []
  })
  const answers: string[] = []
  const questions = [
    ...found.flatMap(({ uuid }) => [
      ['domstate', uuid],
      ['dumpxml', uuid],
    ]),
    ...names.map(({ name }) => ['vol-dumpxml', '--pool', pool, '--vol', name]),
  ]
  for (let start = 0; start < questions.length; start += QUESTIONS_AT_ONCE)
    answers.push(...(await virsh.ask(host, signal, questions.slice(start, start + QUESTIONS_AT_ONCE), true)))
  const domains = found.flatMap((one, index) => toDomain(one, answers[2 * index], answers[2 * index + 1]))
  const up = new Set(linesOf(active).map(([name]) => name))
  return {
    host,
    projects: projectsIn(domains),
    domains: domains.filter(({ our }) => our?.sort !== 'project'),
    disks: names.flatMap((one, index) => toDisk(one, answers[2 * found.length + index])),
    networks: new Map(
      linesOf(networks).flatMap(([name = '']) => (isWanted(readName(name)) ? [[name, up.has(name)]] : [])),
    ),
  }
}

const linesOf = (text: string): readonly string[][] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim().split(/\s+/)]))

function toDomain(
  one: Pick<Domain, 'host' | 'uuid' | 'name' | 'our'>,
  state: string | undefined,
  xml: string | undefined,
): readonly Domain[] {
  if (!state || !xml) return []
  return [{ ...one, state, xml: documentOf(one.name, xml) }]
}

function toDisk(one: Pick<Disk, 'host' | 'name' | 'our'>, xml: string | undefined): readonly Disk[] {
  if (!xml) return []
  const root = documentOf(one.name, xml)
  const sizeBytes = Number(textAt(root, 'capacity'))
  if (!Number.isSafeInteger(sizeBytes)) throw refuse('nonsense', `${one.name}: no capacity`)
  const takenBytes = Number(textAt(root, 'allocation')) || 0
  return [{ ...one, sizeBytes, takenBytes, isOverlay: at(root, 'backingStore') !== null }]
}

export function documentOf(what: string, text: string): Element {
  try {
    return parseXml(text)
  } catch (error) {
    throw refuse('nonsense', `${what}: ${error instanceof Error ? error.message : 'not XML'}`)
  }
}

function projectsIn(domains: readonly Domain[]): ReadonlyMap<string, readonly Card[]> {
  const projects = new Map<string, readonly Card[]>()
  for (const { our, xml } of domains)
    if (our?.sort === 'project') projects.set(our.project, childrenOf(xml, 'metadata').flatMap(readCards))
  return projects
}

export const cardsOf = (view: View, kind: Card['kind']) =>
  [...view.projects].flatMap(([project, { home, cards }]) =>
    cards.filter((card) => card.kind === kind).map((card) => ({ project, home, card })),
  )
