/** What a look tells, by what the one before it told. Pure. */
import type { MeasureMetric } from '@yunheng/contract'
import { COUNTERS, type Counter, type Gauge, type Measured } from '../cloud/index.ts'
import type { Sample } from './measure.ts'

/** Counters as they were last read. */
export interface LastRead {
  readonly at: Date
  readonly counters: Readonly<Partial<Record<Counter, bigint>>>
}

const GAUGE_OF: Readonly<Record<MeasureMetric, Gauge>> = {
  cpu: 'cpuPermille',
  memory: 'memoryPermille',
  disk: 'diskPermille',
  network: 'networkBytesPerSecond',
  'disk-io': 'diskBytesPerSecond',
}
const COUNTER_OF: Readonly<Partial<Record<MeasureMetric, Counter>>> = {
  cpu: 'cpuNs',
  network: 'networkBytes',
  'disk-io': 'diskBytes',
}
const PERMILLE = 1000
const NS_OF_MS = 1_000_000

/**
 * A gauge counts as it is. A counter counts by what it grew since the last look, spread over the time between; one that jumped
 * back was begun anew (the server was started again), and one that nobody read for longer than `gapMs` says nothing of any
 * moment: both give no sample, and the next look begins from here.
 */
export function samplesOf(look: Measured, last: LastRead | null, gapMs: number): readonly Sample[] {
  const atMs = look.at.getTime()
  const elapsedMs = last === null ? 0 : atMs - last.at.getTime()
  return (Object.keys(GAUGE_OF) as MeasureMetric[]).flatMap((metric) => {
    const told = look.gauges[GAUGE_OF[metric]]
    if (told !== undefined) return [{ metric, atMs, value: told }]
    const counter = COUNTER_OF[metric]
    if (counter === undefined || last === null || elapsedMs <= 0 || elapsedMs > gapMs) return []
    const value = grownBy(counter, look, last, elapsedMs)
    return value === null ? [] : [{ metric, atMs, value }]
  })
}

function grownBy(counter: Counter, look: Measured, last: LastRead, elapsedMs: number): number | null {
  const [now, before] = [look.counters[counter], last.counters[counter]]
  if (now === undefined || before === undefined || now < before) return null
  const grown = Number(now - before)
  if (counter !== 'cpuNs') return (grown * 1000) / elapsedMs
  if (look.vcpus === null || look.vcpus <= 0) return null
  // The two clocks differ a little: a processor is never busier than wholly.
  return Math.min(PERMILLE, (grown / (elapsedMs * NS_OF_MS * look.vcpus)) * PERMILLE)
}

/** What the next look starts from: never an earlier one than is known. */
export function lastOf(look: Measured, last: LastRead | null): LastRead | null {
  if (COUNTERS.every((counter) => look.counters[counter] === undefined)) return last
  return last !== null && last.at >= look.at ? last : { at: look.at, counters: look.counters }
}
