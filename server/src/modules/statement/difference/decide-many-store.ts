/** SQL that decides many differences at once: the same rules as for one, as sets. */
import type { DIFFERENCE_SIDES, DifferenceKind } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/index.ts'

interface By {
  readonly name: string
  readonly personId: string | null
  readonly at: Date
}

interface Done {
  readonly count: number
  /** 分 taken off by them. */
  readonly adjusted: string
}

/** Those that were answered, whose day has passed, or that the centre owns; without money they are settled at once. */
export async function decideKindOf(
  tx: Tx,
  one: {
    readonly statementId: string
    readonly kind: DifferenceKind
    readonly side: (typeof DIFFERENCE_SIDES)[number]
    readonly decision: string
    /** `2026-11-21` */
    readonly today: string
    readonly by: By
  },
): Promise<Done> {
  const { name, personId, at } = one.by
  const { rows } = await sql<Done>`with decided as (
      update difference set state = case when delta = 0 then 'settled' else 'adjusted' end,
        adjusted = case when ${one.side} = 'platform' then delta else 0 end, decision = ${one.decision}, decided_by = ${name},
        decided_person_id = ${personId}, decided_at = ${at}, settled_by = case when delta = 0 then ${name} end,
        settled_at = case when delta = 0 then ${at}::timestamptz end, version = version + 1
      where statement_id = ${one.statementId} and kind = ${one.kind} and (state in ('explained', 'accepted', 'refused')
        or state = 'open' and (owner = 'centre' or due_on is null or due_on < ${one.today}::date))
      returning adjusted)
    select count(*)::int as count, coalesce(sum(adjusted), 0)::text as adjusted from decided`.execute(tx)
  return rows[0] as Done
}

/** Those that somebody else has decided. */
export async function confirmKindOf(
  tx: Tx,
  one: { readonly statementId: string; readonly kind: DifferenceKind; readonly by: By },
): Promise<Done> {
  const { name, personId, at } = one.by
  const { rows } = await sql<Done>`with confirmed as (
      update difference set state = 'settled', settled_by = ${name}, settled_at = ${at}, version = version + 1
      where statement_id = ${one.statementId} and kind = ${one.kind} and state = 'adjusted'
        and decided_person_id is distinct from ${personId}::uuid
      returning adjusted)
    select count(*)::int as count, coalesce(sum(adjusted), 0)::text as adjusted from confirmed`.execute(tx)
  return rows[0] as Done
}
