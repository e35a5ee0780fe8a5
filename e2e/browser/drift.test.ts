import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { picture } from './browser.ts'
import { confirm, press } from './gestures.ts'
import { usePeople } from './people.ts'
import { sampleUrl } from './sample.ts'
import { settled } from './settle.ts'

const people = usePeople()
/** The hand inside the simulated cloud: what somebody does there without the platform. */
const inside = new pg.Client(inject('sampleDatabase'))

beforeAll(async () => {
  await sampleUrl()
  await inside.connect()
})
afterAll(() => inside.end())

test('a server that somebody stopped behind our back is found by a scan, shown, and put back by its department', async () => {
  const { rows } = await inside.query<{ cloud_id: string; external_id: string; id: string }>(
    `select r.id, r.cloud_id, r.external_id from resource r join person p on p.body_id = r.body_id
     join account a on a.person_id = p.id
     where a.username = 'survey' and r.kind = 'server' and r.state = 'ready' and r.agreement = 'level' order by r.id limit 1`,
  )
  const server = rows[0]
  if (!server) throw new Error('the sample has a server that runs')
  await inside.query(
    `update simulated.thing set spec = spec || '{"power":"off"}', native_state = 'SHUTOFF', updated_at = now() where ref = $1`,
    [server.external_id],
  )
  const centre = await people.as('centre')
  await centre.goto(`/clouds/${server.cloud_id}?tab=scans`)
  await press(centre.getByRole('button', { name: '立即盘点', exact: true }))
  await settled(centre)
  const page = await people.as('survey')
  await page.goto(`/drift?q=${server.external_id}`)
  await page.getByText('电源：应为 开机，实为 关机').waitFor()
  await picture(page, 'drift-desk')
  const row = page.getByRole('row').filter({ hasText: '被改动' })
  await press(row.getByRole('button', { name: '更多操作' }))
  await press(page.getByRole('menuitem', { name: '恢复为应有', exact: true }))
  await page.getByRole('dialog').getByLabel('理由').fill('值班电话核实，非本单位操作')
  await picture(page, 'drift-put-back')
  await confirm(page, '恢复为应有')
  await page.getByText('恢复为应有：已处理 1 项').waitFor()
  await page.goto(`/resources/${server.id}`)
  await page.getByText('运行中').first().waitFor()
  await page.goto('/drift?view=decisions')
  await page.getByText('值班电话核实，非本单位操作').waitFor()
  const after = await inside.query('select spec from simulated.thing where ref = $1', [server.external_id])
  expect(after.rows[0]?.spec).toMatchObject({ power: 'on' })
})
