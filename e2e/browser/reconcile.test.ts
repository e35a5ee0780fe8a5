import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { dimensionOfMeter } from '../../server/src/modules/metering/index.ts'
import { act, choose, confirm, press, tick } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'
import { sampleUrl } from './sample.ts'

const people = usePeople()
/** What the platform charges stands in its database: a provider with good books bills the same, but for one line. */
const inside = new pg.Client(inject('sampleDatabase'))
const DEARER_FEN = 3_600n
const CONTRACT = 'HC-ZY-01'

let month = ''
let file = ''
let statement = ''
let difference = ''

beforeAll(async () => {
  await sampleUrl()
  await inside.connect()
  const { rows } = await inside.query<{ month: string; provider: string }>(
    `select to_char(s.month, 'YYYY-MM') as month, s.provider_body_id as provider
     from statement s join account a on a.username = 'lanzhou-admin' join person p on p.id = a.person_id
     where s.provider_body_id = p.body_id and s.state = 'compared' order by s.month limit 1`,
  )
  const [found] = rows
  if (!found) throw new Error('the sample has a month under discussion')
  month = found.month
  const { rows: charges } = await inside.query<{ id: string; meter: number; quantity: string; fen: string }>(
    `select s.resource_id as id, c.meter, (sum(c.serving + c.stopped + c.unseen)::numeric / 1000)::text as quantity,
       sum(c.amount)::text as fen
     from bill b join charge c on c.bill_id = b.id and c.category = 'usage' and c.amount is not null
       join usage_subject s on s.id = c.subject_id and s.provider_body_id = $1
     where to_char(b.month, 'YYYY-MM') = $2 group by 1, 2 order by sum(c.amount) desc, 1, 2`,
    [found.provider, month],
  )
  const lines = charges.map(({ id, meter, quantity, fen }, index) => {
    const billed = BigInt(fen) + (index === 0 ? DEARER_FEN : 0n)
    const yuan = `${billed / 100n}.${(billed % 100n).toString().padStart(2, '0')}`
    return `${id},${dimensionOfMeter(meter)},${quantity},单位·秒,${yuan},CNY,${month}`
  })
  file = `\ufeff资源编号,计量项,用量,计量单位,金额（元）,币种,账期\r\n${lines.join('\r\n')}\r\n`
})
afterAll(() => inside.end())

test('R299: a provider hands in a month with one wrong line, and is told so at once', async () => {
  const page = await people.as('lanzhou-admin')
  await visit(page, '/statements')
  await press(page.getByRole('button', { name: '提交账单', exact: true }))
  const dialog = page.getByRole('dialog')
  await choose(dialog, '账期', month)
  await dialog.getByLabel('账单文件').setInputFiles({
    name: `${month}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(file),
  })
  await confirm(page, '上传并核对')
  await page.getByRole('heading', { level: 1, name: `${month} 账单` }).waitFor()
  statement = new URL(page.url()).pathname
  await page.getByText('1 项差异未办结').first().waitFor()
  expect(await faultsOf(page, 'reconcile-statement')).toEqual([])
  const found = page.getByRole('table', { name: '对账差异' }).getByRole('link')
  await press(found.first())
  await page.getByRole('heading', { level: 1, name: '单价与约定不符' }).waitFor()
  difference = new URL(page.url()).pathname
})

test('R299: the difference has an owner, who answers with a reason', async () => {
  const page = await people.as('lanzhou-admin')
  expect(new URL(page.url()).pathname).toBe(difference)
  await page.getByText('服务商', { exact: true }).first().waitFor()
  await act(page, '答复')
  const dialog = page.getByRole('dialog')
  await tick(dialog.getByRole('radio', { name: '说明原因' }))
  await dialog.getByRole('textbox', { name: '答复说明' }).fill('误按扩容后的单价计费。')
  await confirm(page, '答复')
  await page.getByText('已说明').first().waitFor()
})

test('R299: the centre sees it at its desk and decides, a second person confirms', async () => {
  const centre = await people.as('centre', { dark: true })
  await visit(centre, `/statement-desk?month=${month}`)
  await press(centre.getByRole('table', { name: '四本账' }).getByRole('link', { name: '澜舟云' }).first())
  await press(centre.getByRole('table', { name: '对账差异' }).getByRole('link').first())
  await centre.getByText('误按扩容后的单价计费。').first().waitFor()
  await act(centre, '核定差异')
  await centre.getByRole('dialog').getByRole('textbox', { name: '核定说明' }).fill('按约定单价核减。')
  await confirm(centre, '核定差异')
  await centre.getByText('待复核').first().waitFor()
  expect(await faultsOf(centre, 'reconcile-difference-dark')).toEqual([])

  const bureau = await people.as('bureau')
  await visit(bureau, difference)
  await act(bureau, '复核通过')
  await confirm(bureau, '复核通过')
  await bureau.getByText('已办结').first().waitFor()
})

test('R299: the statement is agreed, and nothing of it can be changed any more', async () => {
  const page = await people.as('centre', { dark: true })
  await visit(page, statement)
  await page.getByText('差异已全部办结').first().waitFor()
  await act(page, '核定')
  await confirm(page, '核定')
  await page.getByText('账单已核定，不可更改').first().waitFor()
  expect(await page.getByRole('button', { name: '核定', exact: true }).count()).toBe(0)
})

test('R299: the settlement sheet of the quarter rests on what was agreed', async ({ skip }) => {
  const [year, at] = month.split('-').map(Number) as [number, number]
  const quarter = `${year}Q${Math.ceil(at / 3)}`
  const { rowCount } = await inside.query(
    `select from settlement s join service_contract c on c.id = s.contract_id
     where c.no = $1 and s.quarter = date_trunc('quarter', $2::date) and s.state = 'draft'`,
    [CONTRACT, `${month}-01`],
  )
  // The sample lives up to today: in some months what is under discussion is of a quarter that is not over yet.
  skip(rowCount === 0, `no sheet of ${quarter} waits for ${month} in the sample of this day`)
  const page = await people.as('centre', { dark: true })
  await visit(page, `/settlements?quarter=${quarter}`)
  const row = page.getByRole('row').filter({ hasText: CONTRACT })
  await press(row.getByRole('link').first())
  await page.getByRole('heading', { level: 1, name: `${quarter} 结算单` }).waitFor()
  await act(page, '重新计算')
  await confirm(page, '重新计算')
  const line = page.getByRole('table', { name: '结算明细' }).getByRole('row').filter({ hasText: month })
  await line.filter({ hasText: '双方确认的对账单金额' }).first().waitFor()
  expect(await faultsOf(page, 'reconcile-settlement-dark')).toEqual([])
})
