import type { ExternalId, SecurityRule } from '../../modules/cloud/connector.ts'
import { overlap, parseCidr4, type Range4, toText } from '../../platform/net/ipv4.ts'
import type { Maker } from './maker.ts'
import { type Room, refuseCall } from './room.ts'
import { lockRange, takeAddress, takeFromProject, takeVni } from './room-store.ts'
import { listStanding, needThing, type Thing } from './thing-store.ts'

export const makeNetwork: Maker<'network'> = async (room, spec) => ({
  working: null,
  ready: 'ACTIVE',
  spec: { ...spec },
  attributes: { vni: await takeVni(room) },
  standsOn: [],
})

/** Ranges may not overlap within one network; another network, or another tenant, may use the very same (R62). */
export const makeSubnet: Maker<'subnet'> = async (room, spec, { projectRef }) => {
  const network = await needThing(room, 'network', spec.networkRef, projectRef)
  const range = parseCidr4(spec.cidr)
  if (!range || range.prefix < 8 || range.prefix > 29)
    return refuseCall('invalid', `${spec.cidr} is no usable range.`)
  // Two at once would each miss the other.
  await lockRange(room, network.ref)
  for (const sibling of await listStanding(room, network.ref, ['subnet'])) {
    if (overlap(range, rangeOf(sibling)))
      refuseCall('conflict', `${spec.cidr} overlaps with ${sibling.spec.cidr}.`)
  }
  return {
    working: null,
    ready: 'ACTIVE',
    spec: { ...spec },
    attributes: { gateway: toText(range.first + 1) },
    standsOn: [network.ref],
  }
}

function rangeOf(subnet: Thing): Range4 {
  return parseCidr4(String(subnet.spec.cidr)) ?? refuseCall('internal', 'A subnet without a range.')
}

export const makeRouter: Maker<'router'> = async (room, spec, { ref, projectRef }) => {
  await checkInterfaces(room, ref, spec.subnetRefs, projectRef)
  const gateway = await takeGateway(room, spec.externalNetwork, ref)
  return {
    working: null,
    ready: 'ACTIVE',
    spec: { ...spec },
    attributes: gateway === null ? {} : { gateway },
    standsOn: spec.subnetRefs,
  }
}

/** A subnet hangs on one router, and the ranges of one router do not overlap. */
export async function checkInterfaces(
  room: Room,
  router: ExternalId,
  subnetRefs: readonly ExternalId[],
  projectRef: ExternalId,
): Promise<void> {
  const subnets: Thing[] = []
  for (const ref of subnetRefs) subnets.push(await needThing(room, 'subnet', ref, projectRef))
  for (const [index, subnet] of subnets.entries()) {
    const others = (await listStanding(room, subnet.ref, ['router'])).filter((one) => one.ref !== router)
    if (others.length > 0) refuseCall('conflict', `The subnet ${subnet.ref} is on another router.`)
    for (const later of subnets.slice(index + 1)) {
      if (overlap(rangeOf(subnet), rangeOf(later))) refuseCall('conflict', 'Ranges of one router overlap.')
    }
  }
}

export function externalRange(room: Room, name: string): Range4 {
  const network = room.knobs.externalNetworks.find((one) => one.name === name)
  if (!network) return refuseCall('not-found', `External network ${name} could not be found.`)
  return parseCidr4(network.cidr) ?? refuseCall('internal', 'An external network without a range.')
}

export async function takeGateway(
  room: Room,
  name: string | null,
  owner: ExternalId,
): Promise<string | null> {
  return name === null ? null : takeAddress(room, `external:${name}`, externalRange(room, name), owner)
}

export const makeSecurityGroup: Maker<'security-group'> = async (_room, spec) => {
  const rules = toRuleSet(spec.rules)
  return { working: null, ready: 'ACTIVE', spec: { ...spec, rules }, attributes: {}, standsOn: [] }
}

/** A set: what is listed twice is one rule. */
export function toRuleSet(rules: readonly SecurityRule[]): readonly SecurityRule[] {
  const byKey = new Map<string, SecurityRule>()
  for (const { direction, protocol, portFrom, portTo, remoteCidr } of rules) {
    const takesPorts = protocol === 'tcp' || protocol === 'udp'
    const ports = [portFrom, portTo].filter((port) => port !== null)
    if (!takesPorts && ports.length > 0) refuseCall('invalid', `Ports make no sense for ${protocol}.`)
    if (ports.length === 1 || ports.some((port) => port < 1 || port > 65_535))
      refuseCall('invalid', 'Bad port range.')
    if ((portFrom ?? 0) > (portTo ?? 0)) refuseCall('invalid', 'Bad port range.')
    const rule = { direction, protocol, portFrom, portTo, remoteCidr }
    byKey.set(JSON.stringify(Object.values(rule)), rule)
  }
  return [...byKey.values()]
}

/** Associated by the spec only when the way is there; otherwise made free, and associated by a change. */
export const makeFloatingIp: Maker<'floating-ip'> = async (room, spec, { ref, projectRef }) => {
  await takeFromProject(room, projectRef, { floatingIps: 1 })
  const range = externalRange(room, spec.externalNetwork)
  const address = await takeAddress(room, `external:${spec.externalNetwork}`, range, ref)
  if (spec.serverRef !== null) await checkWay(room, spec.serverRef, spec.externalNetwork, projectRef)
  return {
    working: null,
    ready: spec.serverRef === null ? 'DOWN' : 'ACTIVE',
    spec: { ...spec },
    attributes: { addresses: [address] },
    standsOn: spec.serverRef === null ? [] : [spec.serverRef],
  }
}

/** From the outside to the server: a subnet of the server on a router whose gateway is that external network. */
export async function checkWay(
  room: Room,
  serverRef: ExternalId,
  externalNetwork: string,
  projectRef: ExternalId,
): Promise<void> {
  const server = await needThing(room, 'server', serverRef, projectRef)
  for (const subnet of server.spec.subnetRefs as readonly ExternalId[]) {
    const routers = await listStanding(room, subnet, ['router'])
    if (routers.some((router) => router.spec.externalNetwork === externalNetwork)) return
  }
  refuseCall('conflict', `External network ${externalNetwork} is not reachable from the server's subnets.`)
}
