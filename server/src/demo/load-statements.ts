import {
  billOperations as bills,
  type Charge,
  differenceOperations as differences,
  statementOperations as operations,
} from '@yunheng/contract'
import { idOf, type Province } from './load-organisation.ts'
import type { Stage } from './stage.ts'

/** Providers with clouds, and who hands in for them. */
const PROVIDERS = [
  { key: 'lanzhou', by: 'lanzhou-admin' },
  { key: 'panshi', by: 'panshi-admin' },
  { key: 'xingdu', by: 'xingdu-admin' },
] as const
/** The last month has just been handed in, the one before is under discussion, those before are settled. */
const LATEST = ['none', 'some'] as const
/** So many lines that errors are among them. */
const LONG = 8

interface Line {
  readonly resource: string
  readonly item: string
  readonly quantity: number
  readonly fen: number
  /** Of what corrects an earlier month. */
  readonly serviceMonth?: string
  /** As FOCUS tells charges apart; usage unless said. */
  readonly category?: 'Credit' | 'Tax'
}

/** Simulated providers hand in what they bill: mostly what the platform measured, with errors as they happen. */
export async function loadStatements(stage: Stage, province: Province): Promise<void> {
  const { items } = await stage.act('centre', bills.list, { query: { pageSize: 200 } })
  const months = [...new Set(items.map(({ month }) => month))].sort()
  for (const [index, month] of months.entries()) {
    const lines = await linesOf(
      stage,
      items.filter((bill) => bill.month === month).map(({ id }) => id),
    )
    for (const { key, by } of PROVIDERS) {
      const own = lines.get(idOf(province.bodies, key))
      if (own === undefined) continue
      const extent = LATEST[months.length - 1 - index] ?? 'all'
      const wrong = own.length < LONG ? own : withErrors(own, `${key}-${month}`, months[index - 1])
      const id = await handIn(stage, by, month, extent === 'none' ? [...wrong, ...besideUsage(own)] : wrong)
      if (id !== null) await discuss(stage, by, id, extent)
    }
  }
}

/** What the platform charges, by provider, resource and dimension: a provider with good books bills the same. */
async function linesOf(
  stage: Stage,
  billIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Line[]>> {
  const sums = new Map<string, Line & { readonly provider: string }>()
  for (const id of billIds)
    for await (const charge of chargesOf(stage, id)) {
      if (charge.amount === null || charge.category !== 'usage') continue
      const key = `${charge.resource.id} ${charge.dimension}`
      const before = sums.get(key)
      sums.set(key, {
        provider: charge.provider.id,
        resource: charge.resource.id,
        item: charge.dimension,
        quantity:
          (before?.quantity ?? 0) + Number(charge.serving) + Number(charge.stopped) + Number(charge.unseen),
        fen: (before?.fen ?? 0) + charge.amount.amountMinor,
      })
    }
  return Map.groupBy(sums.values(), (line) => line.provider)
}

async function* chargesOf(stage: Stage, id: string): AsyncGenerator<Charge> {
  let pageToken: string | undefined
  do {
    const query = { pageSize: 200, ...(pageToken === undefined ? {} : { pageToken }) }
    const page = await stage.act('centre', bills.charges, { params: { id }, query })
    yield* page.items
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
}

/**
 * A thing of somebody else, a price of its own, hours that were not, a line forgotten, a line twice, a fen of rounding; and something
 * given back for the month before, which the platform never billed.
 */
function withErrors(lines: readonly Line[], foreign: string, before: string | undefined): readonly Line[] {
  const dear = lines.filter(({ fen }) => fen > 1000)
  const [priced, long, forgotten, twice, rounded] = dear.length >= 5 ? dear : lines
  const wrong = lines.flatMap((line): readonly Line[] => {
    if (line === priced) return [{ ...line, fen: Math.round(line.fen * 1.08) }]
    if (line === long) return [{ ...line, quantity: line.quantity * 1.25, fen: Math.round(line.fen * 1.25) }]
    if (line === forgotten) return []
    if (line === twice) return [line, line]
    return line === rounded ? [{ ...line, fen: line.fen + 1 }] : [line]
  })
  const back = priced && before ? [{ ...priced, quantity: 0, fen: -1_200, serviceMonth: before }] : []
  const another = { resource: `vm-${foreign}`, item: 'vcpu', quantity: 4 * 30 * 86_400, fen: 18_400 }
  return [...wrong, another, ...back]
}

/** What has just come in bills more than usage: a credit for one thing, and a tax for none, finer than the 分. */
function besideUsage([first]: readonly Line[]): readonly Line[] {
  if (first === undefined) return []
  return [
    { resource: first.resource, item: '服务补偿', quantity: 0, fen: -5_000, category: 'Credit' },
    { resource: '', item: '增值税', quantity: 0, fen: 3_012.345, category: 'Tax' },
  ]
}

async function handIn(
  stage: Stage,
  by: string,
  month: string,
  lines: readonly Line[],
): Promise<string | null> {
  const rows = lines.map(({ resource, item, quantity, fen, serviceMonth = '', category = '' }) => {
    const yuan = (fen / 100).toFixed(Number.isInteger(fen) ? 2 : 5)
    const cells = [resource, item, quantity.toFixed(3), '单位·秒', yuan, 'CNY', month, serviceMonth, category]
    return cells.join(',')
  })
  const head = '资源编号,计量项,用量,计量单位,金额（元）,币种,账期,服务月份,ChargeCategory'
  const text = `\ufeff${head}\r\n${rows.join('\r\n')}\r\n`
  const answer = await stage.act(by, operations.handIn, {
    body: {
      month,
      providerId: null,
      fileName: `${month}-账单明细.csv`,
      contentBase64: Buffer.from(text).toString('base64'),
    },
  })
  return answer.statement?.comparedAt ? answer.statement.id : null
}

/** The provider accepts what it cannot show, the centre decides, the bureau confirms; then the month is agreed. */
async function discuss(
  stage: Stage,
  by: string,
  statementId: string,
  extent: 'all' | 'some' | 'none',
): Promise<void> {
  if (extent === 'none') return
  const { items } = await stage.act('centre', differences.list, { query: { statementId, pageSize: 200 } })
  const owned = items.filter(({ owner, state }) => owner === 'provider' && state === 'open')
  const answered = extent === 'all' ? owned : owned.slice(0, 2)
  for (const [index, { id, version, delta }] of answered.entries()) {
    const params = { id }
    const isExplained = extent === 'some' && index === 0
    const answer = await stage.act(by, differences.answer, {
      params,
      body: isExplained
        ? {
            version,
            outcome: 'explained',
            words: '当月 8 日扩容后按新规格计费，附变更单。',
            evidence: '变更单 BG-2026-118',
          }
        : { version, outcome: 'accepted', words: '经核对，以平台计量为准。', evidence: null },
    })
    if (extent === 'some') continue
    const words = '按平台计量核减。'
    const decided = await stage.act('centre', differences.decide, {
      params,
      body: { version: answer.version, adjusted: delta, words },
    })
    if (decided.state === 'adjusted')
      await stage.act('bureau', differences.confirm, { params, body: { version: decided.version } })
  }
  if (extent === 'some') return
  const { openDifferences, version } = await stage.act('centre', operations.get, {
    params: { id: statementId },
  })
  if (openDifferences === 0)
    await stage.act('centre', operations.agree, { params: { id: statementId }, body: { version } })
}
