/**
 * What switching off saves: what a month that runs all the time is billed, less one with so many hours off, both by billing's own rater,
 * as if these servers were all that their body holds. In 分.
 */
import type { PowerWindow } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { bookAsOf, type PriceBook, rateMonth, readPriceBook } from '../../billing/index.ts'
import {
  type BilledSubject,
  hourOf,
  type MeteredAmount,
  meteredAmounts,
  meterNumber,
  type Window,
  windowOfMonth,
} from '../../metering/index.ts'
import type { ServerFact } from './server-store.ts'
import { onMinutesOf, WEEK_MINUTES } from './windows.ts'

/** A server as a bill would have it, at the prices of today and for the term that was agreed. */
export interface ServerToRate {
  readonly subject: BilledSubject
  readonly amounts: readonly MeteredAmount[]
  readonly book: PriceBook
}

/** By server; null without a price. */
export type ServersToRate = ReadonlyMap<string, ServerToRate | null>

export async function serversToRate(
  db: Db,
  servers: readonly ServerFact[],
  today: string,
): Promise<ServersToRate> {
  const subjects = servers.map(toSubject)
  const hour = hourOf(new Date(`${today}T00:00:00+08:00`))
  const all = await readPriceBook(db, subjects, { from: hour, to: hour + 1 })
  const book = bookAsOf(all, subjects, hour)
  return new Map(
    servers.map((server, index) => {
      const one = { subject: subjects[index] as BilledSubject, amounts: amountsOf(server), book }
      const isPriced = charges([one], FOUR_WEEKS, () => 0).every(({ amount }) => amount !== null)
      return [server.id, isPriced ? one : null]
    }),
  )
}

const toSubject = (server: ServerFact, index: number): BilledSubject => ({
  id: index + 1,
  resource_id: server.id,
  system_id: server.system_id,
  provider_body_id: server.provider_body_id,
  pool_id: server.pool_id,
  offering_code: server.plan?.offeringCode ?? null,
  plan_code: server.plan?.code ?? null,
  request_line_id: server.request_line_id,
})

const amountsOf = ({ vcpus, memory_mib: memoryMiB, disk_gib: rootDiskGiB }: ServerFact) =>
  meteredAmounts('server', { vcpus, memoryMiB, rootDiskGiB }, null)

/** A month that is made of whole weeks: of a price by the month the same share is off as of each week. */
const FOUR_WEEKS: Window = { from: 0, to: 4 * 7 * 24 }
const SECONDS_OF_HOUR = 3600

/** All of one book. */
function charges(
  servers: readonly ServerToRate[],
  window: Window,
  offSeconds: (server: ServerToRate) => number,
) {
  const [first] = servers
  if (first === undefined) return []
  const seconds = (window.to - window.from) * SECONDS_OF_HOUR
  return rateMonth({
    window,
    cuts: [],
    book: first.book,
    subjects: new Map(servers.map(({ subject }) => [subject.id, subject])),
    held: servers.flatMap((server) =>
      server.amounts.map(({ dimension, amount }) => {
        const off = Math.min(seconds, offSeconds(server))
        const [serving, stopped] = [String(amount * (seconds - off)), String(amount * off)]
        return {
          subject: server.subject.id,
          meter: meterNumber(dimension),
          stretch: 0,
          serving,
          stopped,
          unseen: '0',
          // Held all the time, natural days come to the same.
          day_serving: serving,
          day_stopped: stopped,
          day_unseen: '0',
        }
      }),
    ),
  })
}

/** What is billed less when each is off for so many seconds of the window. */
export function savedBetween(
  servers: readonly ServerToRate[],
  window: Window,
  offSeconds: (server: ServerToRate) => number,
): bigint {
  const billed = (off: (server: ServerToRate) => number) =>
    charges(servers, window, off).reduce((sum, { amount }) => sum + (amount ?? 0n), 0n)
  return billed(() => 0) - billed(offSeconds)
}

export interface Estimated {
  /** Null where none of them has a price. */
  readonly perMonth: bigint | null
  readonly unpriced: number
  readonly countsInFull: boolean
}

/** A month of weeks without holidays. */
export function estimateSaving(windows: readonly PowerWindow[], servers: ServersToRate): Estimated {
  const known = [...servers.values()].filter((one) => one !== null)
  const off = (WEEK_MINUTES - onMinutesOf(windows)) * 4 * 60
  return {
    perMonth: known.length === 0 ? null : savedBetween(known, FOUR_WEEKS, () => off),
    unpriced: servers.size - known.length,
    countsInFull: known.length > 0 && savedBetween(known, FOUR_WEEKS, () => Number.POSITIVE_INFINITY) === 0n,
  }
}

/** Of so many milliseconds of each civil month (`2026-11`). */
export function savedIn(server: ServerToRate | null, stoppedMs: ReadonlyMap<string, number>): bigint | null {
  if (server === null) return null
  return [...stoppedMs].reduce(
    (sum, [month, ms]) => sum + savedBetween([server], windowOfMonth(month), () => Math.floor(ms / 1000)),
    0n,
  )
}
