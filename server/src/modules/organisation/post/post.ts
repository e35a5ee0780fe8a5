import { type ReasonCode, type Role, roles } from '@yunheng/contract'
import type { BodyRow } from '../body/body-store.ts'
import type { PostRow } from './post-store.ts'

/** Which roles a kind of body may give to its people. */
export const ROLES_OF_BODY: Readonly<Record<BodyRow['kind'], readonly Role[]>> = {
  'leading-group': ['guide'],
  'regulator-bureau': ['regulator-bureau', 'system-admin', 'security-admin', 'audit-admin'],
  'regulator-centre': ['regulator-centre', 'system-admin', 'security-admin', 'audit-admin'],
  operations: ['operations-engineer'],
  provider: ['provider-operator', 'provider-admin'],
  'platform-provider': ['provider-operator', 'provider-admin'],
  department: ['department-admin', 'department-approver', 'department-applicant'],
  guide: ['guide'],
}

/** Which roles a granter's role may give: never more than its own side needs, never the granter's own power (三员分立). */
const GRANTABLE: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  'security-admin': Object.keys(roles).filter((role) => role !== 'security-admin') as Role[],
  'department-admin': ['department-approver', 'department-applicant', 'department-admin'],
  'provider-admin': ['provider-operator', 'provider-admin'],
}

export function refuseGrant(
  granter: { readonly role: Role; readonly personId: string },
  grant: {
    readonly role: Role
    readonly personId: string
    readonly validFrom: Date
    readonly validTo: Date | null
  },
  body: Pick<BodyRow, 'kind' | 'closed_at'>,
): ReasonCode | null {
  if (granter.personId === grant.personId) return 'person.self'
  if (body.closed_at !== null) return 'body.closed'
  if (!ROLES_OF_BODY[body.kind].includes(grant.role)) return 'post.role_not_of_body'
  if (!GRANTABLE[granter.role]?.includes(grant.role)) return 'post.beyond_own_scope'
  if (grant.validTo !== null && grant.validTo <= grant.validFrom) return 'post.period_invalid'
  return null
}

interface Period {
  readonly validFrom: Date
  readonly validTo: Date | null
}

/** R21 管运分离: a supervising and a provider-operating post of one person may not overlap in time. */
export function refuseSides(
  grant: Period & { readonly role: Role },
  held: readonly (Period & { readonly role: Role })[],
): ReasonCode | null {
  const side = roles[grant.role].side
  if (side !== 'supervision' && side !== 'provider') return null
  const other = side === 'supervision' ? 'provider' : 'supervision'
  return held.some((post) => roles[post.role].side === other && overlaps(grant, post))
    ? 'post.sides_conflict'
    : null
}

function overlaps(a: Period, b: Period): boolean {
  const endsBefore = (x: Period, y: Period) => x.validTo !== null && x.validTo <= y.validFrom
  return !endsBefore(a, b) && !endsBefore(b, a)
}

export function refuseEnd(
  post: Pick<PostRow, 'ended_at' | 'person_id' | 'role'>,
  granter: { readonly role: Role; readonly personId: string },
): ReasonCode | null {
  if (post.ended_at !== null) return 'post.already_ended'
  if (post.person_id === granter.personId) return 'person.self'
  return GRANTABLE[granter.role]?.includes(post.role as Role) ? null : 'post.beyond_own_scope'
}

export function isValidAt(post: Pick<PostRow, 'valid_from' | 'valid_to' | 'ended_at'>, now: Date): boolean {
  return (
    post.valid_from <= now &&
    (post.valid_to === null || post.valid_to > now) &&
    (post.ended_at === null || post.ended_at > now)
  )
}
