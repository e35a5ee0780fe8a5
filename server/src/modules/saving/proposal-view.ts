import { SAVING_RULES, type SavingProposal, type SavingSummary, type SavingTally } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import { refuseSending } from './notice.ts'
import {
  findJudging,
  listMonths,
  type ProposalRow,
  sumNotJudged,
  type TallyRow,
  tallyByBody,
  tallyByRule,
} from './proposal-store.ts'

const BODIES = 10
const MONTHS = 12

const moneyOf = (fen: string) => ({ amountMinor: Number(fen), currency: 'CNY' as const })
const sizeOf = (vcpus: number | null, memoryMiB: number | null) =>
  vcpus === null || memoryMiB === null ? null : { vcpus, memoryMiB }

export const toProposal = (
  { authz, actor }: Pick<Ctx, 'authz' | 'actor'>,
  row: ProposalRow,
): SavingProposal => ({
  id: row.id,
  rule: row.rule,
  resource: { id: row.resource_id, name: row.resource_name },
  kind: row.kind,
  system: { id: row.system_id, name: row.system_name },
  body: { id: row.body_id, name: row.body_name },
  provider: { id: row.provider_body_id, name: row.provider_name },
  size: sizeOf(row.vcpus, row.memory_mib),
  proposedSize: sizeOf(row.proposed_vcpus, row.proposed_memory_mib),
  saving: row.saving_fen === null ? null : moneyOf(row.saving_fen),
  savedVcpus: row.saved_vcpus,
  savedMemoryMiB: row.saved_memory_mib,
  savedStorageGiB: row.saved_storage_gib,
  evidence: [...row.evidence],
  foundOn: row.found_on,
  judgedOn: row.judged_on,
  ruleSet: { id: row.rule_set_id, number: row.rule_set_number },
  noticeId: row.notice_id,
  actions: {
    notify: authz.allowance(
      actor,
      'create',
      'saving-notice',
      refuseSending(row.rule, row.notice_id !== null),
    ),
  },
})

export const toTally = (row: TallyRow): SavingTally => ({
  count: row.count,
  saving: moneyOf(row.saving),
  unpriced: row.unpriced,
  savedVcpus: row.vcpus,
  savedMemoryMiB: row.memory,
})

export const addTallies = (rows: readonly TallyRow[]): TallyRow =>
  rows.reduce(
    (sum, row) => ({
      count: sum.count + row.count,
      saving: String(BigInt(sum.saving) + BigInt(row.saving)),
      unpriced: sum.unpriced + row.unpriced,
      vcpus: sum.vcpus + row.vcpus,
      memory: sum.memory + row.memory,
    }),
    { count: 0, saving: '0', unpriced: 0, vcpus: 0, memory: 0 },
  )

const oneDecimal = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10)

/** What could be saved within the caller's sight, who is not judged, and how far servers are used, beside the baseline (R123). */
export async function summariseSavings(ctx: Ctx, db: Db): Promise<SavingSummary> {
  const now = ctx.clock.now()
  const [judging, rules] = [await findJudging(db), await tallyByRule(db)]
  const { book } = await platformRulesOnDay(db, dayInChina(now))
  const baseline = book.integer('saving.baseline.utilisation')
  const known = new Map(rules.map((row) => [row.rule, row]))
  return {
    judgedOn: judging?.judged_on ?? null,
    ruleSet: judging === undefined ? null : { id: judging.rule_set_id, number: judging.number },
    total: toTally(addTallies(rules)),
    byRule: SAVING_RULES.flatMap((rule) => {
      const row = known.get(rule)
      return row === undefined ? [] : [{ rule, ...toTally(row) }]
    }),
    byBody: (await tallyByBody(db, BODIES)).map((row) => ({
      body: { id: row.id, name: row.name },
      ...toTally(row),
    })),
    notJudged: [...(await sumNotJudged(db))],
    months: (await listMonths(db, MONTHS)).map(({ month, servers, cpu, memory }) => ({
      month,
      servers,
      cpuMean: oneDecimal(cpu),
      memoryMean: oneDecimal(memory),
    })),
    baseline: {
      percent: baseline.value,
      source: baseline.source,
      isProductDefault: baseline.isProductDefault,
    },
    asOf: now.toISOString(),
  }
}
