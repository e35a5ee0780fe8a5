import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { requestOperations, termOperations } from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { attachFile } from './attachment/attach-file.ts'
import { createRequest } from './create-request.ts'
import { advanceDelivery } from './delivery/advance-delivery.ts'
import { exportRequests } from './export-requests.ts'
import { createRequestStage, type RequestStage } from './request-stage.fixture.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { submitRequest } from './submit-request.ts'
import { sendMessage } from './talk/send-message.ts'

const server = useServer()
let stage: RequestStage
let me: Persona

beforeAll(async () => {
  stage = await createRequestStage(server.current)
  me = server.current.world.people.departmentApplicant
})

const as = (persona: Persona) => stage.ctx(persona)
const reasonOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: { reason?: string }) => error.reason ?? String(error),
  )
const draft = async () =>
  createRequest(stage.doors, await as(me), await stage.aRequest({ purpose: 'test', termMonths: 3 }))
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n').toString('base64')

describe('papers', () => {
  it('are refused from others, and when they are not what they say', async () => {
    const { id } = await draft()
    const { people } = server.current.world
    const attach = async (persona: Persona, fileName: string, content = PDF) =>
      reasonOf(attachFile(await as(persona), id, { kind: 'necessity-proof', fileName, content }))
    expect(await attach(people.otherApplicant, '证明.pdf')).toBe('common.not_found')
    expect(await attach(people.departmentApprover, '证明.pdf')).toBe('request.not_applicant')
    expect(await attach(me, '证明.exe')).toBe('request.attachment_type')
    expect(await attach(me, '证明.pdf', Buffer.from('MZ program').toString('base64'))).toBe(
      'request.attachment_type',
    )
    expect(await attach(me, '证明.pdf')).toBe('done')
  })
})

describe('the conversation', () => {
  it('is among those who see the request', async () => {
    const { id, version } = await draft()
    const { people } = server.current.world
    expect(await reasonOf(sendMessage(await as(people.centre), id, '看不到草稿'))).toBe('common.not_found')
    await submitRequest(stage.doors, await as(me), id, { version })
    expect((await sendMessage(await as(people.centre), id, ' 请说明峰值 ')).text).toBe('请说明峰值')
    expect(await reasonOf(sendMessage(await as(people.otherApplicant), id, '路过'))).toBe('common.not_found')
  })
})

describe('the export', () => {
  it('holds what the list shows and nothing of others, as text where it is text', async () => {
    const context = { ...(await as(me)), operation: requestOperations.export }
    const file = await exportRequests(context, { state: ['in-approval'] })
    const workbook = new excel.Workbook()
    await workbook.xlsx.load((await buffer(file.content as Readable)) as unknown as ArrayBuffer)
    const sheet = workbook.getWorksheet('申请')
    expect(sheet?.rowCount).toBe(2)
    expect(String(sheet?.getRow(2).getCell(1).value)).toMatch(/^SQ2026-\d{6}$/)
    const others = await exportRequests(await as(server.current.world.people.otherApplicant), {})
    const empty = new excel.Workbook()
    await empty.xlsx.load((await buffer(others.content as Readable)) as unknown as ArrayBuffer)
    expect(empty.getWorksheet('申请')?.rowCount).toBe(1)
  })
})

describe('the end of a term', () => {
  it('reminds, stops what is for tests, and gives it back thirty days later', async () => {
    const { people } = server.current.world
    const { id, version } = await draft()
    await submitRequest(stage.doors, await as(me), id, { version })
    await stage.decide(id, 'approve', [people.departmentApprover, people.centre])
    stage.desk.finish(id)
    await advanceDelivery(stage.doors, stage.system, id)
    const request = (await findRequest(stage.system.db, id, {
      personId: null,
      seesDrafts: true,
    })) as RequestRow
    expect(request.state).toBe('delivered')
    const mine = () => [...stage.desk.resources.values()].filter((each) => each.requestId === id)
    const reconciler = stage.requests.reconcilers.find((each) => each.name === 'resource-term')
    const pass = async () => {
      const due = (await reconciler?.sweep(stage.system)) ?? []
      for (const each of due) await reconciler?.reconcile(stage.system, each, new AbortController().signal)
      return due.length
    }
    expect(await pass()).toBe(0)
    server.current.clock.advance({ days: 80 })
    expect(await pass()).toBe(2)
    expect(await pass()).toBe(0)
    const list = stage.requests.routes.find((each) => each.operation.id === termOperations.list.id)
    const page = (await list?.handle(
      await as(me),
      { params: {}, query: { stage: 'expiring' }, body: undefined } as never,
      {} as never,
    )) as {
      items: { stage: string; daysLeft: number }[]
    }
    expect(page.items.map((each) => each.stage)).toEqual(['expiring', 'expiring'])
    server.current.clock.advance({ days: 20 })
    expect(await pass()).toBe(2)
    expect(mine().map((each) => each.power)).toEqual(['off', 'off'])
    expect(await pass()).toBe(0)
    server.current.clock.advance({ days: 31 })
    expect(await pass()).toBe(2)
    expect(mine().map((each) => each.presence)).toEqual(['absent', 'absent'])
    expect(await pass()).toBe(0)
  })
})
