import type { Clock } from '../../../platform/clock.ts'

const EVERY_MS = 60_000
const KEYS_MAX = 20_000

/**
 * Whether to say the same thing again: what a script repeats every second stands in the trail once a minute, so that
 * nobody fills it with what he may do without signing in.
 */
export function createRarely(clock: Clock): (key: string) => boolean {
  const said = new Map<string, number>()
  return (key) => {
    const now = clock.now().getTime()
    const last = said.get(key)
    if (last !== undefined && now - last < EVERY_MS) return false
    if (said.size >= KEYS_MAX) said.clear()
    said.set(key, now)
    return true
  }
}
