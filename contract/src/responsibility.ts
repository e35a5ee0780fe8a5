/**
 * The responsibility matrix of a system (责任矩阵, R8): who does what along the life of its resources. Nobody types it: it follows
 * from the policies, the flows in force, the posts, and the clouds on which its resources lie.
 */
import {
  Bilingual,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  Ref,
  type Static,
  Strict,
  Type,
} from './base.ts'
import { ROLES } from './roles.ts'

export const RESPONSIBILITY_STEPS = [
  'register',
  'apply',
  'review',
  'allocate',
  'deliver',
  'accept',
  'use',
  'oversee',
  'check',
  'settle',
  'release',
] as const
export type ResponsibilityStep = (typeof RESPONSIBILITY_STEPS)[number]

/** The sides of the table that have to do with a system; administration has not. */
export const PARTIES = ['department', 'supervision', 'provider', 'operations', 'guide'] as const
export type Party = (typeof PARTIES)[number]

export const DUTIES = ['does', 'informed', 'none'] as const
export type Duty = (typeof DUTIES)[number]

/** A role in a body that carries the step, and who holds it now as far as the reader may see. */
export const Seat = Strict({
  role: OneOf(ROLES),
  roleTitle: Bilingual,
  body: Ref,
  people: Type.Array(Ref, { maxItems: 200 }),
})
export type Seat = Static<typeof Seat>

export const ResponsibilityCell = Strict({
  party: OneOf(PARTIES),
  duty: OneOf(DUTIES),
  /** Of those who do; empty where the side has no body here (no provider before the first resource). */
  seats: Type.Array(Seat, { maxItems: 200 }),
})
export type ResponsibilityCell = Static<typeof ResponsibilityCell>

export const SystemResponsibilities = Strict({
  system: Strict({ id: Id, code: Type.String(), name: Type.String() }),
  body: Ref,
  /** Answers for the system (R46); null when nobody is named. */
  responsiblePerson: Nullable(Ref),
  parties: Type.Array(Strict({ party: OneOf(PARTIES), title: Bilingual, bodies: Type.Array(Ref) })),
  steps: Type.Array(
    Strict({
      step: OneOf(RESPONSIBILITY_STEPS),
      title: Bilingual,
      cells: Type.Array(ResponsibilityCell, { maxItems: PARTIES.length }),
    }),
  ),
  asOf: Instant,
})
export type SystemResponsibilities = Static<typeof SystemResponsibilities>

export const responsibilityOperations = {
  get: operation({
    id: 'system.responsibilities',
    method: 'GET',
    path: '/systems/{id}/responsibilities',
    title: { zh: '查看系统责任矩阵', en: 'Show the responsibility matrix of a system' },
    params: IdParams,
    response: SystemResponsibilities,
    access: { action: 'view', noun: 'system' },
    audit: { none: 'read' },
    reasons: [],
  }),
  export: operation({
    id: 'system.export-responsibilities',
    method: 'GET',
    path: '/systems/{id}/responsibilities/export',
    title: { zh: '导出系统责任矩阵', en: 'Export the responsibility matrix of a system' },
    params: IdParams,
    query: Strict({ language: Type.Optional(OneOf(['zh', 'en'])) }),
    response: Type.Null(),
    stream: 'file',
    access: { action: 'view', noun: 'system' },
    audit: { act: 'system.export-responsibilities' },
    reasons: [],
  }),
} as const
