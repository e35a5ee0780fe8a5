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

export interface Story {
  readonly options: YearOptions
  readonly server: TestServer
  readonly province: Province
  readonly dice: Dice
  readonly ledger: Ledger
  readonly book: Book
  readonly months: readonly string[]
  readonly lives: Life[]
  /** By the number of their body. */
  readonly ofBody: readonly Life[][]
  /** 分 that are given back on the next bill of a body, by its id. */
  readonly lateCredits: Map<string, bigint>
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
