/** R29: which kinds of items the form of a project offers. Pure. */
import { FILING_ITEM_KINDS, type FilingItemKind } from '@yunheng/contract'
import { COUNTY_AND_BELOW, type FilingFacts, type FilingRules } from './project-filing.ts'

export interface OfferedKinds {
  readonly kinds: readonly FilingItemKind[]
  /** For whoever says that the state requires it. */
  readonly requiredKinds: readonly FilingItemKind[]
}

/**
 * Infrastructure of its own is left out where the project leases the cloud, and where a rule refuses it without exception. What an
 * exempt project needs is asked as before. Hiding is no rule: what is filed all the same is judged by the findings.
 */
export function offeredKinds(
  { level, connection }: Pick<FilingFacts, 'level' | 'connection'>,
  rules: Pick<FilingRules, 'machineRoom' | 'ownCloudExpansion' | 'lease'>,
): OfferedKinds {
  const isCovered = connection === 'lease' && rules.lease.value
  const omitted = (kind: FilingItemKind): boolean => {
    if (kind === 'machine-room') return isCovered
    if (kind !== 'own-cloud-expansion') return false
    return isCovered || (rules.ownCloudExpansion.value && COUNTY_AND_BELOW.has(level))
  }
  return {
    kinds: FILING_ITEM_KINDS.filter((kind) => !omitted(kind)),
    requiredKinds: FILING_ITEM_KINDS.filter((kind) => kind === 'machine-room' && omitted(kind)),
  }
}
