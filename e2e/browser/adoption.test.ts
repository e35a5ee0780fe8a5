/** What a cloud held before the platform came is taken in: found, proposed, listed, approved by its owner, and then ours. */
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { act, approve, choose, confirm, press } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'
import { sampleUrl } from './sample.ts'
import { atRest, settled } from './settle.ts'

const people = usePeople()
/** The hand inside the simulated cloud: somebody who makes things there without the platform. */
const inside = new pg.Client(inject('sampleDatabase'))
let cloudId = ''
let no = ''
/** Things of a cloud are numbered in the order in which they came. */
let made = 900_001

beforeAll(async () => {
  await sampleUrl()
  await inside.connect()
  const { rows } = await inside.query<{ id: string }>(`select id from cloud where code = 'panshi-cloud'`)
  cloudId = rows[0]?.id ?? ''
  await make('project', 'HC-PLANNING', { description: '' }, 'enabled', null)
  const volume = { sizeGiB: 20, volumeType: null, serverRef: null }
  for (const name of ['规划存量盘一', '规划存量盘二'])
    await make('volume', name, volume, 'available', 'old-HC-PLANNING')
})
afterAll(() => inside.end())

/** As its administrators made it once, with no tag of ours. */
async function make(kind: string, name: string, spec: object, nativeState: string, project: string | null) {
  await inside.query(
    `insert into simulated.thing (cloud, ref, kind, project_ref, name, state, native_state, spec, attributes, number,
       created_at, updated_at)
     select 'simulated://panshi-cloud', 'old-' || $2, $1, $5, $2, 'ready', $4,
       $3::jsonb || jsonb_build_object('kind', $1::text, 'name', $2::text), '{}', $6, now(), now()`,
    [kind, name, JSON.stringify(spec), nativeState, project, made++],
  )
}

test('R19: a scan finds what nobody manages, and the desk says whose it seems to be', async () => {
  const page = await people.as('centre')
  await visit(page, `/clouds/${cloudId}?tab=scans`)
  await press(page.getByRole('button', { name: '立即盘点', exact: true }))
  // Whoever leaves the page at once takes the call with him.
  await settled(page)
  await expect
    .poll(
      async () => {
        await visit(page, `/adoption?cloudId=${cloudId}&q=规划存量`)
        return page.getByRole('checkbox', { name: /^选择 规划存量盘/ }).count()
      },
      { timeout: 120_000 },
    )
    .toBe(2)
  await press(page.getByRole('button', { name: '重新推断归属' }))
  await page
    .getByText(/所在租户空间“HC-PLANNING”与系统的编码或名称相同/)
    .nth(1)
    .waitFor()
  await page.getByText(/^已推断/).waitFor()
  await settled(page)
  await atRest(page)
  expect(await faultsOf(page, 'adoption-desk')).toEqual([])
})

test('R19: all that the filters show is listed for its owner at once, with what it stands on', async () => {
  const page = await people.as('centre')
  await press(page.getByRole('button', { name: '按筛选整批指派' }))
  const dialog = page.getByRole('dialog')
  await choose(dialog, '归属单位', '衡川省自然资源厅')
  await choose(dialog, '计入资源池', '磐石通用池·政务外网区')
  await confirm(page, '建立清单')
  const heading = page.getByRole('heading', { level: 1, name: /^NG/ })
  await heading.waitFor()
  no = (await heading.textContent()) ?? ''
  // The tenant space came along: the volumes stand in it.
  const entries = page.getByRole('table', { name: '纳管明细' })
  for (const name of ['规划存量盘一', '规划存量盘二', 'HC-PLANNING'])
    await entries.getByText(name, { exact: true }).waitFor()
  expect(await faultsOf(page, 'adoption-list')).toEqual([])
  await act(page, '提交确认')
  await confirm(page, '提交确认')
  await page.getByText('待归属单位确认').first().waitFor()
})

test('R19, R41: the approver of the department decides with the list before him; then it is taken in and theirs', async () => {
  const owner = await people.as('resources-head')
  await approve(owner, no, '核对无误，同意纳管。')
  await press(owner.getByRole('link', { name: '纳管清单', exact: true }))
  await press(owner.getByRole('link', { name: no }))
  await owner.getByText('已办结').first().waitFor()
  await press(owner.getByRole('link', { name: '规划存量盘一' }))
  await owner.getByRole('heading', { level: 1, name: '规划存量盘一' }).waitFor()
  await owner.getByText('国土空间规划一张图').first().waitFor()
  expect(await faultsOf(owner, 'adoption-resource')).toEqual([])
  const { rows } = await inside.query<{ tagged: boolean }>(
    `select resource_id is not null as tagged from simulated.thing where ref like 'old-%' and cloud = 'simulated://panshi-cloud'`,
  )
  expect(rows.map((row) => row.tagged)).toEqual([true, true, true])
})
