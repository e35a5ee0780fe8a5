import type { Offering, OfferingVersion } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseApplying, refuseKeeping, stateOf } from './offering.ts'
import type { OfferingRow, OfferingWithContent, VersionRow } from './offering-store.ts'

export function toOffering(ctx: Ctx, row: OfferingWithContent): Offering {
  const { authz, actor } = ctx
  const withdrawn = row.withdrawn_at === null ? null : 'offering.withdrawn'
  const keeping = refuseKeeping(actor) ?? withdrawn
  return {
    id: row.id,
    code: row.code,
    serviceClass: row.service_class,
    family: row.family,
    part: row.part,
    title: row.title,
    ...(row.owner !== null && { owner: row.owner }),
    summary: row.summary,
    fulfilment: row.fulfilment,
    sla: row.sla,
    compatibility: row.compatibility,
    plans: [...row.plans],
    state: stateOf(row),
    itemVersion: row.number,
    publishedAt: row.version_published_at?.toISOString() ?? null,
    draftVersion: row.draft_number,
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'offering', keeping),
      revise: authz.allowance(actor, 'modify', 'offering', keeping),
      publish: authz.allowance(
        actor,
        'modify',
        'offering',
        keeping ?? (row.draft_number === null ? 'offering.no_draft' : null),
      ),
      withdraw: authz.allowance(actor, 'delete', 'offering', keeping),
      apply: authz.allowance(actor, 'create', 'request', refuseApplying(row)),
    },
  }
}

export function toVersion(offering: OfferingRow, row: VersionRow): OfferingVersion {
  const isCurrent = row.number === offering.published_number
  return {
    itemVersion: row.number,
    standing: row.published_at === null ? 'draft' : isCurrent ? 'current' : 'earlier',
    createdAt: row.created_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    plans: [...row.plans],
    compatibility: row.compatibility as OfferingVersion['compatibility'],
  }
}
