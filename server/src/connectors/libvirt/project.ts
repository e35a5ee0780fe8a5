/** A project is a machine that never runs: its name holds the tag, its metadata what is known of all that is in it. */
import type { ExternalId, Observed, SpecOf } from '../../modules/cloud/connector.ts'
import { type Call, type Connection, hostNamed } from './call.ts'
import { type Card, cardInDefinition } from './card.ts'
import { refuse, unless } from './fault.ts'
import { roomOf, seeHost } from './hosts.ts'
import { nameOf, readRef, refOf } from './name.ts'
import { oneLine } from './one-line.ts'
import { choose } from './place.ts'
import { cardsOf, readView, type View, viewOf } from './view.ts'
import { el, toXml } from './xml.ts'

export function observedProjects(view: View): readonly Observed[] {
  return [...view.projects].map(([id, cards]) => {
    const card = cards.find((one) => one.kind === 'project')
    const name = card?.name ?? ''
    const { description } = card?.facts ?? {}
    return {
      kind: 'project',
      externalId: refOf(view.host.name, id),
      resourceId: id,
      projectRef: null,
      name,
      state: 'ready',
      nativeState: 'defined',
      spec: { kind: 'project', name, ...(typeof description === 'string' ? { description } : {}) },
      attributes: { host: view.host.name, placement: card?.facts.placement ?? null },
      fault: null,
      createdAt: card?.createdAt ?? null,
    }
  })
}

/** Asked of every host: one that does not answer might have it. */
export async function findProject(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<Observed | null> {
  const views = await Promise.all(
    connection.settings.hosts.map((host) => readView(connection, host, id, signal)),
  )
  const found = views
    .flatMap(observedProjects)
    .sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0))
  const [first, ...others] = found
  if (first === undefined || others.length === 0) return first ?? null
  return { ...first, attributes: { ...first.attributes, duplicates: others.map((one) => one.externalId) } }
}

export async function observeProject(
  connection: Connection,
  ref: ExternalId,
  signal: AbortSignal,
): Promise<Observed | null> {
  const read = readRef(ref)
  if (read === null) return null
  const host = hostNamed(connection.settings, read.host)
  return observedProjects(await readView(connection, host, read.id, signal))[0] ?? null
}

export async function createProject(
  connection: Connection,
  id: string,
  spec: SpecOf<'project'>,
  signal: AbortSignal,
): Promise<Observed> {
  const choice = await chooseHost(connection, signal)
  const host = hostNamed(connection.settings, choice.host)
  const facts = { description: spec.description, placement: choice }
  const card: Card = { kind: 'project', id, name: spec.name, createdAt: connection.now(), facts }
  const xml = toXml(
    el(
      'domain',
      { type: 'qemu' },
      el('name', {}, nameOf('project', id)),
      el('uuid', {}, id),
      el('title', {}, `云衡 Yunheng: ${oneLine(spec.name)}`),
      el('description', {}, '项目登记，不要启动或删除 / Record of a project: neither start nor remove it'),
      el('metadata', {}, cardInDefinition(card)),
      el('memory', { unit: 'MiB' }, '1'),
      el('vcpu', {}, '1'),
      el('os', {}, el('type', {}, 'hvm')),
    ),
  )
  await connection.virsh.withFile(xml, (path) => connection.virsh.run(host, signal, ['define', path]))
  const [made] = observedProjects(await readView(connection, host, id, signal))
  if (made === undefined) throw refuse('nonsense', `${host.name}: project ${id} was defined and is not there`)
  return made
}

/** Hosts that do not answer are passed over; their words are told when none is left. */
async function chooseHost(connection: Connection, signal: AbortSignal) {
  const seen = await Promise.allSettled(
    connection.settings.hosts.map((host) => seeHost(connection, host, signal)),
  )
  const rooms = seen.flatMap((one) => (one.status === 'fulfilled' ? [roomOf(one.value)] : []))
  const choice = choose(rooms)
  if (choice !== null) return choice
  throw seen.find((one) => one.status === 'rejected')?.reason ?? refuse('capacity', 'there is no host')
}

export async function removeProject(call: Call): Promise<void> {
  const view = await viewOf(call)
  const cards = (['key-pair', 'network', 'subnet'] as const).flatMap((kind) => cardsOf(view, kind))
  const standing = view.domains.length + view.disks.length + view.networks.size + cards.length
  if (standing > 0) throw refuse('conflict', `${standing} things still stand in project ${call.project}`)
  await unless('not-found', call.run('undefine', nameOf('project', call.project)), '')
}
