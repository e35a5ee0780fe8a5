/** Asks the rules in force about a filing as it stands. */
import type { FilingFinding, LeaseExemption } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { rulesOnDay } from '../rule/index.ts'
import type { FilingItemRow, FilingRow } from './filing-store.ts'
import { findingsOf, toFilingRules } from './project-filing.ts'

export async function judgeFiling(
  ctx: Ctx,
  db: Db,
  filing: FilingRow,
  items: readonly FilingItemRow[],
): Promise<readonly FilingFinding[]> {
  const book = await rulesOnDay(db, dayInChina(ctx.clock.now()), filing.body_id)
  const facts = {
    level: filing.region_level,
    connection: filing.connection,
    exemption: filing.exemption as LeaseExemption | null,
    items: items.map((item) => ({
      number: item.number,
      kind: item.kind,
      stateRequirement: requirementOf(item),
      isApproved: item.approved_at !== null,
    })),
  }
  return findingsOf(facts, toFilingRules(book))
}

export const requirementOf = (item: FilingItemRow) =>
  item.requirement_document === null || item.requirement_clause === null
    ? null
    : { document: item.requirement_document, clause: item.requirement_clause }
