/** The home page: what the acting post should look at first, as counts of real rows with the list behind each. */
import { Bilingual, Code, Instant, Nullable, OneOf, operation, type Static, Strict, Type } from './base.ts'
import { SIDES } from './roles.ts'

/** One figure. The number is what the list behind it shows. */
export const HomeFigure = Strict({
  key: Code,
  title: Bilingual,
  /** Null when it is not known, for instance before the first answer of a cloud. */
  value: Nullable(Type.Number()),
  unit: Nullable(Bilingual),
  tone: OneOf(['plain', 'good', 'attention', 'bad']),
  /** Operation of the list that makes the number, and its filter. */
  list: Nullable(
    Strict({
      operation: Type.String(),
      query: Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
      ),
    }),
  ),
})
export type HomeFigure = Static<typeof HomeFigure>

/** Twelve months, oldest first, of what the caller may see. */
export const HomeSeries = Strict({
  key: Code,
  title: Bilingual,
  unit: Nullable(Bilingual),
  points: Type.Array(
    Strict({
      /** `2026-11`, in Asia/Shanghai. */
      month: Type.String(),
      value: Nullable(Type.Number()),
    }),
    { maxItems: 12 },
  ),
})
export type HomeSeries = Static<typeof HomeSeries>

export const HomeSummary = Strict({
  side: OneOf(SIDES),
  figures: Type.Array(HomeFigure, { maxItems: 30 }),
  series: Type.Array(HomeSeries, { maxItems: 4 }),
  asOf: Instant,
})
export type HomeSummary = Static<typeof HomeSummary>

export const homeOperations = {
  summary: operation({
    id: 'home.summary',
    method: 'GET',
    path: '/home',
    title: { zh: '首页概况', en: 'What the home page shows' },
    response: HomeSummary,
    access: 'session',
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
