/**
 * A network is a name that its subnets stand under. A subnet is a libvirt network of its own, which has no address on the
 * host: so two tenants may use the same range (R62), and none of them reaches the host or each other. Addresses are given
 * by the seed of each machine. With `bridge`, the department's own network carries all of them instead.
 */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { Observed } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { type Card, dropCard, putCard } from './card.ts'
import { parseCidr, type Range } from './cidr.ts'
import { refuse, unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { nameOf, plainRef, readRef } from './name.ts'
import { serversIn } from './server-observed.ts'
import { cardsOf, isUpOn, type View } from './view.ts'
import { el, toXml } from './xml.ts'

export const networks: Kind<'network'> = {
  changes: {
    rename: async (call, view, seen, { name }) => rename(call, view, seen, name),
  },
  observed: (view) =>
    cardsOf(view, 'network').map(({ project, home, card }) => ({
      kind: 'network',
      externalId: card.id,
      resourceId: card.id,
      projectRef: project,
      name: card.name,
      state: 'ready',
      nativeState: 'recorded',
      spec: { kind: 'network', name: card.name },
      attributes: { host: home.name },
      fault: null,
      createdAt: card.createdAt,
    })),
  create: (call, _view, id, spec) =>
    putCard(call, { kind: 'network', id, name: spec.name, createdAt: call.now(), facts: {} }),
  async remove(call, view, id) {
    if (subnets.observed(view).some(({ spec }) => 'networkRef' in spec && spec.networkRef === id))
      throw refuse('conflict', `network ${id} still has subnets`)
    await dropCard(call, { kind: 'network', id })
  },
}

/** The card is the name's only place. */
export async function rename(call: Call, view: View, seen: Observed, name: string): Promise<void> {
  const found = cardsOf(view, seen.kind).find(({ card }) => card.id === seen.resourceId)
  if (found !== undefined && found.card.name !== name) await putCard(call, { ...found.card, name })
}

export const subnets: Kind<'subnet'> = {
  changes: {
    rename: async (call, view, seen, { name }) => rename(call, view, seen, name),
  },
  observed: (view) =>
    cardsOf(view, 'subnet').map(({ project, home, card }) => {
      const isUp = isUpOn(view, home, nameOf('subnet', project, card.id))
      const nativeState = isUp === undefined ? 'undefined' : isUp ? 'active' : 'inactive'
      return {
        kind: 'subnet',
        externalId: card.id,
        resourceId: card.id,
        projectRef: project,
        name: card.name,
        state: isUp === true ? 'ready' : 'error',
        nativeState,
        spec: { kind: 'subnet', name: card.name, ...rangeIn(card) },
        attributes: { host: home.name },
        fault: isUp === true ? null : `libvirt's network is ${nativeState}`,
        createdAt: card.createdAt,
      }
    }),
  isHalfMade: (seen) => seen.state === 'error',
  async create(call, view, id, spec) {
    const { cidr, dnsServers } = spec
    const networkRef = plainRef(spec.networkRef)
    if (parseCidr(cidr) === null || !dnsServers.every((one) => isIP(one) !== 0))
      throw refuse('invalid', `not an IPv4 range with its name servers: ${cidr} ${dnsServers.join(' ')}`)
    const known = networks.observed(view).some(({ externalId }) => externalId === networkRef)
    if (!known) throw refuse('not-found', `no network ${networkRef}`)
    const facts = { cidr, dnsServers, networkRef }
    if (!cardsOf(view, 'subnet').some(({ card }) => card.id === id))
      await putCard(call, { kind: 'subnet', id, name: spec.name, createdAt: call.now(), facts })
    await bringUpSubnet(call, isUpOn(view, call.home, nameOf('subnet', call.project, id)), id)
  },
  async remove(call, view, id) {
    const inside = serversIn(view).filter(({ place }) => place.some(({ subnet }) => subnet === id))
    if (inside.length > 0) throw refuse('conflict', `${inside.length} servers stand in subnet ${id}`)
    const name = nameOf('subnet', call.project, id)
    for (const { host, isUp } of view.networks.filter((one) => one.name === name)) {
      const there = call.on(host)
      if (isUp) await unless('not-found', there.run('net-destroy', name), '')
      await unless('not-found', there.run('net-undefine', name), '')
    }
    await dropCard(call, { kind: 'subnet', id })
  },
}

/** What earlier releases wrote has the host in its reference. */
function rangeIn({ facts }: Card): Card['facts'] {
  const { networkRef } = facts
  return typeof networkRef === 'string' ? { ...facts, networkRef: plainRef(networkRef) } : facts
}

/** On the host of the call. */
export async function bringUpSubnet(call: Call, isUp: boolean | undefined, id: string): Promise<void> {
  const name = nameOf('subnet', call.project, id)
  if (isUp === undefined) {
    const { bridge } = call.settings
    const xml = toXml(
      el(
        'network',
        {},
        el('name', {}, name),
        el('uuid', {}, id),
        bridge === null ? null : el('forward', { mode: 'bridge' }),
        bridge === null
          ? el('bridge', { name: bridgeOf(id), stp: 'on', delay: '0' })
          : el('bridge', { name: bridge }),
      ),
    )
    await call.virsh.withFile(xml, (path) => call.run('net-define', path))
    await call.run('net-autostart', name)
  }
  if (isUp !== true) await call.run('net-start', name)
}

/** Linux takes fifteen characters; the same for the same subnet. */
const bridgeOf = (id: string) => `yh${createHash('sha256').update(id).digest('hex').slice(0, 11)}`

export interface Ground {
  readonly ref: string
  readonly network: string
  readonly range: Range
  readonly dnsServers: readonly string[]
}

/** What a machine has to know of the subnet that it is put in. */
export function groundOf(view: View, project: string, ref: string): Ground {
  const id = readRef(ref)
  const facts = cardsOf(view, 'subnet').find(({ card }) => card.id === id)?.card.facts
  const range = typeof facts?.cidr === 'string' ? parseCidr(facts.cidr) : null
  if (id === null || range === null) throw refuse('not-found', `no subnet ${ref}`)
  const { dnsServers } = facts ?? {}
  const servers = Array.isArray(dnsServers) ? dnsServers.filter((one) => typeof one === 'string') : []
  return { ref: id, network: nameOf('subnet', project, id), range, dnsServers: servers }
}
