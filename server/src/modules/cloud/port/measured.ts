/** What servers use, as the cloud tells it: counters that run since the server was started, and gauges of the moment. */
import type { ExternalId } from './kinds.ts'

/** Since the server was started. One that is lower than before was begun anew. */
export const COUNTERS = ['cpuNs', 'networkBytes', 'diskBytes'] as const
export type Counter = (typeof COUNTERS)[number]

/** At the moment: shares in thousandths of what the server has. */
export const GAUGES = [
  'cpuPermille',
  'memoryPermille',
  'diskPermille',
  'networkBytesPerSecond',
  'diskBytesPerSecond',
] as const
export type Gauge = (typeof GAUGES)[number]

/**
 * One look at one server that runs. Only what the cloud told: memory that a hypervisor set aside is not memory that its guest
 * uses, and what is left out is not known, never nought.
 */
export interface Measured {
  readonly externalId: ExternalId
  /** When the cloud was asked. */
  readonly at: Date
  /** Processors that `cpuNs` is the time of, together. Null where it is not told. */
  readonly vcpus: number | null
  readonly counters: Readonly<Partial<Record<Counter, bigint>>>
  readonly gauges: Readonly<Partial<Record<Gauge, number>>>
}
