import type { PriceTrial, PriceTrialDetail, PriceTrialRow, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { wordsOf } from '../../../platform/errors.ts'
import { findTrial, type GroupRow, groupSums, type SumRow, type TrialRow } from './price-trial-store.ts'

type Figures = Pick<GroupRow, 'billed' | 'tried' | 'billed_unpriced' | 'tried_unpriced'>

const moneyOf = (fen: bigint) => ({ amountMinor: Number(fen), currency: 'CNY' as const })

const toFigures = (row: Figures): PriceTrial['total'] => ({
  billed: moneyOf(BigInt(row.billed)),
  tried: moneyOf(BigInt(row.tried)),
  difference: moneyOf(BigInt(row.tried) - BigInt(row.billed)),
  billedUnpriced: row.billed_unpriced,
  triedUnpriced: row.tried_unpriced,
})

export const toTrial = (row: TrialRow): PriceTrial => ({
  id: row.id,
  state: row.finished_at === null ? 'running' : row.problem === null ? 'done' : 'failed',
  priceVersion: { id: row.price_version_id, name: row.price_name },
  provider:
    row.provider_body_id === null ? null : { id: row.provider_body_id, name: row.provider_name ?? '' },
  months: [...row.months],
  keepsPins: row.keeps_pins,
  done: row.done_units,
  all: row.all_units,
  total: toFigures(row),
  problem: row.problem === null ? null : { code: row.problem, ...wordsOf(row.problem as ReasonCode, {}) },
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  expiresAt: row.expires_at.toISOString(),
})

const toOffering = (code: string, title: { zh: string; en: string } | null): PriceTrialRow['offering'] =>
  code === '' ? null : { code, zh: title?.zh ?? code, en: title?.en ?? code }

export const toSumRow = (row: SumRow): PriceTrialRow => ({
  id: row.id,
  body: { id: row.body_id, name: row.body_name },
  provider: { id: row.provider_body_id, name: row.provider_name },
  offering: toOffering(row.offering_code, row.offering_title),
  ...toFigures(row),
})

export async function getTrial(ctx: Ctx, id: string): Promise<TrialRow> {
  return ctx.authz.authorised(ctx, 'view', 'price-trial', await findTrial(ctx.db, id))
}

export async function describeTrial(ctx: Ctx, id: string): Promise<PriceTrialDetail> {
  const trial = await getTrial(ctx, id)
  const ref = ({ key, name }: GroupRow) => ({ id: key, name })
  const [providers, offerings, bodies] = [
    await groupSums(ctx.db, id, 'provider_body_id'),
    await groupSums(ctx.db, id, 'offering_code'),
    await groupSums(ctx.db, id, 'body_id'),
  ]
  return {
    ...toTrial(trial),
    byProvider: providers.map((row) => ({ provider: ref(row), ...toFigures(row) })),
    byOffering: offerings.map((row) => ({ offering: toOffering(row.key, row.title), ...toFigures(row) })),
    byBody: bodies.map((row) => ({ body: ref(row), ...toFigures(row) })),
  }
}
