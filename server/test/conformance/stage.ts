/** The stage that most conformance tests play on: two projects, networks with the same addresses, servers, a volume. */
import { randomUUID } from 'node:crypto'
import type {
  ExternalId,
  Listener,
  Observed,
  ResourceKind,
  SecurityRule,
  SpecOf,
} from '../../src/modules/cloud/connector.ts'
import type { World } from './world.ts'

/** Both projects use it: isolation means that they do not collide (R62). */
export const SHARED_CIDR = '10.77.1.0/24'
export const SECOND_CIDR = '10.77.2.0/24'

/** A throw-away key, of no use to anybody. */
export const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO/cdY73vjCDPkcTEpZyY3OeVv2VoT35g7VgdrmFF0/n conformance'

export const ALL_OUT: SecurityRule = {
  direction: 'egress',
  protocol: 'any',
  portFrom: null,
  portTo: null,
  remoteCidr: '0.0.0.0/0',
}
export const SSH_IN: SecurityRule = {
  direction: 'ingress',
  protocol: 'tcp',
  portFrom: 22,
  portTo: 22,
  remoteCidr: '10.0.0.0/8',
}

/** What a group of tests is given: the world and the stage, once they are there. */
export interface Given {
  /** Whether this kind of cloud has this kind of resource. */
  has(kind: ResourceKind): boolean
  world(): World
  stage(): Stage
}

export interface Stage {
  /** Tag and external id of each thing. */
  readonly projectA: Observed
  readonly projectB: Observed
  readonly keyPair: Observed
  readonly network: Observed
  readonly subnet: Observed
  /** A second subnet of the same network. */
  readonly secondSubnet: Observed
  /** Null where the cloud has none of the kind; what is about them is then left out. */
  readonly securityGroup: Observed | null
  readonly router: Observed | null
  readonly server: Observed
  readonly loadBalancer: Observed | null
  readonly volume: Observed
  readonly networkB: Observed
  readonly subnetB: Observed
}

export function serverSpec(
  world: World,
  name: string,
  parts: Partial<SpecOf<'server'>> & Pick<SpecOf<'server'>, 'subnetRefs'>,
): SpecOf<'server'> {
  return {
    kind: 'server',
    name: `${name}-${world.label}`,
    vcpus: 1,
    memoryMiB: 512,
    rootDiskGiB: 1,
    image: world.cloud.image,
    securityGroupRefs: [],
    keyPairRef: null,
    zone: null,
    power: 'on',
    rebootGeneration: 0,
    ...parts,
  }
}

/** One way in, to two places of the same server. */
export function listenerTo(server: Observed, port: number, parts: Partial<Listener> = {}): Listener {
  const { externalId: serverRef } = server
  return {
    protocol: 'http',
    port,
    algorithm: 'round-robin',
    members: [
      { serverRef, port: 8080, weight: 1 },
      { serverRef, port: 8081, weight: 2 },
    ],
    monitor: { type: 'connect', path: null, intervalSeconds: 5, timeoutSeconds: 3, failures: 3 },
    ...parts,
  }
}

export async function setStage(world: World, has: Given['has']): Promise<Stage> {
  const named = (name: string) => `${name}-${world.label}`
  const [projectA, projectB] = await Promise.all(
    ['a', 'b'].map((side) =>
      world.ready(null, { kind: 'project', name: named(side), description: 'conformance' }),
    ),
  )
  if (!projectA || !projectB) throw new Error('no projects')
  const a = projectA.externalId
  const [inA, inB] = await Promise.all([
    setProjectA(world, a, has),
    setAddresses(world, projectB.externalId, SHARED_CIDR),
  ])
  return { projectA, projectB, ...inA, networkB: inB.network, subnetB: inB.subnet }
}

async function setAddresses(world: World, project: ExternalId, cidr: string) {
  const network = await world.ready(project, { kind: 'network', name: `net-${world.label}` })
  const subnet = await world.ready(project, {
    kind: 'subnet',
    name: `sub-${world.label}`,
    networkRef: network.externalId,
    cidr,
    dnsServers: ['192.0.2.53'],
  })
  return { network, subnet }
}

async function setProjectA(world: World, project: ExternalId, has: Given['has']) {
  const named = (name: string) => `${name}-${world.label}`
  const [keyPair, securityGroup, volume, addresses] = await Promise.all([
    world.ready(project, { kind: 'key-pair', name: named('key'), publicKey: PUBLIC_KEY }),
    has('security-group')
      ? world.ready(project, { kind: 'security-group', name: named('group'), rules: [ALL_OUT, SSH_IN] })
      : null,
    world.ready(project, {
      kind: 'volume',
      name: named('vol'),
      sizeGiB: 1,
      volumeType: null,
      serverRef: null,
    }),
    setAddresses(world, project, SHARED_CIDR),
  ])
  const { network, subnet } = addresses
  const [router, server] = await Promise.all([
    has('router')
      ? world.ready(project, {
          kind: 'router',
          name: named('router'),
          subnetRefs: [subnet.externalId],
          externalNetwork: world.cloud.externalNetwork,
        })
      : null,
    world.ready(
      project,
      serverSpec(world, 'server', {
        subnetRefs: [subnet.externalId],
        securityGroupRefs: securityGroup === null ? [] : [securityGroup.externalId],
        keyPairRef: keyPair.externalId,
      }),
      randomUUID(),
    ),
  ])
  const secondSubnet = await world.ready(project, {
    kind: 'subnet',
    name: named('sub2'),
    networkRef: network.externalId,
    cidr: SECOND_CIDR,
    dnsServers: [],
  })
  const loadBalancer = has('load-balancer')
    ? await world.ready(project, {
        kind: 'load-balancer',
        name: named('balancer'),
        subnetRef: subnet.externalId,
        listeners: [listenerTo(server, 80)],
      })
    : null
  return { keyPair, securityGroup, volume, network, subnet, secondSubnet, router, server, loadBalancer }
}

/** What the stage has under this name, where the test is about just that. */
export function there<T>(one: T | null): T {
  if (one === null) throw new Error('the cloud has none of this kind')
  return one
}
