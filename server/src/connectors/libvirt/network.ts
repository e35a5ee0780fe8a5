/**
 * A network is a name that its subnets stand under. A subnet is a libvirt network of its own, which has no address on the
 * host: so two tenants may use the same range (R62), and none of them reaches the host or each other. Addresses are given
 * by the seed of each machine. With `bridge`, the department's own network carries all of them instead.
 */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { Observed } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { dropCard, putCard } from './card.ts'
import { parseCidr, type Range } from './cidr.ts'
import { refuse, unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { nameOf, readRef, refOf } from './name.ts'
import { serversIn } from './server-observed.ts'
import { cardsOf, type View } from './view.ts'
import { el, toXml } from './xml.ts'

export const networks: Kind<'network'> = {
  changes: {
    rename: async (call, view, seen, { name }) => rename(call, view, seen, name),
  },
  observed: (view) =>
    cardsOf(view, 'network').map(({ project, card }) => ({
      kind: 'network',
      externalId: refOf(view.host.name, card.id),
      resourceId: card.id,
      projectRef: refOf(view.host.name, project),
      name: card.name,
      state: 'ready',
      nativeState: 'recorded',
      spec: { kind: 'network', name: card.name },
      attributes: { host: view.host.name },
      fault: null,
      createdAt: card.createdAt,
    })),
  create: (call, _view, id, spec) =>
    putCard(call, { kind: 'network', id, name: spec.name, createdAt: call.now(), facts: {} }),
  async remove(call, view, id) {
    const ref = refOf(view.host.name, id)
    if (subnets.observed(view).some(({ spec }) => 'networkRef' in spec && spec.networkRef === ref))
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
    cardsOf(view, 'subnet').map(({ project, card }) => {
      const isUp = view.networks.get(nameOf('subnet', project, card.id))
      const nativeState = isUp === undefined ? 'undefined' : isUp ? 'active' : 'inactive'
      return {
        kind: 'subnet',
        externalId: refOf(view.host.name, card.id),
        resourceId: card.id,
        projectRef: refOf(view.host.name, project),
        name: card.name,
        state: isUp === true ? 'ready' : 'error',
        nativeState,
        spec: { kind: 'subnet', name: card.name, ...card.facts },
        attributes: { host: view.host.name },
        fault: isUp === true ? null : `libvirt's network is ${nativeState}`,
        createdAt: card.createdAt,
      }
    }),
  isHalfMade: (seen) => seen.state === 'error',
  async create(call, view, id, spec) {
    const { cidr, dnsServers, networkRef } = spec
    if (parseCidr(cidr) === null || !dnsServers.every((one) => isIP(one) !== 0))
      throw refuse('invalid', `not an IPv4 range with its name servers: ${cidr} ${dnsServers.join(' ')}`)
    const known = networks.observed(view).some(({ externalId }) => externalId === networkRef)
    if (!known) throw refuse('not-found', `no network ${networkRef}`)
    const facts = { cidr, dnsServers, networkRef }
    if (!cardsOf(view, 'subnet').some(({ card }) => card.id === id))
      await putCard(call, { kind: 'subnet', id, name: spec.name, createdAt: call.now(), facts })
    await bringUp(call, view, id)
  },
  async remove(call, view, id) {
    const ref = refOf(view.host.name, id)
    const inside = serversIn(view).filter(({ place }) => place.some(({ subnet }) => subnet === ref))
    if (inside.length > 0) throw refuse('conflict', `${inside.length} servers stand in subnet ${id}`)
    const name = nameOf('subnet', call.project, id)
    const isUp = view.networks.get(name)
    if (isUp === true) await unless('not-found', call.run('net-destroy', name), '')
    if (isUp !== undefined) await unless('not-found', call.run('net-undefine', name), '')
    await dropCard(call, { kind: 'subnet', id })
  },
}

async function bringUp(call: Call, view: View, id: string): Promise<void> {
  const name = nameOf('subnet', call.project, id)
  const isUp = view.networks.get(name)
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
  const id = readRef(ref)?.id
  const facts = cardsOf(view, 'subnet').find(({ card }) => card.id === id)?.card.facts
  const range = typeof facts?.cidr === 'string' ? parseCidr(facts.cidr) : null
  if (id === undefined || range === null || readRef(ref)?.host !== view.host.name)
    throw refuse('not-found', `no subnet ${ref}`)
  const { dnsServers } = facts ?? {}
  const servers = Array.isArray(dnsServers) ? dnsServers.filter((one) => typeof one === 'string') : []
  return { ref, network: nameOf('subnet', project, id), range, dnsServers: servers }
}
