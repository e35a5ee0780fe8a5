/** The file that a provider sends, in one of the forms that providers send: CSV in UTF-8 or GB18030, a workbook, FOCUS 1.2 compressed. */
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { writeXlsx } from '../../src/platform/xlsx/index.ts'
import { yuan } from './report.ts'
import type { Line } from './statement-line.ts'

export const FORMS = ['csv', 'csv-gb18030', 'xlsx', 'focus'] as const
export type Form = (typeof FORMS)[number]

export interface StatementFile {
  readonly fileName: string
  readonly content: Buffer
}

/** Units × seconds, exact. */
const seconds = (held: bigint | null) =>
  held === null ? '' : `${held / 1000n}.${(held % 1000n).toString().padStart(3, '0')}`

const HEAD = ['资源编号', '计量项', '用量', '计量单位', '金额（元）', '币种', '账期', '服务月份']
const FOCUS_HEAD = [
  ...['ResourceId', 'SkuMeter', 'ConsumedQuantity', 'ConsumedUnit', 'BilledCost', 'BillingCurrency'],
  'BillingPeriodStart',
  'ServiceMonth',
]

const csv = (rows: readonly (readonly string[])[]) => `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`

export async function fileOf(
  form: Form,
  month: string,
  lines: readonly Line[],
  currency = 'CNY',
): Promise<StatementFile> {
  const cells = lines.map(({ resourceId, externalId, dimension, held, fen, serviceMonth }) => [
    // Some call things as the cloud does, some as the platform does.
    form === 'focus' ? (resourceId ?? externalId) : externalId,
    ...[dimension, seconds(held), form === 'focus' ? 'Unit-Seconds' : '单位·秒', yuan(fen), currency],
    form === 'focus' ? `${month}-01T00:00:00+08:00` : month,
    serviceMonth ?? '',
  ])
  switch (form) {
    case 'csv':
      return { fileName: `${month}.csv`, content: Buffer.from(`\ufeff${csv([HEAD, ...cells])}`) }
    case 'csv-gb18030':
      return { fileName: `${month}-gb.csv`, content: gb18030(csv([HEAD, ...cells])) }
    case 'focus':
      return { fileName: `${month}-focus.csv.gz`, content: gzipSync(csv([FOCUS_HEAD, ...cells])) }
    case 'xlsx':
      return { fileName: `${month}.xlsx`, content: await workbookOf(cells) }
  }
}

async function workbookOf(cells: readonly (readonly string[])[]): Promise<Buffer> {
  const columns = HEAD.map((title, at) => ({
    title,
    kind: 'text' as const,
    value: (row: readonly string[]) => row[at] ?? '',
  }))
  async function* rows() {
    yield* cells
  }
  return buffer(writeXlsx({ name: '账单明细', columns, rows: rows() }, []))
}

/** Out of what decodes it: every pair of bytes asked once. */
const pairs = (() => {
  const decoder = new TextDecoder('gb18030')
  const known = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      known.set(decoder.decode(Uint8Array.of(lead, trail)), lead * 256 + trail)
  return known
})()

function gb18030(text: string): Buffer {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.charCodeAt(0)
    const pair = pairs.get(char) ?? 0
    if (code < 128) bytes.push(code)
    else bytes.push(pair >> 8, pair & 255)
  }
  return Buffer.from(bytes)
}
