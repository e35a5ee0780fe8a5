/** Operations on what is priced by which plan, of what is taken in. */
import { ADOPTION_LIST_MAX, AdoptionList, AdoptionPlan, Count, PRICEABLE_KINDS } from './adoption.ts'
import { Day, Id, IdParams, Nullable, OneOf, operation, Ref, Strict, Type, Version } from './base.ts'

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
  price: operation({
    id: 'adoption.price',
    method: 'POST',
    path: '/adoption-plan-lists',
    title: { zh: '为已纳管资源补定计价规格', en: 'Set the plan of what was taken in' },
    body: Strict({
      /** Chosen one by one, or all without a plan that the filter shows. */
      resourceIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true })),
      filter: Nullable(
        Strict({
          bodyId: Type.Optional(Id),
          systemId: Type.Optional(Id),
          cloudId: Type.Optional(Id),
          poolId: Type.Optional(Id),
          kind: Type.Optional(OneOf(PRICEABLE_KINDS)),
        }),
      ),
      /** Priced from this day on. */
      pricedFrom: Day,
      reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
    }),
    response: Strict({
      /** One draft for each body, cloud and pool. */
      lists: Type.Array(Strict({ id: Id, no: Type.String(), body: Ref, entries: Count }), {
        maxItems: ADOPTION_LIST_MAX,
      }),
      resources: Count,
    }),
    status: 201,
    access: { action: 'create', noun: 'adoption' },
    audit: { act: 'adoption.price' },
    idempotent: true,
    reasons: ['adoption.nothing_without_plan', 'adoption.too_many', 'adoption.month_closed'],
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
    reasons: [
      'adoption.not_open',
      'adoption.priced_from_past',
      'adoption.month_closed',
      'adoption.day_missing',
    ],
  }),
} as const
