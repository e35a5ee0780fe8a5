import type { Finding, GuideCheck, GuideCheckSummary, Static } from '@yunheng/contract'
import { GUIDE_CHECK_ACTIONS, type GuideCheckFile } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { findCheckList } from '../check-list/check-list-store.ts'
import { refuseCheckAct, type Verdicts } from './guide-check.ts'
import {
  type CountedCheckRow,
  type FindingRow,
  type GuideCheckRow,
  listFiles,
  listFindings,
  listSteps,
} from './guide-check-store.ts'

type Counts = GuideCheckSummary['counts']

function toHead(row: GuideCheckRow, counts: Counts, now: Date): GuideCheckSummary {
  return {
    id: row.id,
    no: row.no,
    field: row.guide_field,
    guide: { id: row.guide_body_id, name: row.guide_name },
    subject: { noun: row.subject_noun, id: row.subject_id, name: row.subject_name },
    body: { id: row.body_id, name: row.body_name },
    state: row.state,
    counts,
    dueAt: row.due_at?.toISOString() ?? null,
    overdue: row.state === 'rectifying' && row.due_at !== null && row.due_at < now,
    openedBy: row.opened_by_name,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  }
}

export function toSummary(row: CountedCheckRow, now: Date): GuideCheckSummary {
  const { meets, fails, not_applicable: notApplicable, unrecorded: open } = row
  return toHead(row, { meets, fails, notApplicable, open }, now)
}

function countsOf(verdicts: Verdicts): Counts {
  const of = (wanted: Verdicts[number]) => verdicts.filter((one) => one === wanted).length
  return { meets: of('meets'), fails: of('fails'), notApplicable: of('not-applicable'), open: of(null) }
}

type Files = Awaited<ReturnType<typeof listFiles>>
type FileView = Static<typeof GuideCheckFile>

function toFinding(row: FindingRow, files: Files): Finding {
  return {
    code: row.code,
    title: { zh: row.title_zh, en: row.title_en },
    clause: row.clause,
    verdict: row.verdict,
    note: row.note,
    rectification: row.rectification,
    rectifiedOn: row.rectified_on,
    answeredBy: row.answered_by,
    files: files
      .filter(({ code }) => code === row.code)
      .map((one) => ({
        id: one.id,
        fileName: one.file_name,
        mediaType: one.media_type as FileView['mediaType'],
        sizeBytes: one.size_bytes,
        digest: one.digest,
        note: one.note,
        side: one.side,
        addedBy: one.added_by,
        addedAt: one.added_at.toISOString(),
      })),
  }
}

export async function presentCheck(ctx: Ctx, db: Db, row: GuideCheckRow): Promise<GuideCheck> {
  const findings = await listFindings(db, row.id)
  const files = await listFiles(db, row.id)
  const list = await findCheckList(db, row.check_list_id)
  assert(list !== undefined, 'a check keeps the list that it was opened by')
  const verdicts = findings.map(({ verdict }) => verdict)
  const allowance = (act: (typeof GUIDE_CHECK_ACTIONS)[number]) =>
    ctx.authz.allowance(
      ctx.actor,
      act === 'answer' || act === 'addFile' ? 'operate' : 'modify',
      'guide-check',
      refuseCheckAct(act, row, verdicts, ctx.actor),
    )
  return {
    ...toHead(row, countsOf(verdicts), ctx.clock.now()),
    checkList: {
      id: list.id,
      number: list.number,
      title: { zh: list.title_zh, en: list.title_en },
      isProductDefault: list.is_product_default,
    },
    findings: findings.map((one) => toFinding(one, files)),
    conclusion: row.conclusion,
    history: (await listSteps(db, row.id)).slice(-100).map((step) => ({
      kind: step.kind,
      actor: step.actor,
      comment: step.comment,
      at: step.at.toISOString(),
    })),
    version: row.version,
    actions: Object.fromEntries(
      GUIDE_CHECK_ACTIONS.map((act) => [act, allowance(act)]),
    ) as GuideCheck['actions'],
  }
}
