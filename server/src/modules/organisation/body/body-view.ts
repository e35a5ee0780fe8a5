import type { Body } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseChange, refuseLead } from './body.ts'
import type { BodyRow } from './body-store.ts'

export function toBody(ctx: Ctx, row: BodyRow): Body {
  const { authz, actor } = ctx
  const refusal = refuseChange(row)
  return {
    id: row.id,
    regionId: row.region_id,
    regionName: row.region_name,
    parentId: row.parent_id,
    parentName: row.parent_name,
    kind: row.kind,
    guideField: row.guide_field,
    providerType: row.provider_type,
    isSecurityLead: row.is_security_lead,
    name: row.name,
    shortName: row.short_name,
    creditCode: row.credit_code,
    closedAt: row.closed_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    actions: {
      modify: authz.allowance(actor, 'modify', 'body', refusal),
      close: authz.allowance(actor, 'delete', 'body', refusal),
      'create-person': authz.allowance(actor, 'create', 'person', refusal),
      'set-security-lead': authz.allowance(actor, 'modify', 'body', refuseLead(row)),
    },
  }
}
