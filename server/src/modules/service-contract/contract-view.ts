import type { ServiceContract } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import type { ContractRow } from './contract-store.ts'
import type { ContractRules } from './rules-of-contract.ts'
import {
  daysLeft,
  migrateTaskDay,
  mustMigrate,
  refuseChange,
  refuseRenewal,
  stateOf,
} from './service-contract.ts'

export function toContract(ctx: Ctx, row: ContractRow, rules: ContractRules): ServiceContract {
  const { authz, actor } = ctx
  const today = dayInChina(ctx.clock.now())
  const may = (refusal: string | null) => authz.allowance(actor, 'modify', 'service-contract', refusal)
  const willRaise = mustMigrate(row) && row.migrate_raised_at === null && row.terminated_on === null
  return {
    id: row.id,
    kind: row.kind,
    no: row.no,
    name: row.name,
    body: { id: row.body_id, name: row.body_name },
    provider: { id: row.provider_body_id, name: row.provider ?? row.provider_name ?? '' },
    filing:
      row.filing_id === null || row.filing_no === null
        ? null
        : { id: row.filing_id, no: row.filing_no, name: row.filing_name ?? '' },
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    daysLeft: daysLeft(row, today),
    note: row.note,
    state: stateOf(row, today),
    terminatedOn: row.terminated_on,
    terminateReason: row.terminate_reason,
    migrateTask:
      row.migrate_raised_at === null
        ? null
        : {
            raisedAt: row.migrate_raised_at.toISOString(),
            handledAt: row.migrate_handled_at?.toISOString() ?? null,
            handledBy: row.migrate_handled_by,
            comment: row.migrate_comment,
          },
    migrateTaskOn: willRaise ? migrateTaskDay(row.ends_on, rules.migrateNoticeDays) : null,
    version: row.version,
    actions: {
      modify: may(refuseChange(row, today)),
      renew: may(refuseRenewal(row, rules.refusesRenewal, today)),
      terminate: may(refuseChange(row, today)),
    },
  }
}
