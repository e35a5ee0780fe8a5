/**
 * Identity: accounts, sign-in, second factor, sessions and API tokens (R56, R57).
 * Persons and posts belong to `organisation`; an account is how one person signs in.
 */
import {
  ACTIONS,
  ActionsOf,
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
import { NOUNS, type Noun } from './nouns.ts'

/** Lower-case letters, digits, dot, hyphen and underscore; compared without case. */
export const Username = Type.String({ minLength: 2, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' })
/** Bounded so that hashing cannot be used to exhaust memory; the rules themselves are in {@link PasswordRules}. */
export const Password = Type.String({ minLength: 1, maxLength: 200 })
export const OneTimeCode = Type.String({ pattern: '^[0-9]{6}$' })
export const RecoveryCode = Type.String({ minLength: 8, maxLength: 32, pattern: '^[A-Za-z0-9-]+$' })

export const PasswordRules = Strict({
  minLength: Type.Integer(),
  maxLength: Type.Integer(),
  /** Of upper case, lower case, digits and other characters. */
  minClasses: Type.Integer(),
  /** How many earlier passwords may not come back. */
  history: Type.Integer(),
  maxAgeDays: Nullable(Type.Integer()),
})
export type PasswordRules = Static<typeof PasswordRules>

/** One of the posts a person may act for. Names as they are now. */
export const ActingPost = Strict({
  id: Id,
  title: Type.String(),
  role: Type.String(),
  bodyId: Id,
  bodyName: Type.String(),
})
export type ActingPost = Static<typeof ActingPost>

const ActionList = Type.Array(OneOf(ACTIONS), { maxItems: ACTIONS.length })

/**
 * What an acting post may do, noun by noun, as the policy says. A console shows no page and no button that would only be
 * refused. What may be done with one object stands in the object's own `actions`.
 */
export const AllowedActions = Strict(
  Object.fromEntries(NOUNS.map((noun) => [noun, ActionList])) as Record<Noun, typeof ActionList>,
)
export type AllowedActions = Static<typeof AllowedActions>

/** What must be done before anything else is allowed. */
export const SESSION_DUTIES = ['change-password', 'enrol-totp', 'choose-post'] as const

export const CurrentSession = Strict({
  id: Id,
  account: Strict({ id: Id, username: Type.String(), totp: Type.Boolean() }),
  person: Strict({ id: Id, name: Type.String() }),
  actingPost: Nullable(ActingPost),
  posts: Type.Array(ActingPost, { maxItems: 100 }),
  allowed: AllowedActions,
  duties: Type.Array(OneOf(SESSION_DUTIES)),
  startedAt: Instant,
  /** Ends when idle until then, and in any case at `endsAt`. */
  idleEndsAt: Instant,
  endsAt: Instant,
  previousSignInAt: Nullable(Instant),
  previousSignInAddress: Nullable(Type.String()),
})
export type CurrentSession = Static<typeof CurrentSession>

export const SessionItem = Strict({
  id: Id,
  accountId: Id,
  username: Type.String(),
  personName: Type.String(),
  current: Type.Boolean(),
  actingPostId: Nullable(Id),
  startedAt: Instant,
  seenAt: Instant,
  endsAt: Instant,
  address: Nullable(Type.String()),
  agent: Nullable(Type.String()),
})
export type SessionItem = Static<typeof SessionItem>

export const ACCOUNT_STATES = ['active', 'locked', 'disabled'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

export const Account = Strict({
  id: Id,
  version: Version,
  username: Type.String(),
  personId: Id,
  personName: Type.String(),
  /** `locked` ends by itself at `lockedUntil`; `disabled` only by a person. */
  state: OneOf(ACCOUNT_STATES),
  lockedUntil: Nullable(Instant),
  mustChangePassword: Type.Boolean(),
  totp: Type.Boolean(),
  totpRequired: Type.Boolean(),
  passwordChangedAt: Instant,
  signedInAt: Nullable(Instant),
  createdAt: Instant,
  actions: ActionsOf([
    'disable',
    'enable',
    'unlock',
    'reset-password',
    'reset-totp',
    'end-sessions',
    'bind-certificate',
    'unbind-certificate',
  ]),
})
export type Account = Static<typeof Account>

/** Handed over by a person, shown once; it must be changed at the first sign-in. */
export const InitialPassword = Strict({ account: Account, initialPassword: Type.String() })

export const TOKEN_SCOPES = ['read', 'write'] as const

export const ApiToken = Strict({
  id: Id,
  name: ShortText,
  /** First characters, enough to tell tokens apart. */
  prefix: Type.String(),
  scope: OneOf(TOKEN_SCOPES),
  accountId: Id,
  actingPostId: Id,
  createdAt: Instant,
  expiresAt: Instant,
  usedAt: Nullable(Instant),
  usedAddress: Nullable(Type.String()),
  state: OneOf(['active', 'expired', 'ended']),
})
export type ApiToken = Static<typeof ApiToken>

export const SampleAccount = Strict({
  username: Type.String(),
  password: Type.String(),
  personName: Type.String(),
  postTitle: Type.String(),
  bodyName: Type.String(),
})
export type SampleAccount = Static<typeof SampleAccount>

export const TotpEnrolment = Strict({
  /** Base32 secret, and the `otpauth:` address an authenticator reads from a QR code. */
  secret: Type.String(),
  uri: Type.String(),
})
export const RecoveryCodes = Strict({ codes: Type.Array(Type.String(), { minItems: 1, maxItems: 20 }) })

/** This very certificate, or any of the same subject and issuer: its renewals. */
export const CERTIFICATE_MATCHES = ['fingerprint', 'subject'] as const
export const CERTIFICATE_STATES = ['valid', 'not-yet-valid', 'expired', 'unbound'] as const

/** A certificate that a person may sign in with. */
export const AccountCertificate = Strict({
  id: Id,
  accountId: Id,
  match: OneOf(CERTIFICATE_MATCHES),
  subject: Type.String(),
  issuer: Type.String(),
  /** Hexadecimal. */
  serial: Type.String(),
  /** SHA-256, hexadecimal, of the certificate that was shown. */
  fingerprint: Type.String(),
  notBefore: Instant,
  notAfter: Instant,
  state: OneOf(CERTIFICATE_STATES),
  boundAt: Instant,
  boundByName: Type.String(),
  usedAt: Nullable(Instant),
})
export type AccountCertificate = Static<typeof AccountCertificate>

/** PEM; room for a long chain of attributes, not for a chain of certificates. */
export const CertificateText = Type.String({
  minLength: 1,
  maxLength: 20_000,
  pattern: '-----BEGIN CERTIFICATE-----',
})
