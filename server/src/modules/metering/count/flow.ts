/**
 * From readings of a counter to what flowed between them. Pure: the same readings give the same flows, in whatever order they came and
 * however often, and what is read of two windows side by side is what is read of both together.
 *
 * Facts name no rule for this (facts §7 knows none for traffic), so nothing is guessed (product default):
 * - What flowed between two readings counts at the later one, when it became known. It is spread over nothing.
 * - A counter that fell was begun anew: all that it shows has flowed since. What it counted after the reading before is not known, and
 *   is not counted.
 * - The first reading of a counter counts nothing; where the cloud says since when it counts, and that was in the life of the thing, it
 *   counts all that it shows.
 * - Nobody having looked for longer than the rules allow is a gap: what flowed meanwhile is told apart, and its price says how much
 *   of it counts.
 */

/** One reading of one counter of a resource. */
export interface Reading {
  readonly counter: string
  /** When the counter began at nought, in milliseconds since 1970; null where the cloud does not tell. */
  readonly since: number | null
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly bytes: bigint
  /** How long after this one the next may come without a gap; null where gaps are not judged. */
  readonly gapMs: number | null
}

interface Flow {
  /** When it was read. */
  readonly at: number
  /** Thousandths of a GB (10⁹ bytes). */
  readonly thousandths: number
  readonly isAfterGap: boolean
}

const BYTES_OF_THOUSANDTH = 1_000_000n
/** Between two readings: a petabyte is no flow but another counter, and stays within what numbers hold exactly. */
const THOUSANDTHS_MAX = 1_000_000_000n

/**
 * Whole thousandths that the counter itself has filled: differences of these add up to what the whole way is, and no part of one is
 * lost or counted twice between two readings.
 */
const filled = (bytes: bigint): bigint => bytes / BYTES_OF_THOUSANDTH

/** Readings of one counter that began at one time. */
export const chainOf = ({ counter, since }: Pick<Reading, 'counter' | 'since'>): string =>
  `${since ?? ''} ${counter}`

/**
 * @param readings of one resource; in any order. Of each counter the last one before those that are asked about as well.
 * @param begun since when the thing is there, in milliseconds since 1970.
 */
export function flowsOf(readings: readonly Reading[], begun: number): readonly Flow[] {
  const flows: Flow[] = []
  const last = new Map<string, Reading>()
  for (const reading of readings.toSorted((a, b) => a.at - b.at)) {
    const chain = chainOf(reading)
    const from = startOf(reading, last.get(chain), begun)
    last.set(chain, reading)
    if (from === null) continue
    const thousandths = filled(reading.bytes) - filled(from.bytes)
    if (thousandths <= 0n || thousandths > THOUSANDTHS_MAX) continue
    const isAfterGap = from.gapMs !== null && reading.at - from.at > from.gapMs
    flows.push({ at: reading.at, thousandths: Number(thousandths), isAfterGap })
  }
  return flows
}

/** What a reading is measured against; null where nothing can be said of what flowed before it. */
function startOf(
  reading: Reading,
  before: Reading | undefined,
  begun: number,
): Pick<Reading, 'at' | 'bytes' | 'gapMs'> | null {
  const { since, gapMs } = reading
  if (before === undefined) return since === null || since < begun ? null : { at: since, bytes: 0n, gapMs }
  return reading.bytes >= before.bytes ? before : { ...before, bytes: 0n }
}

/**
 * Whether a reading is believed. One that comes in its time is. One that comes late is where it lies between its neighbours: what counts
 * up cannot have shown more than it did afterwards. Otherwise a clock that was set back, or a cloud that mixes its things up, would have
 * the same bytes counted twice (F11); so it is set aside, and what its neighbours say stands.
 *
 * @param before of the same counter, the last one that is earlier; null where there is none.
 * @param after the first one that is later.
 */
export function refuseReading(
  bytes: bigint,
  before: bigint | null,
  after: bigint | null,
): 'contradicts-later' | null {
  if (after === null) return null
  const isBegunAnew = before !== null && before > after
  const isSound = isBegunAnew ? bytes >= before || bytes <= after : bytes >= (before ?? 0n) && bytes <= after
  return isSound ? null : 'contradicts-later'
}
