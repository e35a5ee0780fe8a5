import type { PlatformReport, UnconnectedPlatform, UnconnectedSummary } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import {
  isCurrent,
  missingDaysOf,
  refuseChange,
  refuseCount,
  refuseCredential,
  wayOf,
} from './unconnected-platform.ts'
import type { Calendar, PlatformRow, ReportJson, SumRow } from './unconnected-store.ts'

/** Today, and how long figures count by the rules in force. */
export async function calendarOf(ctx: Ctx, db: Db): Promise<Calendar> {
  const today = dayInChina(ctx.clock.now())
  const { book } = await platformRulesOnDay(db, today)
  return {
    today,
    reportedDays: book.integer('report.current-days').value,
    countedDays: book.integer('count.current-days').value,
  }
}

export function toReport(row: ReportJson): PlatformReport {
  return {
    day: row.day,
    figures: {
      clouds: row.clouds,
      vcpus: row.vcpus,
      memoryGiB: row.memory_gib,
      storageGiB: row.storage_gib,
      systems: row.systems,
      resources: row.resources,
    },
    source: row.source,
    enteredBy: row.entered_by,
    receivedAt: new Date(row.received_at).toISOString(),
    revision: row.revision,
  }
}

export function toPlatform(
  { authz, actor }: Pick<Ctx, 'authz' | 'actor'>,
  row: PlatformRow,
  { today, reportedDays, countedDays }: Calendar,
): UnconnectedPlatform {
  const noun = 'unconnected-platform'
  const way = wayOf(row.network_type)
  const currentDays = way === 'counted' ? countedDays : reportedDays
  const owes = way === 'reported' && row.revoked_at === null
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    networkType: row.network_type,
    way,
    region: { id: row.region_id, name: row.region_name },
    body: { id: row.body_id, name: row.body_name },
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    credential:
      row.token_prefix === null || row.token_issued_at === null
        ? null
        : {
            prefix: row.token_prefix,
            issuedAt: row.token_issued_at.toISOString(),
            usedAt: row.token_used_at?.toISOString() ?? null,
          },
    latest: row.latest === null ? null : toReport(row.latest),
    isOld: !isCurrent(row.latest?.day ?? null, today, currentDays),
    currentDays,
    missingDays: owes ? [...missingDaysOf(new Set(row.told_days), dayInChina(row.created_at), today)] : [],
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokeReason: row.revoke_reason,
    createdAt: row.created_at.toISOString(),
    version: row.version,
    actions: {
      modify: authz.allowance(actor, 'modify', noun, refuseChange(row)),
      count: authz.allowance(actor, 'operate', noun, refuseCount(row)),
      renewCredential: authz.allowance(actor, 'manage-access', noun, refuseCredential(row)),
      revoke: authz.allowance(actor, 'manage-access', noun, refuseChange(row)),
    },
  }
}

export function toSummary(rows: readonly SumRow[], missing: number, now: Date): UnconnectedSummary {
  const sumOf = (heap: SumRow['heap']) => {
    const row = rows.find((one) => one.heap === heap)
    return {
      platforms: row?.platforms ?? 0,
      figures: {
        clouds: Number(row?.clouds ?? 0),
        vcpus: Number(row?.vcpus ?? 0),
        memoryGiB: Number(row?.memory_gib ?? 0),
        storageGiB: Number(row?.storage_gib ?? 0),
        systems: Number(row?.systems ?? 0),
        resources: Number(row?.resources ?? 0),
      },
      oldestDay: row?.oldest_day ?? null,
    }
  }
  return {
    reported: sumOf('reported'),
    counted: sumOf('counted'),
    old: sumOf('old'),
    missing,
    asOf: now.toISOString(),
  }
}
