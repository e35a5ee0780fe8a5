/**
 * A run (批量处理): one act on many things, chosen ones or all of a filter. It is done behind the call, one by one as if each were
 * done by itself; what is refused stands beside what was done, with its reason. Each kind of run says what it is about.
 */
import {
  ActionsOf,
  Id,
  IdParams,
  Instant,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  type Static,
  Strict,
  type Text,
  type TSchema,
  Type,
} from './base.ts'
import type { Noun } from './nouns.ts'

export const RUN_STATES = ['running', 'ended', 'stopped'] as const
export type RunState = (typeof RUN_STATES)[number]
export const RUN_OUTCOMES = ['waiting', 'done', 'refused'] as const
export type RunOutcome = (typeof RUN_OUTCOMES)[number]
/** Things of one run: of a province of 200 bodies the bills of ten months. */
export const RUN_MAX = 2_000
const CHOSEN_MAX = 200

const Count = Type.Integer({ minimum: 0 })
const RunProblem = Strict({ reason: Type.String(), zh: Type.String(), en: Type.String() })

/** What was chosen one by one. */
export const Chosen = Type.Array(Id, { minItems: 1, maxItems: CHOSEN_MAX, uniqueItems: true })

/** @param filters of the list that a run may be about all of; @param own what this kind has besides. */
export function RunOf<S extends TSchema, const P extends Record<string, TSchema>>(filters: S, own: P) {
  return Strict({
    id: Id,
    by: Type.String(),
    /** As the list was filtered; null where the things were chosen one by one. */
    filters: Nullable(filters),
    state: OneOf(RUN_STATES),
    total: Count,
    done: Count,
    refused: Count,
    /** Why things were refused, the most frequent first; twenty reasons at most. */
    refusedFor: Type.Array(Strict({ problem: RunProblem, count: Count }), { maxItems: 20 }),
    createdAt: Instant,
    endedAt: Nullable(Instant),
    actions: ActionsOf(['stop']),
    ...own,
  })
}

/** @param thing which one it is, as it stands now. */
export function RunItemOf<const P extends Record<string, TSchema>>(thing: P) {
  return Strict({
    no: Type.Integer({ minimum: 1 }),
    outcome: OneOf(RUN_OUTCOMES),
    problem: Nullable(RunProblem),
    ...thing,
  })
}

const AnyRun = RunOf(Type.Unknown(), {})
const AnyItem = RunItemOf({})
/** What runs of every kind have. */
export type Run = Static<typeof AnyRun>
export type RunItem = Static<typeof AnyItem>

interface RunTitles {
  readonly list: Text
  readonly get: Text
  readonly items: Text
  readonly start: Text
  readonly stop: Text
}

/** Builds the operations of one kind of run; its noun has the reasons `empty`, `too_many`, `under_way` and `ended`. */
export function runOperations<
  const N extends Noun,
  R extends TSchema,
  I extends TSchema,
  B extends TSchema,
>(kind: {
  readonly noun: N
  /** `/bill-runs` */
  readonly path: string
  readonly run: R
  readonly item: I
  readonly start: B
  readonly titles: RunTitles
}) {
  const { noun, path, run, item, titles } = kind
  const read = { none: 'read' } as const
  return {
    list: operation({
      id: `${noun}.list`,
      method: 'GET',
      path,
      title: titles.list,
      query: PageQuery({}),
      response: PageOf(run),
      access: { action: 'list', noun },
      audit: read,
      reasons: [],
    }),
    get: operation({
      id: `${noun}.get`,
      method: 'GET',
      path: `${path}/{id}`,
      title: titles.get,
      params: IdParams,
      response: run,
      access: { action: 'view', noun },
      audit: read,
      reasons: [],
    }),
    items: operation({
      id: `${noun}.items`,
      method: 'GET',
      path: `${path}/{id}/items`,
      title: titles.items,
      params: IdParams,
      query: PageQuery({
        outcome: Type.Optional(OneOf(RUN_OUTCOMES)),
        reason: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}\\.[a-z_]{1,60}$' })),
      }),
      response: PageOf(item),
      access: { action: 'view', noun },
      audit: read,
      reasons: [],
    }),
    /** Of a filter those are taken that the act is for. */
    start: operation({
      id: `${noun}.start`,
      method: 'POST',
      path,
      title: titles.start,
      body: kind.start,
      response: run,
      status: 202,
      access: { action: 'create', noun },
      audit: { act: `${noun}.start` },
      idempotent: true,
      reasons: [`${noun}.empty`, `${noun}.too_many`, `${noun}.under_way`],
    }),
    /** What is done stays done; the rest is left alone. */
    stop: operation({
      id: `${noun}.stop`,
      method: 'POST',
      path: `${path}/{id}/stop`,
      title: titles.stop,
      params: IdParams,
      response: run,
      access: { action: 'operate', noun },
      audit: { act: `${noun}.stop` },
      idempotent: true,
      reasons: [`${noun}.ended`],
    }),
  }
}

export type RunOperations = ReturnType<typeof runOperations>
