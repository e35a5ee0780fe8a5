import { randomUUID } from 'node:crypto'
import { settlementOperations } from '@yunheng/contract'
import pg from 'pg'
import type { Page } from 'playwright-core'
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

test('R299: the settlement sheet of the quarter rests on what was agreed', async () => {
  const { quarter, agreed, contract } = await lastQuarter()
  const page = await people.as('centre', { dark: true })
  await ensureDraft(page, contract, quarter)
  await visit(page, `/settlements?quarter=${quarter}`)
  const row = page.getByRole('row').filter({ hasText: CONTRACT })
  await press(row.getByRole('link').first())
  await page.getByRole('heading', { level: 1, name: `${quarter} 结算单` }).waitFor()
  await act(page, '重新计算')
  await confirm(page, '重新计算')
  const line = page.getByRole('table', { name: '结算明细' }).getByRole('row').filter({ hasText: agreed })
  await line.filter({ hasText: '双方确认的对账单金额' }).first().waitFor()
  expect(await faultsOf(page, 'reconcile-settlement-dark')).toEqual([])
})

/**
 * The last quarter that is over, with the latest of its months that was agreed. The sample lives up to today: what is under discussion
 * may be of the quarter that runs, which nobody settles yet; then it is a month that the sample has agreed.
 */
async function lastQuarter() {
  const { rows } = await inside.query<{ quarter: string; contract: string; agreed: string | null }>(
    `select to_char(q.first, 'YYYY"Q"Q') as quarter, c.id as contract, (select to_char(max(s.month), 'YYYY-MM') from statement s
       where s.provider_body_id = c.provider_body_id and s.state = 'agreed' and s.month >= date_trunc('month', c.starts_on)
         and s.month >= q.first and s.month < q.first + interval '3 months') as agreed
     from service_contract c,
       (select date_trunc('quarter', now() at time zone 'Asia/Shanghai') - interval '3 months' as first) q
     where c.no = $1`,
    [CONTRACT],
  )
  const [found] = rows
  if (!found?.agreed) throw new Error('a month of the last quarter is agreed with the provider')
  return { ...found, agreed: found.agreed }
}

/** Some days the sample's story begins too late for a sheet of its own. */
async function ensureDraft(page: Page, contractId: string, quarter: string): Promise<void> {
  const { path, status } = settlementOperations.create
  const answer = await page.request.post(`/api/v1${path}`, {
    headers: { 'x-yunheng': '1', 'idempotency-key': randomUUID() },
    data: { contractId, quarter },
  })
  if (answer.status() === status) return
  expect(await answer.json()).toMatchObject({ reason: 'settlement.taken' })
}
