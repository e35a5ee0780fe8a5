import {
  ADOPTION_ENTRY_STATES,
  type AdoptableKind,
  type AdoptionEntry,
  type AdoptionList,
  type AdoptionListSummary,
  type AdoptionRule,
  type ReasonCode,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { wordsOf } from '../../../platform/errors.ts'
import { findQuotaLeft, firstLack, plus } from '../../cloud/index.ts'
import { NOTHING } from '../../resource/index.ts'
import { refuseEdit, refuseSendBack, refuseWithdraw, ruleWords, sizeWords } from '../adoption.ts'
import { planRuleWords } from '../plan/plan-words.ts'
import { isPriceable } from '../plan/propose-plan.ts'
import { countWithoutPlan, type EntryRow, findList, type ListRow, sumAmounts } from './list-store.ts'

export function toSummary(row: ListRow): AdoptionListSummary {
  return {
    id: row.id,
    no: row.no,
    sort: row.sort,
    cloud: { id: row.cloud_id, name: row.cloud_name },
    body: { id: row.body_id, name: row.body_name },
    pool: { id: row.pool_id, name: row.pool_name },
    state: row.state,
    note: row.note,
    pricedFrom: row.priced_from,
    counts: Object.fromEntries(
      ADOPTION_ENTRY_STATES.map((state) => [state, row.counts[state] ?? 0]),
    ) as AdoptionListSummary['counts'],
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
  }
}

/** The list with what it would do to the body's quota, for whoever may see it. */
export async function presentList(ctx: Ctx, id: string): Promise<AdoptionList> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'view', 'adoption', await findList(tx, id))
    // What stands already is counted already.
    const isTakeIn = row.sort === 'take-in'
    const amounts = isTakeIn ? await sumAmounts(tx, id) : NOTHING
    const left = isTakeIn ? await elevated(tx, () => findQuotaLeft(tx, row.body_id)) : null
    const after = left && plus(left.used, amounts)
    const allow = (action: 'modify' | 'approve', refusal: ReasonCode | null) =>
      ctx.authz.allowance(ctx.actor, action, 'adoption', refusal)
    return {
      ...toSummary(row),
      amounts,
      quota: left &&
        after && {
          limit: left.limit,
          used: left.used,
          after,
          isOver: firstLack(left.limit, after) !== null,
        },
      withoutPlan: await countWithoutPlan(tx, id),
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedComment: row.decided_comment,
      trouble: troubleOf(row),
      version: row.version,
      actions: {
        submit: allow('modify', refuseEdit(row)),
        withdraw: allow('modify', refuseWithdraw(row)),
        removeEntries: allow('modify', refuseEdit(row)),
        sendBack: allow('approve', refuseSendBack(row)),
        setPlan: allow('modify', refuseEdit(row)),
      },
    }
  })
}

function troubleOf({ trouble }: ListRow): AdoptionList['trouble'] {
  const words = (trouble as { readonly words?: string } | null)?.words
  if (words === undefined) return null
  return {
    zh: `云平台暂时没有完成应答，稍后自动继续，已完成的不受影响。${words}`,
    en: `The cloud did not answer all calls; it goes on by itself, and what is done stays done. ${words}`,
  }
}

export function toEntry(row: EntryRow): AdoptionEntry {
  return {
    id: row.id,
    kind: row.kind as AdoptableKind,
    externalId: row.external_id,
    projectName: row.project_name,
    name: row.name,
    size: sizeWords(row.kind, row.spec as Readonly<Record<string, unknown>>),
    system: { id: row.system_id, name: row.system_name, code: row.system_code },
    state: row.state,
    because: row.rule === null ? null : ruleWords(row.rule as AdoptionRule | 'needed', row.found ?? ''),
    plan: row.plan as AdoptionEntry['plan'],
    planBecause:
      row.plan_rule === null || !isPriceable(row.kind)
        ? null
        : planRuleWords(row.plan_rule, row.plan_found ?? ''),
    pricedAt: row.priced_at?.toISOString() ?? null,
    outcome: outcomeOf(row),
    resource: row.state === 'taken-in' || row.item_id === null ? row.resource_id : null,
    takenInAt: row.taken_in_at?.toISOString() ?? null,
  }
}

/** A person's words stand in both languages as they are. */
function outcomeOf({ comment, reason }: EntryRow): AdoptionEntry['outcome'] {
  if (reason !== null) return wordsOf(reason as ReasonCode, {})
  return comment === null ? null : { zh: comment, en: comment }
}
