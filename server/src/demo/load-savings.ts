/** A saving programme with a past: what two notices of four months ago came to, and what is asked of bodies today (R128, R129). */
import {
  type RequestCreate,
  requestOperations,
  resourceOperations,
  type SavingNotice,
  savingOperations,
  savingRunOperations,
  workflowOperations,
} from '@yunheng/contract'
import { judgeSavings } from '../modules/saving/index.ts'
import type { Ctx } from '../platform/context.ts'
import { dayInChina } from '../platform/worktime/index.ts'
import { whoseTurn } from './load-history.ts'
import { type SampleBody, sampleBodies } from './province.ts'
import type { Stage, StoryClock } from './stage.ts'

const DAY_MS = 86_400_000
/** Kept two servers beyond their term; its bills are sent to the last month, so that they tell what giving one back has saved. */
export const SAVING_BODY = 'education'

export interface SavingStory {
  readonly system: Ctx
  readonly stage: Stage
  readonly clock: StoryClock
  /** In real time. */
  readonly today: Date
}

/** Lives through what is due until then. */
export type UntilThen = (then: Date) => Promise<void>

/** The notices of four months ago, step by step between the requests of the story. */
export function createSavingStory(story: SavingStory): UntilThen {
  const { clock, today } = story
  const sent = sendingDay(today)
  const after = (days: number) => new Date(sent.getTime() + days * DAY_MS)
  const ago = (days: number) => new Date(today.getTime() - days * DAY_MS)
  const late = dayInChina(ago(LATE_DAYS))
  const follow = async () => {
    for (const { id } of await noticesOf(story)) await nudge(story.system, 'saving-notice', id)
    await settle()
  }
  const steps: readonly (readonly [Date, () => Promise<void>])[] = [
    [sent, () => tellOfEnded(story)],
    [after(1), () => answer(story)],
    [after(3), () => decideAndGiveBack(story, late)],
    // What was given back can be had again for a week.
    [after(12), follow],
    // Before its day, after it, then the head of the body is told, then the centre.
    ...[LATE_DAYS + 3, LATE_DAYS - 1, LATE_DAYS - 6, LATE_DAYS - 11].map(
      (days) => [ago(days), follow] as const,
    ),
  ]
  let told = 0
  return async (then) => {
    for (let step = steps[told]; step !== undefined && step[0] <= then; step = steps[told]) {
      told += 1
      if (step[0] > clock.now()) clock.set(step[0])
      await step[1]()
    }
  }
}

/** So many days late is what was insisted on. */
const LATE_DAYS = 12
const DAY_OF_MONTH = 8

/** In the month before the last one, so that the bills of the month before it and of the month after it are there. */
function sendingDay(today: Date): Date {
  const [year, month] = dayInChina(today).split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 3, DAY_OF_MONTH, 1))
}

const bodyOf = (key: string) => sampleBodies.find((one) => one.key === key) as SampleBody
const person = ({ people }: SampleBody, role: 'department-admin' | 'department-applicant') =>
  people.find((one) => one.role === role)?.username ?? ''

async function noticesOf({ stage }: SavingStory): Promise<readonly SavingNotice[]> {
  const admin = person(bodyOf(SAVING_BODY), 'department-admin')
  return (await stage.act(admin, savingOperations.notices, { query: { pageSize: 50 } })).items
}

/** Two servers of a body are beyond their term. */
async function tellOfEnded({ system, stage }: SavingStory): Promise<void> {
  await judgeSavings(system)
  const { items } = await stage.act('centre', savingOperations.proposals, { query: { rule: 'expired' } })
  const found = items.filter(({ body, kind }) => body.name === bodyOf(SAVING_BODY).name && kind === 'server')
  for (const { id } of found)
    await stage.act('centre', savingOperations.sendNotice, { body: { proposalId: id } })
}

/** One is to be given back; against the other the body objects, with its evidence. */
async function answer(story: SavingStory): Promise<void> {
  const admin = person(bodyOf(SAVING_BODY), 'department-admin')
  const [given, kept] = await noticesOf(story)
  if (given === undefined || kept === undefined) return
  await accept(story, admin, given.id, '直播已结束，本周内提交释放申请。')
  await object(story, admin, kept.id, {
    comment: '录播转码仍在使用该主机，申请再保留。依据见附件。',
    file: ['转码任务排期（样例）.csv', '批次,课时,计划完成\n一,320,本学期末\n二,280,下学期初\n'],
  })
}

const accept = ({ stage }: SavingStory, username: string, id: string, comment: string) =>
  stage.act(username, savingOperations.acceptNotices, { body: { noticeIds: [id], comment } })

async function object(
  { stage }: SavingStory,
  username: string,
  id: string,
  { comment, file }: { readonly comment: string; readonly file: readonly [name: string, text: string] },
): Promise<void> {
  const [fileName, text] = file
  const content = Buffer.from(text).toString('base64')
  await stage.act(username, savingOperations.attach, { params: { id }, body: { fileName, content } })
  await stage.act(username, savingOperations.objectToNotices, { body: { noticeIds: [id], comment } })
}

/** The centre insists, and the body says by when, which it does not keep; what it accepted is given back by an ordinary request. */
async function decideAndGiveBack(story: SavingStory, by: string): Promise<void> {
  const { stage } = story
  const body = bodyOf(SAVING_BODY)
  const [given, kept] = await noticesOf(story)
  if (given === undefined || kept === undefined) return
  await decide(story, kept.id, false, '转码任务量不足以保留整台主机，请按期退还或调小。')
  const plan = { by, note: '学期末转码完成后退还。' }
  await stage.act(person(body, 'department-admin'), savingOperations.planNotice, {
    params: { id: kept.id },
    body: plan,
  })
  await giveBack(story, person(body, 'department-applicant'), given)
}

async function decide({ stage }: SavingStory, id: string, isYes: boolean, comment: string): Promise<void> {
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const { items } = await stage.act('centre', workflowOperations.taskList, {
      query: { box: 'todo', pageSize: 200 },
    })
    const task = items.find(({ subject }) => subject.id === id)
    if (task === undefined) {
      await settle()
      continue
    }
    const operation = isYes ? workflowOperations.taskApprove : workflowOperations.taskReject
    await stage.act('centre', operation, {
      params: { id: task.id },
      body: { version: task.version, comment },
    })
    return
  }
}

const STEPS_MAX = 8

async function giveBack(
  { stage }: SavingStory,
  applicant: string,
  { resource, system }: SavingNotice,
): Promise<void> {
  const content: RequestCreate = {
    kind: 'release',
    systemId: system.id,
    title: '退还到期的直播节点',
    purpose: 'formal',
    networkZone: 'internet',
    poolClass: 'general',
    atEdge: false,
    termMonths: null,
    until: null,
    justification: '集中直播已经结束，按节约通知退还该主机；录像资料已迁移到资源平台。',
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    dataDisposal: 'migrated',
    lines: [{ planId: null, resourceId: resource.id, quantity: 1, parameters: {}, reason: null }],
  }
  const { id, version } = await stage.act(applicant, requestOperations.create, { body: content })
  await stage.act(applicant, requestOperations.submit, { params: { id }, body: { version } })
  for (let step = 0; step < STEPS_MAX; step++) {
    const turn = await whoseTurn(stage, id)
    if (turn === null) break
    const body = { version: turn.task.version, comment: '同意退还。' }
    await stage.act(turn.username, workflowOperations.taskApprove, { params: { id: turn.task.id }, body })
  }
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const { state } = await stage.act(applicant, resourceOperations.get, { params: { id: resource.id } })
    if (state === 'cooling-off') return
    await settle()
  }
}

/** What the bills say, once they are sent. */
export async function tellByBill(story: SavingStory): Promise<void> {
  for (const { id } of await noticesOf(story)) await nudge(story.system, 'saving-bill', id)
  await settle()
}

/**
 * What is asked today: about the most that could be saved, at once, behind the call. Of those that answer, one accepts, one says by when,
 * one's objection is decided, and one's is not; the others have not answered yet.
 */
export async function sendNotices(story: SavingStory): Promise<void> {
  const { stage } = story
  const { items } = await stage.act('centre', savingOperations.proposals, { query: { pageSize: 50 } })
  const worth = items
    .filter(({ actions, saving }) => actions.notify.allowed && (saving?.amountMinor ?? 0) >= WORTH_FEN)
    .slice(0, NOTICES)
  if (worth.length === 0) return
  const run = await stage.act('centre', savingRunOperations.start, {
    body: { of: { proposalIds: worth.map(({ id }) => id) } },
  })
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const { state } = await stage.act('centre', savingRunOperations.get, { params: { id: run.id } })
    if (state !== 'running') break
    await settle()
  }
  const open = await stage.act('centre', savingOperations.notices, { query: { state: 'sent', pageSize: 50 } })
  const [accepted, planned, waived, objected] = open.items
  if (accepted) await accept(story, adminOf(accepted), accepted.id, '同意，本月内提交申请。')
  if (planned) {
    await accept(story, adminOf(planned), planned.id, '同意，待业务割接后办理。')
    const by = dayInChina(new Date(story.today.getTime() + PLANNED_DAYS * DAY_MS))
    const body = { by, note: '割接完成后调小规格。' }
    await stage.act(adminOf(planned), savingOperations.planNotice, { params: { id: planned.id }, body })
  }
  const file = ['访问量测算（样例）.csv', '月份,峰值并发\n次年一月,4200\n次年三月,5600\n'] as const
  if (waived) {
    await object(story, adminOf(waived), waived.id, { comment: '年底数据归集时负载成倍增加，见附件。', file })
    await decide(story, waived.id, true, '依据充分，年底后复核。')
  }
  if (objected)
    await object(story, adminOf(objected), objected.id, {
      comment: '次年并网后负载将明显上升，见附件。',
      file,
    })
}

const NOTICES = 7
/** What is worth less is left for people to find. */
const WORTH_FEN = 100_00
const PLANNED_DAYS = 20

const adminOf = ({ body: { name } }: SavingNotice) =>
  person(sampleBodies.find((one) => one.name === name) as SampleBody, 'department-admin')

const nudge = (system: Ctx, reconciler: string, id: string) =>
  system.inTx((tx) => system.nudge(tx, reconciler, id))

const POLLS_MAX = 100
const SETTLE_MS = 250
/** The worker looks four times a second. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, SETTLE_MS))
