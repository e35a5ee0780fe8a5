/** Judges everything by the rules in force, and keeps what was found. Done again on the same day it comes to the same. */
import type { SavingWhyNot } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { assert } from '../../platform/errors.ts'
import type { Job } from '../../platform/jobs/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import { type Judged, judgeAll } from './judge-batch.ts'
import { noteUnrefuted } from './notice-store.ts'
import {
  type BodyMonth,
  dropProposals,
  type JudgingResult,
  type ProposalToSave,
  saveJudging,
  saveProposals,
} from './proposal-store.ts'
import { thresholdsOf } from './thresholds.ts'

/** At night in Shanghai, when the day before is complete. */
export const judgeNightly: Job<never> = {
  name: 'saving.judge',
  maxAttempts: 5,
  cron: '30 17 * * *',
  run: (ctx) => judgeSavings(ctx),
}

export async function judgeSavings(ctx: Ctx): Promise<void> {
  const at = ctx.clock.now()
  const today = dayInChina(at)
  const { book } = await platformRulesOnDay(ctx.db, today)
  assert(book.versionId !== null, 'the rules are installed at the start')
  const judging = { today, ruleSetId: book.versionId }
  const found: string[] = []
  const notJudged = new Map<string, JudgingResult['notJudged'][number]>()
  const months = new Map<string, BodyMonth>()
  for await (const [batch = []] of judgeAll(ctx.db, [thresholdsOf(book)], today)) {
    const proposals = batch.flatMap((one) => toProposal(ctx.ids.next, one))
    await ctx.inTx((tx) => saveProposals(tx, proposals, judging))
    await ctx.inTx((tx) => noteUnrefuted(tx, batch.map(toUnrefuted), today))
    found.push(...proposals.map((one) => one.resource_id))
    for (const one of batch) {
      countNotJudged(notJudged, one)
      addMonths(months, one)
    }
  }
  await ctx.inTx(async (tx) => {
    await dropProposals(tx, found)
    await saveJudging(tx, {
      ...judging,
      at,
      notJudged: [...notJudged.values()],
      months: [...months.values()],
    })
  })
}

function toProposal(nextId: () => string, { row, judgement, saving }: Judged): readonly ProposalToSave[] {
  if (judgement.is !== 'found' || saving === null) return []
  const { rule, evidence, size } = judgement.finding
  return [
    {
      id: nextId(),
      resource_id: row.id,
      rule,
      kind: row.kind,
      body_id: row.body_id,
      system_id: row.system_id,
      provider_body_id: row.provider_body_id,
      vcpus: row.kind === 'server' ? row.vcpus : null,
      memory_mib: row.kind === 'server' ? row.memory_mib : null,
      proposed_vcpus: size?.vcpus ?? null,
      proposed_memory_mib: size?.memoryMiB ?? null,
      saving_fen: saving.fen?.toString() ?? null,
      saved_vcpus: saving.vcpus,
      saved_memory_mib: saving.memoryMiB,
      saved_storage_gib: saving.storageGiB,
      evidence,
    },
  ]
}

const toUnrefuted = ({ row, unrefuted }: Judged) => ({ resource_id: row.id, rules: unrefuted() })

const whyNot = ({ judgement }: Judged): SavingWhyNot | null =>
  judgement.is === 'exempt' ? judgement.why : judgement.is === 'unmeasured' ? 'unmeasured' : null

function countNotJudged(counts: Map<string, JudgingResult['notJudged'][number]>, judged: Judged): void {
  const why = whyNot(judged)
  if (why === null) return
  const key = `${judged.row.body_id} ${why}`
  counts.set(key, { body_id: judged.row.body_id, why, count: (counts.get(key)?.count ?? 0) + 1 })
}

/** Whole months as the rules looked at them, for whoever holds the server now. */
function addMonths(months: Map<string, BodyMonth>, { row, measures }: Judged): void {
  for (const { window, of } of measures?.months ?? []) {
    const [cpu, memory] = [of.get('cpu'), of.get('memory')]
    if (cpu === undefined && memory === undefined) continue
    const key = `${window.from} ${row.body_id}`
    const before = months.get(key)
    months.set(key, {
      month: window.from,
      body_id: row.body_id,
      servers: (before?.servers ?? 0) + 1,
      cpu_sum: (before?.cpu_sum ?? 0) + (cpu?.sum ?? 0),
      cpu_samples: (before?.cpu_samples ?? 0) + (cpu?.samples ?? 0),
      memory_sum: (before?.memory_sum ?? 0) + (memory?.sum ?? 0),
      memory_samples: (before?.memory_samples ?? 0) + (memory?.samples ?? 0),
    })
  }
}
