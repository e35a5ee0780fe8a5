/** SQL on proposals as a run takes and shows them; the rest of a run is that of every kind. */
import { RUN_MAX, type SavingRule } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, PageRequest, Tx } from '../../../platform/db/index.ts'
import { type ItemBase, type ItemFilter, listItems } from '../../../platform/run/index.ts'
import { conditionsOf, isWaived, type ProposalFilter } from '../proposal-store.ts'
import { type Found, SAVING_RUN } from './saving-run.ts'

/**
 * The most to save first; one more than a run may have at the most. Of a filter those that a notice can be sent about, without what an
 * objection stands about; chosen ones all, so that each of them says why not.
 */
export async function listToNotify(
  db: Db,
  of: { readonly proposalIds: readonly string[] } | { readonly filters: ProposalFilter },
): Promise<readonly Found[]> {
  const conditions =
    'proposalIds' in of
      ? [sql`p.id = any (${[...of.proposalIds]}::uuid[])`]
      : [
          ...conditionsOf(of.filters),
          sql`p.rule <> 'undersized'`,
          sql`not exists (select from saving_notice n
          where n.resource_id = p.resource_id and n.state in ('sent', 'accepted', 'objected', 'insisted'))`,
          sql`not ${isWaived}`,
        ]
  const { rows } = await sql<Found>`select p.resource_id, p.rule from saving_proposal p
    join resource_directory r on r.id = p.resource_id join system_directory s on s.id = p.system_id
    where ${sql.join(conditions, sql` and `)} order by p.rank desc, p.id desc limit ${RUN_MAX + 1}`.execute(
    db,
  )
  return rows
}

/** What is proposed about the resource now, by the same rule. */
export async function findSameProposal(tx: Tx, { resource_id, rule }: Found): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from saving_proposal
    where resource_id = ${resource_id} and rule = ${rule}`.execute(tx)
  return rows[0]?.id ?? null
}

export interface ItemRow extends ItemBase {
  readonly resource_id: string
  readonly resource_name: string
  readonly body_id: string
  readonly body_name: string
  readonly rule: SavingRule
  readonly notice_id: string | null
}

const SHOWN = {
  columns: sql`i.resource_id, r.name as resource_name, b.id as body_id, b.name as body_name, i.rule, i.notice_id`,
  joins: sql`join resource_directory r on r.id = i.resource_id
    join resource held on held.id = i.resource_id join body_directory b on b.id = held.body_id`,
}

export const listNoticesOfRun = <W>(
  db: Db,
  id: string,
  filter: ItemFilter,
  page: PageRequest,
  toWire: (row: ItemRow) => W,
) => listItems(db, SAVING_RUN, id, filter, page, SHOWN, toWire)
