/** What is to be done about one server of a schedule now: pure, from what is intended and who said so last. Doing it twice is doing it once. */
import type { PowerStanding } from '@yunheng/contract'

export interface ScheduledServer {
  /** As intended. */
  readonly power: 'on' | 'off'
  readonly isGivenBack: boolean
  /** Its term has ended: it stays off until it is renewed. */
  readonly isTermOver: boolean
  /** Standby, or to be kept by protection: accepted by the regulator. */
  readonly isExempt: boolean
  /** Who said last what its power should be, if anybody did. */
  readonly lastAct: { readonly code: string; readonly at: Date } | null
}

export type PowerStep =
  | { readonly do: 'stop' | 'start' }
  | { readonly do: 'nothing'; readonly standing: PowerStanding; readonly sparedUntil: Date | null }

const HOUR_MS = 3_600_000
const nothing = (standing: PowerStanding, sparedUntil: Date | null = null): PowerStep => ({
  do: 'nothing',
  standing,
  sparedUntil,
})

/**
 * It switches off what runs in its off hours, and on again only what it switched off itself: what a person switched off stays off.
 * What a person started is left alone for the grace.
 */
export function powerStep(
  wants: 'on' | 'off' | null,
  server: ScheduledServer,
  now: Date,
  graceHours: number,
): PowerStep {
  if (server.isGivenBack) return nothing('given-back')
  const { power, lastAct, isExempt } = server
  if (wants === 'off' && !isExempt) {
    if (power === 'off') return nothing('as-scheduled')
    if (lastAct?.code !== 'resource.start') return { do: 'stop' }
    const [started, graceMs] = [lastAct.at.getTime(), graceHours * HOUR_MS]
    // A start that lies far ahead was written by a clock that has been set back since: it spares nothing.
    const isSpared = now.getTime() < started + graceMs && started <= now.getTime() + graceMs
    return isSpared ? nothing('by-hand', new Date(started + graceMs)) : { do: 'stop' }
  }
  if (power === 'on') return nothing(isExempt ? 'exempt' : 'as-scheduled')
  if (server.isTermOver) return nothing('term-over')
  return lastAct?.code === 'power-schedule.stop' ? { do: 'start' } : nothing('by-hand')
}
