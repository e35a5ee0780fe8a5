import type { Exemption, System } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuseApply, refuseChange } from './system.ts'
import type { SystemRow } from './system-store.ts'

export function toSystem(ctx: Ctx, row: SystemRow): System {
  const { authz, actor } = ctx
  const refusal = refuseChange(row)
  return {
    id: row.id,
    code: row.code,
    body: { id: row.body_id, name: row.body_name },
    name: row.name,
    summary: row.summary,
    kind: row.kind,
    lifecycle: row.lifecycle,
    protectionLevel: row.protection_level,
    protectionFilingNo: row.protection_filing_no,
    classification: row.classification,
    networkZone: row.network_zone,
    accessPaths: row.access_paths as System['accessPaths'],
    responsiblePersonId: row.responsible_person_id,
    responsiblePerson:
      row.responsible_person_id === null
        ? null
        : { id: row.responsible_person_id, name: row.person_name ?? '' },
    hasWeb: row.has_web,
    isVertical: row.is_vertical,
    deployment: row.deployment,
    exemption: row.exemption as Exemption | null,
    waveId: row.wave_id,
    wave: row.wave_id === null ? null : { id: row.wave_id, name: row.wave_name ?? '' },
    trialSince: row.trial_since?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'system', refusal),
      advance: authz.allowance(
        actor,
        'modify',
        'system',
        refusal ?? (row.lifecycle === 'running' ? 'system.stage_order' : null),
      ),
      retire: authz.allowance(actor, 'delete', 'system', refusal),
      apply: authz.allowance(actor, 'create', 'request', refuseApply(row)),
    },
  }
}
