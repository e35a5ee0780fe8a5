/** Clouds (云平台): how one is registered, what it says of itself. */
import {
  ActionsOf,
  Bilingual,
  Code,
  Id,
  Instant,
  Nullable,
  OneOf,
  ShortText,
  type Static,
  Strict,
  Type,
  Version,
} from './base.ts'
import { NETWORK_TYPES } from './network-type.ts'
import { RESOURCE_KINDS } from './resource-spec.ts'

/**
 * `new`: never probed. `healthy`: the last probe found nothing wrong. `degraded`: reached, but something is wrong.
 * `unreachable`: no answer. `suspended`: a person took it out of service; nothing new is placed there.
 */
export const CLOUD_STATES = ['new', 'healthy', 'degraded', 'unreachable', 'suspended'] as const
export type CloudState = (typeof CLOUD_STATES)[number]

/** One finding of a probe, in plain words. */
export const ProbeFinding = Strict({
  check: OneOf([
    'reach',
    'authenticate',
    'authorise',
    'region',
    'compute',
    'network',
    'volume',
    'image',
    'load-balancer',
    'object-store',
    'clock',
    'quota',
  ]),
  ok: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
  latencyMs: Nullable(Type.Number()),
  /** Of `region`: those that the cloud has, to choose from. */
  regions: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
})

/** How to fill in the registration of one kind of cloud. */
export const CloudKind = Strict({
  kind: Code,
  title: Bilingual,
  /** Has no real machines behind it: always shown with the mark 模拟云. */
  isSimulated: Type.Boolean(),
  /** Ways to sign in: the fields of exactly one are needed, besides the required ones. Empty: there is but one. */
  ways: Type.Array(
    Strict({
      name: Code,
      title: Bilingual,
      needs: Type.Array(Type.String(), { maxItems: 10 }),
      takes: Type.Array(Type.String(), { maxItems: 10 }),
    }),
    { maxItems: 5 },
  ),
  fields: Type.Array(
    Strict({
      name: Type.String(),
      secret: Type.Boolean(),
      required: Type.Boolean(),
      title: Bilingual,
      placeholder: Type.Optional(Type.String()),
    }),
    { maxItems: 30 },
  ),
})
export type CloudKind = Static<typeof CloudKind>

export const connectionSettings = {
  endpoint: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  region: Nullable(Type.String({ minLength: 1, maxLength: 100 })),
  /** Kind-specific and not secret. */
  options: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }), {
    maxProperties: 30,
  }),
}
/** Written, never read: no operation answers them. */
export const Credentials = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 8000 }), {
  maxProperties: 30,
})

export const CloudCreate = Strict({
  code: Code,
  name: ShortText,
  /** The provider that runs it. */
  providerBodyId: Id,
  kind: Code,
  /** Which network it stands in; 政务外网 unless told. 政务内网 is refused: it is only counted (R37). */
  networkType: Type.Optional(OneOf(NETWORK_TYPES)),
  ...connectionSettings,
  credentials: Credentials,
})
export type CloudCreate = Static<typeof CloudCreate>

export const CloudUpdate = Strict({
  version: Version,
  name: ShortText,
  ...connectionSettings,
  /** Null keeps those stored. */
  credentials: Nullable(Credentials),
})
export type CloudUpdate = Static<typeof CloudUpdate>

export const CLOUD_ACTIONS = ['modify', 'probe', 'suspend', 'resume', 'remove', 'addNode'] as const
export const Cloud = Strict({
  id: Id,
  code: Code,
  name: ShortText,
  provider: Strict({ id: Id, name: Type.String() }),
  kind: Code,
  networkType: OneOf(NETWORK_TYPES),
  isSimulated: Type.Boolean(),
  ...connectionSettings,
  /** Which secrets are stored, by name only. */
  credentialNames: Type.Array(Type.String(), { maxItems: 30 }),
  /** Kinds of resource that clouds of this kind have not: nothing of them can be applied for there. */
  lacks: Type.Array(OneOf(RESOURCE_KINDS), { maxItems: 20 }),
  state: OneOf(CLOUD_STATES),
  lastProbedAt: Nullable(Instant),
  findings: Type.Array(ProbeFinding, { maxItems: 20 }),
  createdAt: Instant,
  version: Version,
  actions: ActionsOf(CLOUD_ACTIONS),
})
export type Cloud = Static<typeof Cloud>

/** What a cloud offers, asked live: the choices that a pool's mapping is made from. */
export const CloudOffer = Strict({
  zones: Type.Array(Type.String()),
  images: Type.Array(
    Strict({
      id: Type.String(),
      name: Type.String(),
      minDiskGiB: Type.Number(),
      osDistro: Nullable(Type.String()),
    }),
  ),
  volumeTypes: Type.Array(Type.String()),
  externalNetworks: Type.Array(Type.String()),
  /** Groups of hosts that its administrators have made. */
  aggregates: Type.Array(
    Strict({ name: Type.String(), zone: Nullable(Type.String()), hosts: Type.Integer({ minimum: 0 }) }),
  ),
})
export type CloudOffer = Static<typeof CloudOffer>
