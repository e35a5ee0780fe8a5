/**
 * What stands on a host, or of one project on it, read in two runs of virsh. Everything that the connector says of a
 * resource is worked out from such a view, by functions without I/O.
 */
import type { Call, Connection } from './call.ts'
import { type Card, readCards } from './card.ts'
import { refuse } from './fault.ts'
import { type OurName, readName } from './name.ts'
import type { HostSettings } from './settings.ts'
import { childrenOf, type Element, parseXml, textAt } from './xml.ts'

export interface Domain {
  readonly uuid: string
  readonly name: string
  /** Null for a machine that somebody else made. */
  readonly our: OurName | null
  /** libvirt's word: running, shut off, paused … */
  readonly state: string
  readonly xml: Element
}

export interface Disk {
  readonly name: string
  readonly our: OurName
  readonly sizeBytes: number
  readonly path: string
}

export interface View {
  readonly host: HostSettings
  /** By the project's id. */
  readonly projects: ReadonlyMap<string, readonly Card[]>
  readonly domains: readonly Domain[]
  readonly disks: readonly Disk[]
  /** Names of libvirt's networks of ours, and whether each is up. */
  readonly networks: ReadonlyMap<string, boolean>
}

export const viewOf = (call: Call): Promise<View> => readView(call, call.host, call.project, call.signal)

/** What a script may hold: the system takes 128 KiB in one word. */
const QUESTIONS_AT_ONCE = 300

/** @param project null for everything, machines of others included. */
export async function readView(
  connection: Connection,
  host: HostSettings,
  project: string | null,
  signal: AbortSignal,
): Promise<View> {
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
    return isWanted(our) ? [{ uuid, name, our }] : []
  })
  const names = linesOf(disks).flatMap(([name = '']) => {
    const our = readName(name)
    return our !== null && our.sort !== 'seed' && isWanted(our) ? [{ name, our }] : []
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
  one: Pick<Domain, 'uuid' | 'name' | 'our'>,
  state: string | undefined,
  xml: string | undefined,
): readonly Domain[] {
  if (!state || !xml) return []
  return [{ ...one, state, xml: documentOf(one.name, xml) }]
}

function toDisk(one: Pick<Disk, 'name' | 'our'>, xml: string | undefined): readonly Disk[] {
  if (!xml) return []
  const root = documentOf(one.name, xml)
  const sizeBytes = Number(textAt(root, 'capacity'))
  if (!Number.isSafeInteger(sizeBytes)) throw refuse('nonsense', `${one.name}: no capacity`)
  return [{ ...one, sizeBytes, path: textAt(root, 'target', 'path') }]
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
  [...view.projects].flatMap(([project, cards]) =>
    cards.filter((card) => card.kind === kind).map((card) => ({ project, card })),
  )
