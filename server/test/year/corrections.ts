/** What a provider bills of earlier months: the platform's own corrections, with errors planted among them. */
import type { Line, Planted } from './statement-line.ts'
import { rowsOf, type Story } from './story.ts'

/** In the words of the report. */
export const CORRECTION_ERRORS = [
  'correction missing',
  'correction of another amount',
  'correction of nothing',
] as const

export interface Corrected {
  readonly lines: readonly Line[]
  readonly planted: readonly Planted[]
  /** 分 that are owed. */
  readonly owed: bigint
}

interface Correction {
  readonly resource_id: string
  readonly external_id: string
  readonly service_month: string
  readonly amount: string
}

const listCorrections = (story: Story, provider: number, month: string) =>
  rowsOf<Correction>(
    story,
    `select s.resource_id, r.external_id,
       to_char(to_timestamp(c.from_hour::bigint * 3600) at time zone 'Asia/Shanghai', 'YYYY-MM') as service_month,
       sum(c.amount)::text as amount
     from bill b join charge c on c.bill_id = b.id join usage_subject s on s.id = c.subject_id
       join resource r on r.id = s.resource_id
     where b.month = $1::date and c.category = 'adjustment' and c.disputed_no is null and s.provider_body_id = $2
     group by 1, 2, 3 having sum(c.amount) <> 0 order by 1, 3`,
    [`${month}-01`, story.province.providers[provider]?.id],
  )

/** Worth an error: below it a difference is within rounding. */
const WORTH_FEN = 200n
const MISTAKE_FEN = 150n

/** @param others usage of the month, of which one is corrected for nothing. */
export async function forgeCorrections(
  story: Story,
  {
    provider,
    month,
    before,
  }: { readonly provider: number; readonly month: string; readonly before: string | null },
  others: readonly { readonly resourceId: string; readonly externalId: string }[],
): Promise<Corrected> {
  if (before === null) return { lines: [], planted: [], owed: 0n }
  const rows = await listCorrections(story, provider, month)
  const planted: Planted[] = []
  const lines: Line[] = []
  const worth = rows.filter(({ amount }) => BigInt(amount) > WORTH_FEN || -BigInt(amount) > WORTH_FEN)
  const [missing, different] = worth
  const plant = (
    error: (typeof CORRECTION_ERRORS)[number],
    kind: Planted['kind'],
    row: Pick<Correction, 'resource_id' | 'external_id'>,
    delta: bigint,
  ) =>
    planted.push({ error, kind, resourceId: row.resource_id, ref: row.external_id, dimension: null, delta })
  for (const row of rows) {
    const fen = BigInt(row.amount)
    if (row === missing) plant('correction missing', 'correction-missing', row, -fen)
    else if (row === different) {
      plant('correction of another amount', 'correction-differs', row, MISTAKE_FEN)
      lines.push(lineOf(row, fen + MISTAKE_FEN))
    } else lines.push(lineOf(row, fen))
  }
  const corrected = new Set(rows.map((row) => row.resource_id))
  const free = others.filter(({ resourceId }) => !corrected.has(resourceId))
  if (free.length > 0) {
    const { resourceId, externalId } = story.dice.pick(free)
    const row = { resource_id: resourceId, external_id: externalId, service_month: before }
    plant('correction of nothing', 'correction-unfounded', row, 2_500n)
    lines.push(lineOf(row, 2_500n))
  }
  return { lines, planted, owed: rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n) }
}

const lineOf = (row: Omit<Correction, 'amount'>, fen: bigint): Line => ({
  resourceId: row.resource_id,
  externalId: row.external_id,
  dimension: 'correction',
  held: null,
  fen,
  serviceMonth: row.service_month,
})
