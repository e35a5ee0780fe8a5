/** Rules of SLA events: pure. */
import type { ReasonCode, SlaCause, SlaEventCreate, SlaEventState } from '@yunheng/contract'

const LONGEST_MS = 31 * 86_400_000

export function refuseEvent(input: SlaEventCreate, now: Date): ReasonCode | null {
  const [from, to] = [Date.parse(input.startsAt), Date.parse(input.endsAt)]
  if (to <= from || to > now.getTime() || to - from > LONGEST_MS) return 'sla-event.window'
  if ((input.poolId === null) === (input.resourceIds.length === 0)) return 'sla-event.scope'
  return input.announcedAt !== null && input.cause !== 'maintenance' ? 'sla-event.announcement' : null
}

/** Excluded is what the provider did not cause, and maintenance that was announced before it began (facts §6). */
export function doesCount(event: {
  readonly cause: SlaCause
  readonly starts_at: Date
  readonly announced_at: Date | null
}): boolean {
  switch (event.cause) {
    case 'provider':
      return true
    case 'maintenance':
      return event.announced_at === null || event.announced_at >= event.starts_at
    case 'facilities':
    case 'customer':
      return false
  }
}

export function refuseDecision(
  event: { readonly state: SlaEventState; readonly entered_by: string },
  personId: string | null,
): ReasonCode | null {
  if (event.state !== 'entered') return 'sla-event.decided'
  return event.entered_by === personId ? 'sla-event.own_entry' : null
}
