/**
 * What flowed through addresses and balancers of a simulated cloud: a function of the cloud's seed, of the thing and of the instant, so
 * that the same moment is told the same again, and it never falls. Each counts since it was made.
 */
import type { CounterReading, ResourceKind } from '../../modules/cloud/connector.ts'
import { draw } from './chance.ts'

export const COUNTED_KINDS: readonly ResourceKind[] = ['floating-ip', 'load-balancer']

const DAY_MS = 86_400_000
/** Bytes a second over a day, from the quietest to the busiest: a tenth of a GB to some GB a day. */
const QUIETEST = 1200
const TIMES_BUSIER = 30
/** At noon in Shanghai (04:00 UTC) so much more flows than on the mean, at midnight so much less. */
const SWING = 0.7
const NOON_MS = 4 * 3_600_000

/** The mean of the whole of `cos` from nought: what swings by the day adds up to nothing by the day. */
function swungBy(at: number): number {
  const angle = (2 * Math.PI * (at - NOON_MS)) / DAY_MS
  return (DAY_MS / (2 * Math.PI)) * Math.sin(angle)
}

export function countedAt(seed: string, ref: string, since: Date, at: Date): CounterReading {
  const rate = QUIETEST * TIMES_BUSIER ** draw(seed, 'traffic', ref)
  const [from, to] = [since.getTime(), at.getTime()]
  const weighedMs = to - from + SWING * (swungBy(to) - swungBy(from))
  return { externalId: ref, counter: 'out', since, at, bytes: BigInt(Math.floor((rate * weighedMs) / 1000)) }
}
