import type { ReasonCode } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import type { OfferingRow } from './offering-store.ts'

type State = Pick<OfferingRow, 'published_number' | 'withdrawn_at'>

export function stateOf(offering: State): 'draft' | 'published' | 'withdrawn' {
  if (offering.withdrawn_at !== null) return 'withdrawn'
  return offering.published_number === null ? 'draft' : 'published'
}

export function refuseApplying(offering: State): ReasonCode | null {
  switch (stateOf(offering)) {
    case 'draft':
      return 'offering.not_published'
    case 'withdrawn':
      return 'offering.withdrawn'
    case 'published':
      return null
  }
}

/** One catalogue and one price list serve the whole platform: a county's regulator reads them, the province's keeps them. */
export function refuseKeeping(actor: Actor): ReasonCode | null {
  return actor.scope.all ? null : 'common.forbidden'
}
