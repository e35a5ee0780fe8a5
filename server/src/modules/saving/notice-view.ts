import { SAVING_NOTICE_STATES, type SavingNotice, type SavingProgramme } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db, PageRequest } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { monthsAround } from './bill-effect.ts'
import { refuseAnswering, refuseAttaching, refusePlanning } from './notice.ts'
import { daysLate, type NoticeTerms } from './notice-clock.ts'
import { noticeTermsOn } from './notice-due.ts'
import { listNotices, type NoticeFilter, type NoticeRow, tallyNotices, tallyOverdue } from './notice-store.ts'

const moneyOf = (fen: string) => ({ amountMinor: Number(fen), currency: 'CNY' as const })
const moneyOrNull = (fen: string | number | bigint | null) => (fen === null ? null : moneyOf(String(fen)))
const sizeOf = (vcpus: number | null, memoryMiB: number | null) =>
  vcpus === null || memoryMiB === null ? null : { vcpus, memoryMiB }

/** How a row is shown: by the terms in force today. */
export async function showing(ctx: Ctx, db: Db): Promise<(row: NoticeRow) => SavingNotice> {
  const today = dayInChina(ctx.clock.now())
  const terms = await noticeTermsOn(db, today)
  return (row) => toNotice(ctx, row, today, terms)
}

export async function pageOfNotices(ctx: Ctx, filter: NoticeFilter, page: PageRequest) {
  const db = ctx.authz.require(ctx, 'list', 'saving-notice')
  return listNotices(db, filter, dayInChina(ctx.clock.now()), page, await showing(ctx, db))
}

const toNotice = (
  { authz, actor }: Pick<Ctx, 'authz' | 'actor'>,
  row: NoticeRow,
  today: string,
  { plansMax }: NoticeTerms,
): SavingNotice => ({
  id: row.id,
  state: row.state,
  rule: row.rule,
  resource: { id: row.resource_id, name: row.resource_name },
  kind: row.kind,
  system: { id: row.system_id, name: row.system_name },
  body: { id: row.body_id, name: row.body_name },
  size: sizeOf(row.vcpus, row.memory_mib),
  proposedSize: sizeOf(row.proposed_vcpus, row.proposed_memory_mib),
  saving: moneyOrNull(row.saving_fen),
  evidence: [...(row.evidence as SavingNotice['evidence'])],
  sentAt: row.sent_at.toISOString(),
  sentBy: row.sent_by,
  answeredAt: row.answered_at?.toISOString() ?? null,
  answeredBy: row.answered_by,
  answer: row.answer,
  decidedAt: row.decided_at?.toISOString() ?? null,
  decidedBy: row.decided_by,
  decision: row.decision,
  dueOn: row.due_on,
  daysLate: daysLate(row, today),
  reminders: row.reminders.map(({ step, due_on, at }) => ({
    step,
    dueOn: due_on,
    at: new Date(at).toISOString(),
  })),
  files: row.files.map(({ id, file_name, size_bytes, by_name, at }) => ({
    id,
    fileName: file_name,
    sizeBytes: size_bytes,
    byName: by_name,
    at: new Date(at).toISOString(),
  })),
  plannedOn: row.planned_on,
  planNote: row.plan_note,
  plannedBy: row.planned_by,
  plannedAt: row.planned_at?.toISOString() ?? null,
  planKept: row.plan_kept,
  schedule: row.schedule_id === null ? null : { id: row.schedule_id, name: row.schedule_name ?? '' },
  settledOn: row.settled_on,
  settledSaving: moneyOrNull(row.settled_fen),
  effectOn: row.effect_on,
  effectCpu: row.effect_cpu === null ? null : row.effect_cpu / 10,
  billed: billedOf(row),
  actions: {
    plan: authz.allowance(actor, 'operate', 'saving-notice', refusePlanning(row, plansMax)),
    answer: authz.allowance(actor, 'approve', 'saving-notice', refuseAnswering(row)),
    attach: authz.allowance(actor, 'operate', 'saving-notice', refuseAttaching(row)),
  },
})

function billedOf(row: NoticeRow): SavingNotice['billed'] {
  const { settled_on, billed_on, billed_before_fen: before, billed_after_fen: after } = row
  if (settled_on === null || billed_on === null) return null
  const months = monthsAround(settled_on)
  return {
    on: billed_on,
    beforeMonth: months.before,
    afterMonth: months.after,
    before: moneyOrNull(before),
    after: moneyOrNull(after),
    saved: before === null || after === null ? null : moneyOf(String(BigInt(before) - BigInt(after))),
  }
}

/** What became of the notices in sight: how many stand where, what they would save, what is saved. */
export async function programmeOf(ctx: Ctx, db: Db): Promise<SavingProgramme> {
  const now = ctx.clock.now()
  const today = dayInChina(now)
  const late = await tallyOverdue(db, today)
  const terms = await noticeTermsOn(db, today)
  const known = new Map((await tallyNotices(db)).map((row) => [row.state, row]))
  return {
    states: SAVING_NOTICE_STATES.flatMap((state) => {
      const row = known.get(state)
      return row === undefined
        ? []
        : [{ state, count: row.count, saving: moneyOf(row.saving), settled: moneyOf(row.settled) }]
    }),
    overdue: { count: late.count, saving: moneyOf(late.saving), escalated: late.escalated },
    dueWorkingDays: terms.dueWorkingDays,
    isProductDefault: terms.isDefault,
    asOf: now.toISOString(),
  }
}
