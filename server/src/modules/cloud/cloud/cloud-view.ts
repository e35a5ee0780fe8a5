import type { Cloud, CloudKind } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { ConnectorKind, ProbeFinding } from '../connector.ts'
import { isSimulated } from './cloud.ts'
import type { CloudRow, Finding } from './cloud-store.ts'

export function toCloud(ctx: Ctx, row: CloudRow): Cloud {
  const { authz, actor } = ctx
  const isSuspended = row.state === 'suspended'
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    provider: { id: row.provider_body_id, name: row.provider_name },
    kind: row.kind,
    networkType: row.network_type,
    isSimulated: isSimulated(row.kind),
    endpoint: row.endpoint,
    region: row.region,
    options: row.options as Cloud['options'],
    credentialNames: row.credential_names,
    lacks: row.lacks as Cloud['lacks'],
    state: row.state,
    lastProbedAt: row.last_probed_at?.toISOString() ?? null,
    findings: [...(row.findings as Finding[])],
    createdAt: row.created_at.toISOString(),
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', 'cloud'),
      probe: authz.allowance(actor, 'operate', 'cloud'),
      suspend: authz.allowance(actor, 'operate', 'cloud', isSuspended ? 'cloud.already_suspended' : null),
      resume: authz.allowance(actor, 'operate', 'cloud', isSuspended ? null : 'cloud.not_suspended'),
      remove: authz.allowance(actor, 'delete', 'cloud'),
      addNode: authz.allowance(actor, 'modify', 'cloud'),
    },
  }
}

/** Bounded: the cloud's own words are in it. */
export function toFinding({ check, ok, zh, en, latencyMs, regions }: ProbeFinding): Finding {
  return {
    check,
    ok,
    zh: zh.slice(0, 1000),
    en: en.slice(0, 1000),
    latencyMs,
    ...(regions ? { regions: regions.slice(0, 100) } : {}),
  }
}

export function toCloudKind({ kind, title, ways = [], fields }: ConnectorKind): CloudKind {
  return {
    kind,
    title,
    isSimulated: isSimulated(kind),
    ways: ways.map((way) => ({ ...way, needs: [...way.needs], takes: [...(way.takes ?? [])] })),
    fields: fields.map((field) => ({ ...field })),
  }
}
