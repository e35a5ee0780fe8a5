/** Asks the cloud about one thing that was approved: is it still what was decided about, and then puts our tag on it. */
import { isDeepStrictEqual } from 'node:util'
import type { ReasonCode } from '@yunheng/contract'
import { type Connector, ConnectorFault, type Observed, type ResourceKind } from '../../cloud/index.ts'
import { contentOf } from '../../inventory/index.ts'
import { isReadable } from '../../resource/index.ts'
import { materialOf } from '../adoption.ts'
import type { ApprovedEntry } from './take-in-store.ts'

export type Looked =
  | { readonly entry: ApprovedEntry; readonly observed: Observed; readonly reason: null }
  | { readonly entry: ApprovedEntry; readonly observed: Observed | null; readonly reason: ReasonCode }

/** @throws ConnectorFault where the cloud does not answer: then nothing is decided, and it is asked again later. */
export async function lookAndClaim(
  connector: Connector,
  entry: ApprovedEntry,
  signal: AbortSignal,
): Promise<Looked> {
  const kind = entry.kind as ResourceKind
  const left = (reason: ReasonCode, observed: Observed | null = null): Looked => ({ entry, observed, reason })
  const { claims } = await connector.capabilities(signal)
  if (!claims.includes(kind)) return left('adoption.not_supported')
  const scope = { projectRef: kind === 'project' ? null : entry.project_ref, signal }
  // A project is not asked within itself: the right to do so comes with the tag.
  const seen = await connector.observe(kind, entry.external_id, scope)
  const refusal = refuse(entry, seen)
  if (refusal !== null) return left(refusal, seen)
  try {
    const claimed = await connector.claim(kind, entry.external_id, entry.resource_id, scope)
    if (claimed === null) return left('adoption.vanished')
    return { entry, observed: claimed, reason: null }
  } catch (error) {
    // Somebody else's tag came between the look and ours.
    if (error instanceof ConnectorFault && error.fault === 'conflict')
      return left('adoption.claimed_elsewhere', seen)
    throw error
  }
}

function refuse(entry: ApprovedEntry, seen: Observed | null): ReasonCode | null {
  if (seen === null || seen.state === 'removing') return 'adoption.vanished'
  if (seen.resourceId !== null && seen.resourceId !== entry.resource_id) return 'adoption.claimed_elsewhere'
  if (seen.state !== 'ready' && seen.state !== 'error') return 'adoption.not_ready'
  if (!isAsDecided(entry, seen)) return 'adoption.changed'
  return isReadable(seen) ? null : 'adoption.unreadable'
}

function isAsDecided(entry: ApprovedEntry, seen: Observed): boolean {
  const content = contentOf(seen)
  const before = materialOf(entry.spec as Readonly<Record<string, unknown>>)
  const now = materialOf(JSON.parse(content.spec) as Readonly<Record<string, unknown>>)
  return content.projectRef === entry.project_ref && isDeepStrictEqual(before, now)
}
