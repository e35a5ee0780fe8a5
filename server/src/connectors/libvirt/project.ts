/** A project is a machine that never runs: its name holds the tag, its metadata what is known of all that is in it. */
import type { Observed, SpecOf } from '../../modules/cloud/connector.ts'
import { type Call, type Connection, findHome, hostNamed } from './call.ts'
import { type Card, cardInDefinition } from './card.ts'
import { refuse, unless } from './fault.ts'
import { roomOf, seeHost } from './hosts.ts'
import { nameOf } from './name.ts'
import { oneLine } from './one-line.ts'
import { choose } from './place.ts'
import type { HostSettings } from './settings.ts'
import { cardsOf, mergeViews, readHost, type View, viewOf } from './view.ts'
import { el, toXml } from './xml.ts'

export function observedProjects(view: View): readonly Observed[] {
  return [...view.projects].map(([id, { home, cards }]) => {
    const card = cards.find((one) => one.kind === 'project')
    const name = card?.name ?? ''
    const { description } = card?.facts ?? {}
    return {
      kind: 'project',
      externalId: id,
      resourceId: id,
      projectRef: null,
      name,
      state: 'ready',
      nativeState: 'defined',
      spec: { kind: 'project', name, ...(typeof description === 'string' ? { description } : {}) },
      attributes: { host: home.name, placement: card?.facts.placement ?? null },
      fault: null,
      createdAt: card?.createdAt ?? null,
    }
  })
}

/** At home on one host; asked of every host while nobody knows which. */
export async function findProject(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<Observed | null> {
  const at = async (home: HostSettings | null | undefined) =>
    home && observedProjects(mergeViews([await readHost(connection, home, id, signal)]))[0]
  const known = connection.settings.hosts.find(({ name }) => name === connection.homes.get(id))
  return (await at(known)) ?? (await at(await findHome(connection, id, signal))) ?? null
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
  connection.homes.set(id, host.name)
  const [made] = observedProjects(mergeViews([await readHost(connection, host, id, signal)]))
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
  const standing = view.domains.length + view.disks.length + view.networks.length + cards.length
  if (standing > 0) throw refuse('conflict', `${standing} things still stand in project ${call.project}`)
  await unless('not-found', call.run('undefine', nameOf('project', call.project)), '')
  call.homes.delete(call.project)
}
