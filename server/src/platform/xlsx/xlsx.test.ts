import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import excel from 'exceljs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardText } from './cells.ts'
import { readXlsx, streamXlsx, UnreadableWorkbook } from './read-xlsx.ts'
import { csvRows } from './write-csv.ts'
import { type Column, writeXlsx } from './write-xlsx.ts'

interface Row {
  readonly code: string
  readonly count: number
  readonly cents: number
  readonly at: Date | null
}
const columns: readonly Column<Row>[] = [
  { title: '编号', kind: 'text', value: (row) => row.code },
  { title: '数量', kind: 'number', value: (row) => row.count },
  { title: '金额（元）', kind: 'money', value: (row) => row.cents },
  { title: '时间', kind: 'instant', value: (row) => row.at },
]
const row = (code: string): Row => ({ code, count: 3, cents: 12_345, at: new Date('2026-11-21T16:30:00Z') })

async function* from(rows: readonly Row[]) {
  yield* rows
}

async function read(rows: readonly Row[]) {
  const bytes = await buffer(writeXlsx({ name: '申请', columns, rows: from(rows) }, [['导出人', '=evil()']]))
  const workbook = new excel.Workbook()
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  return workbook
}

describe('a workbook', () => {
  it('keeps codes as text, money in yuan, times as the clock on the wall in Shanghai', async () => {
    const sheet = (await read([row('000123456789012345')])).getWorksheet('申请')
    expect(sheet?.getRow(1).values).toEqual([undefined, '编号', '数量', '金额（元）', '时间'])
    const [, code, count, money, at] = (sheet?.getRow(2).values ?? []) as unknown[]
    expect([code, count, money]).toEqual(['000123456789012345', 3, 123.45])
    expect((at as Date).toISOString()).toBe('2026-11-22T00:30:00.000Z')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '|cmd', '%0A'])(
    'never begins a formula: %s',
    async (code) => {
      const cell = (await read([row(code)])).getWorksheet('申请')?.getRow(2).getCell(1)
      expect(String(cell?.value).startsWith("'")).toBe(true)
      expect(cell?.formula).toBeUndefined()
    },
  )

  it('is a file that can be opened whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), async (codes) => {
        const sheet = (await read(codes.map(row))).getWorksheet('申请')
        expect(sheet?.rowCount).toBe(codes.length + 1)
      }),
      { numRuns: 20 },
    )
    expect(guardText('ok\u0000\u0007')).toBe('ok')
  })

  it('says in its last row that there was more than it may hold, and holds no more than that', async () => {
    const sheet = { name: '申请', columns, rows: from(['a', 'b', 'c'].map(row)), maxRows: 2, beyond: '=未完' }
    const workbook = new excel.Workbook()
    await workbook.xlsx.load((await buffer(writeXlsx(sheet, []))) as unknown as ArrayBuffer)
    const written = workbook.getWorksheet('申请')
    expect(written?.getColumn(1).values).toEqual([undefined, '编号', 'a', 'b', "'=未完"])
    const whole = { ...sheet, rows: from(['a', 'b'].map(row)) }
    const other = new excel.Workbook()
    await other.xlsx.load((await buffer(writeXlsx(whole, []))) as unknown as ArrayBuffer)
    expect(other.getWorksheet('申请')?.rowCount).toBe(3)
  })

  it('breaks off visibly when its rows cannot be read to the end', async () => {
    async function* failing() {
      yield row('a')
      throw new Error('gone')
    }
    await expect(buffer(writeXlsx({ name: 'x', columns, rows: failing() }, []))).rejects.toThrow('gone')
  })

  it('is read character by character wherever its bytes are cut: names of a long sheet, written in place or shared', async () => {
    const names = Array.from(
      { length: 6000 },
      (_, at) => `省政务服务数据管理局第${at}业务系统，存量资源补录（甲）`,
    )
    const inPlace = await buffer(
      writeXlsx({ name: '申请', columns: columns.slice(0, 1), rows: from(names.map(row)) }, []),
    )
    const shared = new excel.Workbook()
    shared.addWorksheet('申请').addRows([['编号'], ...names.map((name) => [name])])
    for (const content of [inPlace, Buffer.from(await shared.xlsx.writeBuffer())])
      expect(await readXlsx(content, names.length + 1)).toEqual([['编号'], ...names.map((name) => [name])])
  })

  it('is read in memory: what was handed in leaves no file behind, also where reading stops early', async () => {
    const [before, dir] = [process.env.TMPDIR, mkdtempSync(join(tmpdir(), 'workbook-'))]
    process.env.TMPDIR = dir
    try {
      const content = await buffer(writeXlsx({ name: '申请', columns, rows: from(['a', 'b'].map(row)) }, []))
      await expect(readXlsx(content, 1)).rejects.toThrow('more than 1 rows')
      for await (const first of streamXlsx(content, 10)) {
        expect(first[0]).toBe('编号')
        break
      }
      expect(readdirSync(dir)).toEqual([])
    } finally {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
      rmSync(dir, { recursive: true })
    }
  })

  it('is read by its first sheet, as the workbook orders them', async () => {
    const workbook = new excel.Workbook()
    workbook.addWorksheet('甲').addRow(['first'])
    workbook.addWorksheet('乙').addRow(['second'])
    expect(await readXlsx(Buffer.from(await workbook.xlsx.writeBuffer()), 10)).toEqual([['first']])
  })

  it('F17: cut or changed anywhere it is read, or told to be unreadable, and nothing else happens', async () => {
    const content = await buffer(
      writeXlsx(
        { name: '申请', columns, rows: from(Array.from({ length: 50 }, (_, at) => row(`行${at}`))) },
        [],
      ),
    )
    const byte = fc.record({ at: fc.nat(content.length - 1), to: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length), fc.array(byte, { maxLength: 4 }), async (length, changes) => {
        const hostile = Buffer.from(content.subarray(0, changes.length === 0 ? length : content.length))
        for (const { at, to } of changes) hostile[at] = to
        const rows = await readXlsx(hostile, 100).catch((error: unknown) => error)
        if (rows instanceof Error) expect(rows).toBeInstanceOf(UnreadableWorkbook)
        else expect(rows).toBeInstanceOf(Array)
      }),
      { numRuns: 300 },
    )
  })
})

describe('comma-separated values', () => {
  const money: readonly Column<string>[] = [{ title: '金额（元）', kind: 'money', value: (fen) => fen }]

  it.each([
    ['0', '0.00'],
    ['-5', '-0.05'],
    ['12345', '123.45'],
    ['90071992547409931', '900719925474099.31'],
  ])('%s fen are %s yuan', (fen, yuan) => {
    expect(csvRows(money, [fen])).toBe(`${yuan}\r\n`)
  })

  it('hold every amount to the 分, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (fen) => {
        const text = csvRows(money, [fen.toString()]).trimEnd()
        expect(text).toMatch(/^-?\d+\.\d\d$/)
        expect(BigInt(text.replace('.', ''))).toBe(fen)
      }),
    )
  })
})
