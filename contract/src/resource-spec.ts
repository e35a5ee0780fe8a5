/**
 * What should be, per kind: the intended side of a resource. References are ids of other resources, never identifiers
 * of the cloud; the reconciler resolves them when both exist. The name stands on the resource itself.
 */
import { Id, Nullable, OneOf, type Static, Strict, Type } from './base.ts'

/** Kinds of resource. All but `service` are made by a cloud's API; `service` is delivered by a work order (R39–R42). */
export const RESOURCE_KINDS = [
  'server',
  'volume',
  'snapshot',
  'backup',
  'network',
  'subnet',
  'router',
  'security-group',
  'floating-ip',
  'load-balancer',
  'bucket',
  'key-pair',
  'project',
  'service',
] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

const Native = Type.String({ minLength: 1, maxLength: 200 })
const Cidr = Type.String({ pattern: '^([0-9]{1,3}\\.){3}[0-9]{1,3}/[0-9]{1,2}$' })
/** IPv4 or IPv6 range of the other side. */
const RemoteCidr = Type.String({ maxLength: 60, pattern: '^[0-9a-fA-F.:]+/[0-9]{1,3}$' })
const Port = Type.Integer({ minimum: 1, maximum: 65_535 })

export const SecurityRule = Strict({
  direction: OneOf(['ingress', 'egress']),
  protocol: OneOf(['tcp', 'udp', 'icmp', 'any']),
  /** Inclusive; null for all ports. */
  portFrom: Nullable(Port),
  portTo: Nullable(Port),
  remoteCidr: RemoteCidr,
})
export type SecurityRule = Static<typeof SecurityRule>
export const SecurityRules = Type.Array(SecurityRule, { maxItems: 200 })

/** OpenSSH public key, one line. */
export const PUBLIC_KEY_PATTERN =
  '^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,3}( [^\\r\\n]*)?$'
export const PublicKey = Type.String({ maxLength: 8000, pattern: PUBLIC_KEY_PATTERN })

const ProjectSpec = Strict({ kind: Type.Literal('project') })
const KeyPairSpec = Strict({ kind: Type.Literal('key-pair'), publicKey: PublicKey })
const NetworkSpec = Strict({ kind: Type.Literal('network') })
const SubnetSpec = Strict({
  kind: Type.Literal('subnet'),
  networkId: Id,
  cidr: Cidr,
  dnsServers: Type.Array(Type.String({ format: 'ipv4' }), { maxItems: 5 }),
})
const RouterSpec = Strict({
  kind: Type.Literal('router'),
  subnetIds: Type.Array(Id, { maxItems: 50 }),
  /** The cloud's external network, or null for a router without a way out. */
  externalNetwork: Nullable(Native),
})
const SecurityGroupSpec = Strict({ kind: Type.Literal('security-group'), rules: SecurityRules })
const VolumeSpec = Strict({
  kind: Type.Literal('volume'),
  sizeGiB: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  /** Storage tier of the pool, null for its default. */
  tier: Nullable(Type.String({ maxLength: 63 })),
  volumeType: Nullable(Native),
  serverId: Nullable(Id),
  /** Filled from this backup when it is made. */
  backupId: Type.Optional(Id),
  /** Filled from this image when it is made, by the cloud's own name: a server can start from it. */
  image: Type.Optional(Native),
})
const SnapshotSpec = Strict({ kind: Type.Literal('snapshot'), volumeId: Id })
const BackupSpec = Strict({ kind: Type.Literal('backup'), volumeId: Id })
const ServerSpec = Strict({
  kind: Type.Literal('server'),
  vcpus: Type.Integer({ minimum: 1, maximum: 1024 }),
  memoryMiB: Type.Integer({ minimum: 128, maximum: 16_777_216 }),
  /** 0 of one that was taken in and starts from a volume: the volume has it. */
  rootDiskGiB: Type.Integer({ minimum: 0, maximum: 100_000 }),
  /** The cloud's own name of the image. */
  image: Native,
  subnetIds: Type.Array(Id, { minItems: 1, maxItems: 10 }),
  securityGroupIds: Type.Array(Id, { maxItems: 20 }),
  keyPairId: Nullable(Id),
  /** The cloud's own name of the zone, null where it chooses. */
  zone: Nullable(Native),
  power: OneOf(['on', 'off']),
  /** Counts the reboots asked for, so that asking twice for the same one reboots once. */
  rebootGeneration: Type.Integer({ minimum: 0 }),
  /** The same of making the system anew from its image. */
  rebuildGeneration: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Held in the cloud's rescue system, to be mended from there. */
  isRescued: Type.Optional(Type.Boolean()),
  /** The volume that it starts from, where its system disk is one; it is given back together with the server, or stays. */
  rootVolumeId: Type.Optional(Id),
  keepsRootVolume: Type.Optional(Type.Boolean()),
})
const FloatingIpSpec = Strict({
  kind: Type.Literal('floating-ip'),
  externalNetwork: Native,
  serverId: Nullable(Id),
})

export const LISTENER_PROTOCOLS = ['tcp', 'udp', 'http', 'https'] as const
export const BALANCER_ALGORITHMS = ['round-robin', 'least-connections', 'source-address'] as const
export const HEALTH_PATH_PATTERN = '^/[!-~]*$'
const listener = {
  /** `https` is passed through unopened. */
  protocol: OneOf(LISTENER_PROTOCOLS),
  port: Port,
  algorithm: OneOf(BALANCER_ALGORITHMS),
  /** Where the servers behind it listen. */
  memberPort: Port,
  /** Asked by HTTP whether a server is well; null for whether it takes connections at all. */
  healthPath: Nullable(Type.String({ maxLength: 255, pattern: HEALTH_PATH_PATTERN })),
}
/** A server may leave: what is left of its balancer is one server, or none. */
export const Listener = Strict({
  ...listener,
  serverIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
})
export type Listener = Static<typeof Listener>
/** As people ask for them: with at least two servers behind each (R68). */
export const Listeners = Type.Array(
  Strict({ ...listener, serverIds: Type.Array(Id, { minItems: 2, maxItems: 100, uniqueItems: true }) }),
  { minItems: 1, maxItems: 20 },
)
const LoadBalancerSpec = Strict({
  kind: Type.Literal('load-balancer'),
  /** Where its own address is. */
  subnetId: Id,
  listeners: Type.Array(Listener, { maxItems: 20 }),
})
const BucketSpec = Strict({
  kind: Type.Literal('bucket'),
  /** What it may hold at most. */
  quotaGiB: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
})
const ServiceSpec = Strict({
  kind: Type.Literal('service'),
  /** What the request filled in, by the plan's parameter schema. */
  parameters: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 50 }),
  /** Working days that the provider has (R92). */
  workingDays: Type.Integer({ minimum: 1, maximum: 60 }),
})

export const ResourceSpec = Type.Union([
  ProjectSpec,
  KeyPairSpec,
  NetworkSpec,
  SubnetSpec,
  RouterSpec,
  SecurityGroupSpec,
  VolumeSpec,
  SnapshotSpec,
  BackupSpec,
  ServerSpec,
  FloatingIpSpec,
  LoadBalancerSpec,
  BucketSpec,
  ServiceSpec,
])
export type ResourceSpec = Static<typeof ResourceSpec>
export type ResourceSpecOf<K extends ResourceKind> = Extract<ResourceSpec, { kind: K }>

/**
 * Parameters that the platform itself understands when it makes what a plan promises through a connector. A plan's
 * parameter schema names those it lets the applicant choose; anything else stays on the record and changes nothing.
 * `name` base name · `image` code of the pool's image (servers; needed) · `tier` code of the pool's storage tier ·
 * `publicKey` OpenSSH key for a server, or `keyPairId` of one that exists · `subnetIds` and `securityGroupIds` of a
 * server beyond the system's own · `bootFromVolume` its system disk is a volume, and `keepRootVolume` that stays when the server
 * is given back · `cidr` and `dnsServers` of an additional network · `rules` of a security group ·
 * `serverId` where a volume or an address is attached · `volumeId` what a snapshot is taken of · `backupId` what a
 * volume is filled from · `protocol`, `port`,
 * `memberPort`, `algorithm`, `healthPath` and `serverIds` of a load balancer's first way in.
 * What a dimension counts (`sizeGiB`, `rootDiskGiB`, `bandwidthMbps`) is named by the plan itself.
 */
export const FULFILMENT_PARAMETERS = [
  'name',
  'image',
  'tier',
  'publicKey',
  'keyPairId',
  'subnetIds',
  'securityGroupIds',
  'bootFromVolume',
  'keepRootVolume',
  'cidr',
  'dnsServers',
  'rules',
  'serverId',
  'volumeId',
  'backupId',
  'protocol',
  'port',
  'memberPort',
  'algorithm',
  'healthPath',
  'serverIds',
] as const
