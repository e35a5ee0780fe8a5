/** Operations on what is priced by which plan, of what is taken in. */
import { AdoptionList, AdoptionPlan, PRICEABLE_KINDS } from './adoption.ts'
import { Day, Id, IdParams, Nullable, OneOf, operation, Strict, Type, Version } from './base.ts'

const read = { none: 'read' } as const
const listed = { action: 'list', noun: 'adoption' } as const
const changed = {
  method: 'POST',
  params: IdParams,
  response: AdoptionList,
  idempotent: true,
} as const

export const adoptionPlanOperations = {
  plans: operation({
    id: 'adoption.plans',
    method: 'GET',
    path: '/adoption-plans',
    title: { zh: '可用于纳管计价的规格', en: 'Plans that things taken in can be priced by' },
    query: Strict({ kind: Type.Optional(OneOf(PRICEABLE_KINDS)) }),
    response: Strict({ items: Type.Array(AdoptionPlan, { maxItems: 5000 }) }),
    access: listed,
    audit: read,
    reasons: [],
  }),
  setPlan: operation({
    ...changed,
    id: 'adoption.set-plan',
    path: '/adoption-lists/{id}/set-plan',
    title: { zh: '选定纳管项的规格', en: 'Choose the plan of entries' },
    body: Strict({
      version: Version,
      /** Chosen one by one; null: all of the list that the plan is about. */
      entryIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true })),
      /** Null: priced by none. */
      planId: Nullable(Id),
    }),
    access: { action: 'modify', noun: 'adoption' },
    audit: { act: 'adoption.set-plan' },
    reasons: ['adoption.not_open', 'adoption.nothing_left', 'adoption.plan_unfit'],
  }),
  setPricedFrom: operation({
    ...changed,
    id: 'adoption.set-priced-from',
    path: '/adoption-lists/{id}/set-priced-from',
    title: { zh: '确定起计日', en: 'Say from which day on it is priced' },
    body: Strict({ version: Version, pricedFrom: Nullable(Day) }),
    access: { action: 'modify', noun: 'adoption' },
    audit: { act: 'adoption.set-priced-from' },
    reasons: ['adoption.not_open', 'adoption.priced_from_past'],
  }),
} as const
