/** What all parts of the year share: the server, the province, the lives so far, and the book in which everything is noted. */
import type { TestServer } from '../kit/open-server.ts'
import type { Dice } from './births.ts'
import { monthAfter, secondOf } from './civil.ts'
import type { Ledger } from './ledger.ts'
import type { Life } from './life.ts'
import type { Province } from './province.ts'
import type { Book } from './report.ts'

export interface YearOptions {
  readonly resources: number
  readonly months: number
  readonly seed: number
}

/** What was agreed with a provider for a month. */
export interface Agreed {
  readonly provider: number
  readonly month: string
  /** 分 */
  readonly amount: bigint
  /** 分 of it that are differences within rounding: by rule the provider's word counts there. */
  readonly rounding: bigint
  /** 分 of it that correct earlier months. */
  readonly corrected: bigint
}

/** What a department says to a saving notice. */
export type Answer = 'accept' | 'plan' | 'waive' | 'insist'

/** What the story knows beside the database: data alone, so that it can be written down and gone on with. */
export interface Memory {
  readonly lives: Life[]
  /** 分 that are given back on the next bill of a body, by its id. */
  readonly lateCredits: Map<string, bigint>
  readonly agreed: Agreed[]
  /** What closed months are, byte for byte. */
  readonly seals: Map<string, string>
  /** Up to when clouds told what servers do. */
  readonly measured: { upTo: number | null }
  /** Of the saving programme: who was told and says what, and in which month who was changed. */
  readonly told: Map<Life, Answer>
  readonly changed: Map<Life, number>
}

export const nothingYet = (): Memory => ({
  ...{ lives: [], agreed: [], measured: { upTo: null } },
  ...{ lateCredits: new Map(), seals: new Map(), told: new Map(), changed: new Map() },
})

export interface Story extends Memory {
  readonly options: YearOptions
  readonly server: TestServer
  readonly province: Province
  readonly dice: Dice
  readonly ledger: Ledger
  readonly book: Book
  readonly months: readonly string[]
  /** By the number of their body. */
  readonly ofBody: readonly Life[][]
}

/** Sets the clock to a morning of the month; time runs forward only. */
export function goWithin({ server }: Pick<Story, 'server'>, month: string, day: number): void {
  const at = secondOf(`${month}-${String(day).padStart(2, '0')}T10:00:00`) * 1000
  if (at > server.clock.now().getTime()) server.clock.set(new Date(at).toISOString())
}

/** To a morning of the month after. */
export const goTo = (story: Pick<Story, 'server'>, month: string, day: number): void =>
  goWithin(story, monthAfter(month), day)

export const rowsOf = async <Row extends object>(
  { server }: Story,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => (await server.database.owner.query<Row>(text, [...values])).rows
