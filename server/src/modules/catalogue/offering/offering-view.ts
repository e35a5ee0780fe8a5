import type { Offering } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseApplying, refuseKeeping, stateOf } from './offering.ts'
import type { OfferingWithContent } from './offering-store.ts'

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
