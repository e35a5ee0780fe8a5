/** When a resource is looked at again: soon while something is under way, rarely when all is well. */
import type { ReconcileResult } from '../../../platform/reconcile/index.ts'
import type { ResourceRow } from '../resource.ts'
import { nextLateLook } from './late-arrival.ts'
import type { Outcome } from './outcome.ts'

/** How old the time of the last observation may get while nothing changes. */
const NEWS_EVERY_MS = 15_000

/** While a cloud works on many things, most looks tell what is known: then nothing is written but now and then. */
export function isNoNews(read: ResourceRow, { action, observed, conditions }: Outcome, now: Date): boolean {
  if (action?.do !== 'poll' || !observed || conditions.length + read.conditions.length > 0) return false
  const isKnown =
    observed.externalId === read.external_id &&
    observed.state === read.observed_state &&
    observed.nativeState === read.native_state
  return isKnown && read.observed_at !== null && now.getTime() - read.observed_at.getTime() < NEWS_EVERY_MS
}

export function waitAfterBreak(row: ResourceRow): number {
  const attempts = row.conditions.find((one) => one.reason === 'resource.cloud_error')?.attempts ?? 0
  return Math.min(300_000, 2_000 * 2 ** Math.min(attempts, 8))
}

export function againAfter(
  outcome: Outcome,
  row: ResourceRow,
  now: Date,
  nextTryAt: Date | null,
): ReconcileResult {
  const { action } = outcome
  if (action === null)
    return {
      done: false,
      againMs: Math.max(0, (nextTryAt?.getTime() ?? now.getTime() + 60_000) - now.getTime()),
    }
  switch (action.do) {
    case 'settle':
    case 'finish':
      return { done: true }
    case 'rest':
      // Its owner empties it when he likes, and nobody tells us.
      return action.because === 'not-empty' ? { done: false, againMs: 60_000 } : { done: true }
    case 'wait':
      // A nudge comes when the other is ready; this is for the nudge that was lost.
      return { done: false, againMs: 20_000 }
    case 'poll':
      return { done: false, againMs: pollMs(row, now) }
    case 'create':
    case 'change':
    case 'remove':
      return { done: false, againMs: 250 }
  }
}

/** Soon after it was asked for, then less often: most things are ready within seconds, some take minutes. */
function pollMs(row: ResourceRow, now: Date): number {
  const since = Math.max(row.asked_at?.getTime() ?? 0, row.intended_at.getTime())
  return Math.min(3_000, Math.max(500, (now.getTime() - since) / 6))
}

/** When it is looked at even if nobody asks. The jitter spreads those that were made together. */
export function nextLook(row: ResourceRow, refreshEveryMs: number, now: Date, chance: string): Date | null {
  if (row.released_at !== null) return nextLateLook(row, now)
  const spread = Number.parseInt(chance.slice(-4), 16) / 0xffff
  const rests = row.agreement === 'tilted' || row.agreement === 'unknown'
  const everyMs = (rests ? refreshEveryMs / 3 : refreshEveryMs) * (0.75 + spread / 2)
  const refreshAt = new Date(now.getTime() + everyMs)
  return row.cooling_until !== null && row.cooling_until > now && row.cooling_until < refreshAt
    ? row.cooling_until
    : refreshAt
}
