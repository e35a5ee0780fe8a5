/**
 * What servers of a simulated cloud use: a function of the cloud's seed, of the server and of the instant, so that the same
 * moment is told the same again. Each server has a character for good; days and weeks have their shape in Shanghai's time.
 */
import type { Measured } from '../../modules/cloud/connector.ts'
import { draw } from './chance.ts'

type Character = 'idle' | 'oversized' | 'steady' | 'busy' | 'seasonal'

interface Shape {
  readonly character: Character
  /** Share of servers that are so. */
  readonly share: number
  /** Thousandths of the processors at night, and what working hours add. */
  readonly night: number
  readonly day: number
  readonly memory: number
  /** Bytes a second over the network in working hours. */
  readonly bytes: number
}

const SHAPES: readonly Shape[] = [
  { character: 'idle', share: 0.15, night: 8, day: 6, memory: 160, bytes: 120 },
  { character: 'oversized', share: 0.35, night: 60, day: 150, memory: 260, bytes: 90_000 },
  { character: 'steady', share: 0.3, night: 180, day: 330, memory: 560, bytes: 700_000 },
  { character: 'busy', share: 0.1, night: 520, day: 400, memory: 780, bytes: 4_000_000 },
  { character: 'seasonal', share: 0.1, night: 30, day: 80, memory: 240, bytes: 50_000 },
]
/** Months in which a seasonal server works: the census of population and economy is counted in the last quarter. */
const SEASON: ReadonlySet<number> = new Set([10, 11, 12])
const IN_SEASON = { night: 300, day: 560, memory: 720, bytes: 3_000_000 }

const SHANGHAI_MS = 8 * 3_600_000
const HOUR_MS = 3_600_000
/** Figures stay for so long. */
const STEP_MS = 300_000

function shapeOf(seed: string, ref: string): Shape {
  let dice = draw(seed, 'character', ref)
  for (const shape of SHAPES) {
    if (dice < shape.share) return shape
    dice -= shape.share
  }
  return SHAPES[0] as Shape
}

/** 0 at night to 1 in the middle of the morning and of the afternoon; a quarter of it at the weekend. */
function workAt(local: Date): number {
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60
  const hump = (middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2))
  const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6
  return Math.min(1, hump(10.5, 1.8) + hump(15.5, 2.2)) * (isWeekend ? 0.25 : 1)
}

export function measuredAt(seed: string, ref: string, at: Date): Measured {
  const shape = shapeOf(seed, ref)
  const local = new Date(at.getTime() + SHANGHAI_MS)
  const isSeason = shape.character === 'seasonal' && SEASON.has(local.getUTCMonth() + 1)
  const { night, day, memory, bytes } = isSeason ? IN_SEASON : shape
  const work = workAt(local)
  const step = Math.floor(at.getTime() / STEP_MS)
  // From four fifths to six fifths.
  const noise = (of: string) => 0.8 + 0.4 * draw(seed, of, ref, step)
  const share = (value: number) => Math.max(0, Math.min(1000, Math.round(value)))
  // A disk fills by the day, and is cleared from time to time.
  const filled = (draw(seed, 'filled', ref) * 400 + Math.floor(at.getTime() / (24 * HOUR_MS))) % 550
  const carried = bytes * (0.05 + work) * noise('network')
  return {
    externalId: ref,
    at,
    vcpus: null,
    counters: {},
    gauges: {
      cpuPermille: share((night + day * work) * noise('cpu')),
      memoryPermille: share(memory * (0.95 + 0.1 * work) * (0.9 + noise('memory') / 10)),
      diskPermille: share(filled + 100),
      networkBytesPerSecond: Math.round(carried),
      diskBytesPerSecond: Math.round(carried * 0.4 * noise('disk')),
    },
  }
}
