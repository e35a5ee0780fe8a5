/** The register of major issues: who may do what with one, and when. Pure. */
import type { MajorIssueState } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import { speaksFor } from '../actor-words.ts'

export const ENTRIES_MAX = 190

export interface IssueFacts {
  readonly state: MajorIssueState
  readonly raised_by_body_id: string
  readonly responsible_body_id: string | null
}

/** The coordination mechanism: the regulator's bureau, or the office of the leading group. */
export function isCoordinator(actor: Actor, leadingGroups: ReadonlySet<string>): boolean {
  if (actor.kind !== 'person' || actor.post === null) return false
  return actor.post.role === 'regulator-bureau' || leadingGroups.has(actor.post.bodyId)
}

export function refuseDecision(issue: IssueFacts, actor: Actor, leadingGroups: ReadonlySet<string>) {
  if (!isCoordinator(actor, leadingGroups)) return 'major-issue.not_coordinator' as const
  return issue.state === 'closed' ? ('major-issue.closed' as const) : null
}

export function refuseFollowUp(issue: IssueFacts, actor: Actor, leadingGroups: ReadonlySet<string>) {
  const concerned = [issue.raised_by_body_id, issue.responsible_body_id].some(
    (id) => id !== null && speaksFor(actor, id),
  )
  if (!concerned && !isCoordinator(actor, leadingGroups)) return 'major-issue.not_concerned' as const
  return issue.state === 'closed' ? ('major-issue.closed' as const) : null
}
