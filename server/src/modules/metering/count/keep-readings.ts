/** Keeps what a cloud told of its counters: one page, one transaction, in which nothing is asked of any cloud. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { CounterReading } from '../../cloud/index.ts'
import { refuseReading } from './flow.ts'
import { type CountedThing, insertReadings, listNeighbours, type NewReading } from './reading-store.ts'

interface Kept {
  /** New ones: told again, a reading is the one that stands. */
  readonly kept: number
  /** Late ones that say otherwise than what was read after them, or of a time that has not come. */
  readonly setAside: number
}

/** As long as clocks may differ. */
const CLOCK_OFF_MS = 300_000
/** What 64 bits hold. */
const BYTES_MAX = 2n ** 64n

/** @param things by the cloud's own identifiers; what a cloud tells of others is left out. */
export async function keepReadings(
  ctx: Ctx,
  things: ReadonlyMap<string, CountedThing>,
  told: readonly CounterReading[],
): Promise<Kept> {
  const until = ctx.clock.now().getTime() + CLOCK_OFF_MS
  const known = told.flatMap((one): readonly NewReading[] => {
    const thing = things.get(one.externalId)
    const { externalId: _, ...reading } = one
    return thing === undefined ? [] : [{ ...reading, resourceId: thing.id }]
  })
  const sound = known.filter((one) => isSound(one, until))
  if (sound.length === 0) return { kept: 0, setAside: known.length }
  return ctx.inTx(async (tx) => {
    let [kept, refused] = [0, known.length - sound.length]
    // Of one counter one after another: each is judged by what stands beside it.
    for (const round of roundsOf(sound.toSorted((a, b) => a.at.getTime() - b.at.getTime()))) {
      const believed = await believedOf(tx, round)
      kept += await insertReadings(tx, believed)
      refused += round.length - believed.length
    }
    return { kept, setAside: refused }
  })
}

const isSound = ({ at, since, bytes, counter }: NewReading, until: number): boolean =>
  at.getTime() <= until &&
  (since === null || since <= at) &&
  bytes >= 0n &&
  bytes < BYTES_MAX &&
  counter.length > 0 &&
  counter.length <= 100

async function believedOf(tx: Tx, readings: readonly NewReading[]): Promise<readonly NewReading[]> {
  const beside = await listNeighbours(tx, readings)
  return readings.filter(({ bytes }, at) => {
    const { before, after } = beside[at] ?? { before: null, after: null }
    return refuseReading(bytes, before, after) === null
  })
}

/** In each round a counter comes once. */
function roundsOf(readings: readonly NewReading[]): readonly (readonly NewReading[])[] {
  const rounds: NewReading[][] = []
  const reached = new Map<string, number>()
  for (const reading of readings) {
    const { resourceId, counter, since } = reading
    const key = `${resourceId} ${since?.getTime() ?? ''} ${counter}`
    const round = reached.get(key) ?? 0
    reached.set(key, round + 1)
    const into = rounds[round] ?? []
    into.push(reading)
    rounds[round] = into
  }
  return rounds
}
