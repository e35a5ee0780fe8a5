import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { STATEMENT_ROWS_MAX } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeXlsx } from '../../../platform/xlsx/index.ts'
import { meterNumber, windowOfMonth } from '../../metering/index.ts'
import { csvRowsOf } from './csv.ts'
import { lookAt } from './decode.ts'
import { kept, meterOf, secondsOfUnit } from './items.ts'
import { batchesOf, type FaultyRow, readFile } from './read-file.ts'
import { type ParsedLine, readDecimal, readMonth } from './read-line.ts'

const MONTH = '2026-10'
/** As exact as amounts are kept. */
const fen = (whole: bigint) => whole * 10n ** 28n
const { from, to } = windowOfMonth(MONTH)
const expected = { month: MONTH, monthSeconds: (to - from) * 3600 }

async function read(content: Buffer): Promise<{ lines: ParsedLine[]; faults: FaultyRow[] }> {
  const lines: ParsedLine[] = []
  const faults: FaultyRow[] = []
  for await (const batch of readFile(content, await lookAt(content), expected)) {
    lines.push(...batch.lines)
    faults.push(...batch.faults)
  }
  return { lines, faults }
}

/** GBK out of what decodes it: every pair of bytes asked once. */
const gbk = (() => {
  const decoder = new TextDecoder('gb18030')
  const known = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      known.set(decoder.decode(Uint8Array.of(lead, trail)), lead * 256 + trail)
  return (text: string) =>
    Buffer.from(
      [...text].flatMap((char) => {
        const code = char.charCodeAt(0)
        const pair = known.get(char) ?? 0
        return code < 128 ? [code] : [pair >> 8, pair & 255]
      }),
    )
})()

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
const TEXT =
  '2026年10月账单\r\n资源编号,计量项,用量,计量单位,金额（元）,币种,账期,资源池\r\ni-1,内存,"1,488.5",GiB·小时,"1,234.50",人民币,2026年10月,"省级，专属"\r\n合计,,,,1234.50,,,\r\n'
const LINE = {
  no: 3,
  resourceRef: 'i-1',
  item: '内存',
  meter: meterNumber('memory-gib'),
  pool: '省级，专属',
  stretch: null,
  serviceMonth: null,
  quantity: '1488.5',
  unit: 'GiB·小时',
  held: '5358600000',
  amount: fen(123_450n),
  category: null,
  isCorrection: false,
  rowDigest: null,
}

describe('a file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['GBK', gbk(TEXT)],
    ['UTF-16 as a spreadsheet writes it', utf16(TEXT)],
    ['separated by tabs', Buffer.from(TEXT.replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '\t'))],
    ['compressed', gzipSync(gbk(TEXT))],
    ['without a last line end', Buffer.from(TEXT.trimEnd())],
  ])('in %s reads the same', async (_, content) => {
    expect(await read(content)).toEqual({ lines: [LINE], faults: [] })
  })

  it('of a spreadsheet reads the same, its numbers as the sheet shows them', async () => {
    const rows = [['i-1', '内存', 1488.5, 'GiB·小时', 1234.1 + 0.4, '=1+1']] as const
    async function* all() {
      yield* rows
    }
    const columns = ['资源编号', '计量项', '用量', '计量单位', '金额（元）', '资源池'].map((title, at) => ({
      title,
      kind: typeof rows[0][at] === 'number' ? ('number' as const) : ('text' as const),
      value: (row: (typeof rows)[number]) => row[at] ?? null,
    }))
    const { lines, faults } = await read(await buffer(writeXlsx({ name: '账单', columns, rows: all() }, [])))
    expect(faults).toEqual([])
    // Kept as the text it is: nothing here ever takes it for a formula.
    expect(lines).toEqual([{ ...LINE, no: 2, pool: '=1+1' }])
  })

  it('of FOCUS 1.2 is read by its column names, instants in UTC', async () => {
    const text = `BillingCurrency,BillingPeriodStart,BilledCost,ConsumedQuantity,ConsumedUnit,PricingQuantity,PricingUnit,ServiceName,SkuId,SkuMeter,ResourceId,ChargePeriodStart,ChargePeriodEnd
CNY,2026-09-30T16:00:00Z,12.30,744,vCPU-Hours,1,Months,Compute,c4m8,vCPU,i-1,2026-09-30T16:00:00Z,2026-10-31T16:00:00Z
`
    const { lines, faults } = await read(Buffer.from(text))
    expect(faults).toEqual([])
    expect(lines[0]).toMatchObject({
      item: 'vCPU',
      meter: meterNumber('vcpu'),
      held: '2678400000',
      amount: fen(1230n),
      stretch: '2026-09-30T16:00:00Z – 2026-10-31T16:00:00Z',
    })
  })

  it('R276: of traffic is compared in GB for its month, and by amounts alone in another unit', async () => {
    const row = (quantity: string, unit: string) => `CNY,1,${quantity},${unit},traffic-gb,i-1\n`
    const text = `BillingCurrency,BilledCost,ConsumedQuantity,ConsumedUnit,SkuMeter,ResourceId
${row('1.5', 'GB')}${row('1500', 'MB')}${row('1.5', 'GB-Hours')}`
    const { lines, faults } = await read(Buffer.from(text))
    expect(faults).toEqual([])
    expect(lines.map(({ meter, held }) => [meter, held])).toEqual([
      // 1,500 thousandths for the 2,678,400 seconds of October.
      [meterNumber('traffic-gb'), String(1500 * 2_678_400)],
      [meterNumber('traffic-gb'), null],
      [meterNumber('traffic-gb'), null],
    ])
  })

  it('R299: of FOCUS 1.2 corrects an earlier month where its charge period lies before the billing period', async () => {
    const row = (cost: string, from: string, to: string) =>
      `2026-09-30T16:00:00Z,${cost},vCPU,i-1,${from},${to}\n`
    const text = `BillingPeriodStart,BilledCost,SkuMeter,ResourceId,ChargePeriodStart,ChargePeriodEnd
${row('-12.30', '2026-07-31T16:00:00Z', '2026-08-31T16:00:00Z')}${row('1', '2026-08-31T16:00:00Z', '2026-10-31T16:00:00Z')}${row('2', '2026-09-30T16:00:00Z', '2026-10-31T16:00:00Z')}`
    const { lines, faults } = await read(Buffer.from(text))
    expect(faults).toEqual([])
    expect(lines.map(({ serviceMonth, amount }) => [serviceMonth, amount])).toEqual([
      ['2026-08', fen(-1230n)],
      [null, fen(100n)],
      [null, fen(200n)],
    ])
  })

  it.each([
    ['2026-08', '', '', '2026-08'],
    ['2026年9月', '2026-10-01', '2026-10-31', '2026-09'],
    ['2026-10', '', '', null],
    ['', '2026-09-01', '2026-09-30', '2026-09'],
    ['', '2026/9/1 00:00', '2026/10/1 00:00', '2026-09'],
    ['', '2026-09-01', '2026-10-02', null],
    ['', '2026-09-01', '', null],
    ['', '2026-01-01', '2026-12-31', null],
    ['', 'September', 'October', null],
    ['', '2026-08-01', '2026-09-01', '2026-08'],
    ['', '2025-12-01 00:00', '2026-01-01 00:00', '2025-12'],
    ['2026-08', '2026-08-01', '2026-09-30', '2026-08'],
    ['', '2025-13-01', '2025-13-20', null],
    ['', '2026-02-30', '2026-02-31', null],
  ])('R299: the service month “%s” from “%s” to “%s” is %s', async (said, from, to, month) => {
    const text = `资源编号,计量项,金额,服务月份,开始时间,结束时间\ni-1,vcpu,1,${said},${from},${to}\n合计,,1,,,\n`
    const { lines, faults } = await read(Buffer.from(text))
    expect([faults, lines.map(({ serviceMonth }) => serviceMonth)]).toEqual([[], [month]])
  })

  it.each([
    ['2026-08-01', '2026-09-02'],
    ['2026-08-31 23:00', '2026-09-01 01:00'],
    ['2026-07-01 00:00', '2026-10-01 00:00'],
    // In Shanghai: July to September.
    ['2026-06-30T16:00:00Z', '2026-09-30T16:00:00Z'],
  ])('R299: a period of several earlier months is of none, and told: “%s” to “%s”', async (from, to) => {
    const text = `资源编号,计量项,金额,服务月份,开始时间,结束时间\ni-1,vcpu,1,,${from},${to}\n`
    const { lines, faults } = await read(Buffer.from(text))
    expect([lines, faults.map(({ row, fault, value }) => [row, fault, value])]).toEqual([
      [],
      [[2, 'service-month-several', `${from} – ${to}`]],
    ])
  })

  it('R299: what is given back counts in the control total', async () => {
    const text = `资源编号,计量项,用量,计量单位,金额,服务月份\ni-1,vcpu,-2.5,核·小时,-3.00,2026-09\n合计,,,,-3.00,\n`
    const { lines, faults } = await read(Buffer.from(text))
    expect(faults).toEqual([])
    expect(lines[0]).toMatchObject({ quantity: '-2.5', held: '-9000000', amount: fen(-300n) })
  })

  it.each([
    ['i-1,vcpu,-0.01', 'amount-negative'],
    [`i-1,vcpu,0.${'1'.repeat(31)}`, 'amount-overprecise'],
    ['i-1,vcpu,', 'amount-invalid'],
    ['i-1,vcpu,1e999', 'amount-invalid'],
    ['i-1,vcpu,壹元', 'amount-invalid'],
    ['i-1,vcpu,"1,23"', 'amount-invalid'],
    ['i-1,vcpu,123456789012.00', 'amount-invalid'],
    [',vcpu,1', 'resource-missing'],
    ['i-1,,1', 'item-missing'],
    [`${'x'.repeat(201)},vcpu,1`, 'text-too-long'],
    ['i-1,vcpu', 'cells-missing'],
    ['i-1,vcpu,1,2', 'cells-beyond'],
    ['i-\ufffd,vcpu,1', 'encoding'],
    ['合计,,99', 'total-differs'],
  ])('with %s is told: %s', async (row, fault) => {
    const { lines, faults } = await read(Buffer.from(`资源编号,计量项,金额\r\n${row}\r\n`))
    expect([lines, faults.map((one) => [one.row, one.fault])]).toEqual([[], [[2, fault]]])
  })

  it.each([
    ['i-1,vcpu,1,-1,h,,', 'quantity-negative'],
    [`i-1,vcpu,1,1.${'1'.repeat(31)},h,,`, 'quantity-overprecise'],
    ['i-1,vcpu,1,many,h,,', 'quantity-invalid'],
    ['i-1,vcpu,1,1,h,EUR,', 'currency-other'],
    ['i-1,vcpu,1,1,h,,2026-09', 'month-other'],
    ['i-1,vcpu,1,1,h,,soon', 'month-invalid'],
  ])('with %s is told: %s (further columns)', async (row, fault) => {
    const { faults } = await read(
      Buffer.from(`resource id,item,amount,quantity,unit,currency,month\n${row}\n`),
    )
    expect(faults.map((one) => one.fault)).toEqual([fault])
  })

  it.each([
    ['金额（万元）'],
    ['金额(单位：万元)'],
    ['应付金额（人民币 千元）'],
    ['费用（分）'],
    ['金额（含税，万元）'],
    ['总价（美元）'],
    ['Amount (USD)'],
    ['Amount (10k yuan)'],
  ])('with amounts under %s is refused whole: they are not yuan', async (title) => {
    await expect(read(Buffer.from(`资源编号,计量项,${title}\r\ni-1,vcpu,1.25\r\n`))).rejects.toMatchObject({
      reason: 'statement.amount_unit',
    })
  })

  it.each([
    ['金额（元）'],
    ['金额（人民币元）'],
    ['应付金额（含税，元）'],
    ['费用（分摊后）'],
    ['金额（元/月）'],
    ['Amount (yuan)'],
    ['Cost (CNY)'],
  ])('with amounts under %s is read as yuan', async (title) => {
    const { lines } = await read(Buffer.from(`资源编号,计量项,${title}\r\ni-1,vcpu,1.25\r\n`))
    expect(lines.map(({ amount }) => amount)).toEqual([fen(125n)])
  })

  it.each([['=cmd|calc!A0'], ['+1'], ['-1'], ['@SUM(A1)'], ["'=1+1"]])(
    'with the formula %s keeps it as text',
    async (cell) => {
      const { lines } = await read(Buffer.from(`资源编号,计量项,金额\r\n${cell},vcpu,1\r\n`))
      expect(lines[0]?.resourceRef).toBe(cell.replace(/^'/, ''))
    },
  )

  it('of more rows than a statement has is refused at the bound', async () => {
    async function* rows() {
      yield [{ no: 1, cells: ['资源编号', '计量项', '金额'], end: 'line' as const }]
      for (let no = 2; no <= STATEMENT_ROWS_MAX + 2; no++)
        yield [{ no, cells: ['i', 'vcpu', '1'], end: 'line' as const }]
    }
    const all = async () => {
      let count = 0
      for await (const { lines } of batchesOf(rows(), expected)) count += lines.length
      return count
    }
    await expect(all()).rejects.toMatchObject({ reason: 'statement.too_many_rows' })
  })
})

describe('separated text', () => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

  it('reads as what was written, wherever it is cut into pieces (property)', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '中', '"', ',', '\n', '\r', ' ', '\t'),
      maxLength: 6,
    })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.array(fc.nat(400)),
        fc.constantFrom('\r\n', '\n'),
        async (rows, cuts, end) => {
          const all = [['x', 'y'], ...rows]
          const text = all
            .map(
              (row) =>
                row.map((each) => (each === 'x' || each === 'y' ? each : quoted(each))).join(',') + end,
            )
            .join('')
          const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort(
            (a, b) => a - b,
          )
          async function* pieces() {
            for (let n = 1; n < at.length; n++) yield text.slice(at[n - 1], at[n])
          }
          const seen: string[][] = []
          // The first piece tells the separator: it holds the head.
          const whole = at[1] !== undefined && at[1] < 4 ? [text] : null
          for await (const some of csvRowsOf(whole ? textsOf(whole) : pieces()))
            seen.push(...some.map((row) => [...row.cells]))
          expect(seen).toEqual(all)
        },
      ),
    )
  })
})

async function* textsOf(texts: readonly string[]) {
  yield* texts
}

describe('words', () => {
  it('are looked up once in a file, however often they stand there, and by each file for itself', () => {
    let looked = 0
    const look = (word: string) => {
      looked += 1
      return word.length
    }
    for (const _file of [1, 2]) {
      const lengthOf = kept(look)
      // More different words than are kept: those of one file leave no less room for the next.
      for (let n = 0; n < 1500; n++) lengthOf(`w${n}`)
      for (let n = 0; n < 1000; n++) expect(lengthOf(`w${n}`)).toBe(`w${n}`.length)
    }
    expect(looked).toBe(3000)
  })
})

describe('figures', () => {
  it('are read exactly, thousands apart or not (property)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999_999n }), fc.boolean(), (fen, isApart) => {
        const whole = (fen / 100n).toString()
        const shown = isApart ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole
        expect(readDecimal(`${shown}.${(fen % 100n).toString().padStart(2, '0')}`, 2, 11)).toBe(fen)
      }),
    )
  })

  it.each([
    ['2026-10', '2026-10'],
    ['2026/9', '2026-09'],
    ['202610', '2026-10'],
    ['2026年3月', '2026-03'],
    ['2026-10-31', '2026-10'],
    ['2026-09-30T16:00:00Z', '2026-10'],
    ['46296', '2026-10'],
    ['2026-13', null],
    ['October', null],
  ])('the month %s is %s', (said, month) => {
    expect(readMonth(said)).toBe(month)
  })

  it.each([
    ['vCPU-Hours', 3600],
    ['核·小时', 3600],
    ['GiB·天', 86_400],
    ['GB*月', expected.monthSeconds],
    ['单位·秒', 1],
    ['台', null],
  ])('the unit %s stands for %s seconds', (unit, seconds) => {
    expect(secondsOfUnit(unit, expected.monthSeconds)).toBe(seconds)
  })

  it.each([
    ['vCPU', 'vcpu'],
    ['内存 (GiB)', 'memory-gib'],
    ['Memory', 'memory-gib'],
    ['公网IP', 'public-ip'],
    ['storage-gib', 'storage-gib'],
  ] as const)('the item %s is %s', (item, dimension) => {
    expect(meterOf(item)).toBe(meterNumber(dimension))
  })

  it('any other item bills its resource as a whole', () => {
    expect(meterOf('ecs.c7.large')).toBeNull()
  })
})
