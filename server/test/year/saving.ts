/**
 * The saving programme over the year: measured, judged, noticed, answered, decided; what was accepted or must be done all the same is
 * asked for by ordinary requests of the department and approved by whoever approves them. Then its effect, and what it is in money.
 */
import {
  type RequestCreate,
  type RequestState,
  requestOperations as requests,
  type SavingProposal,
  savingOperations as saving,
  workflowOperations,
} from '@yunheng/contract'
import { createNoticeReconciler, judgeSavings } from '../../src/modules/saving/index.ts'
import { createWorkflow, organisationResolver } from '../../src/modules/workflow/index.ts'
import { setupCtx } from '../kit/clouds.ts'
import { aRequest, well } from '../kit/journey.ts'
import type { Persona } from '../kit/world.ts'
import { planOf, remember } from './ledger.ts'
import { isAlive, type Life } from './life.ts'
import { keepMeasuresOf } from './measuring.ts'
import { expectDone } from './saving-outcome.ts'
import { type Answer, goWithin, type Story } from './story.ts'

/** The first ninety days after delivery are not judged: with the fourth month it begins. */
const BEGINS = 3
/** Of everything that is to be found, so much is told in a month. */
const TOLD_SHARE = 3
const TOLD_MAX = 200
/** What an oversized server is to become. */
const SMALLER = [4, 8, 40] as const

export interface Programme {
  /** On the twenty-eighth of the month. */
  run(number: number): Promise<void>
  finish(): Promise<void>
}

const ANSWERS: readonly Answer[] = ['accept', 'plan', 'accept', 'insist', 'accept', 'waive']

interface State {
  readonly story: Story
  /** Whom the programme looks at, by id. */
  readonly lifeOf: ReadonlyMap<string, Life>
  follow(): Promise<void>
}

export function createProgramme(story: Story): Programme {
  const state: State = {
    story,
    lifeOf: new Map(story.lives.filter(({ sort }) => sort !== null).map((life) => [life.id, life])),
    follow: createFollowing(story),
  }
  return {
    async run(number) {
      const month = story.months[number] as string
      goWithin(story, month, 28)
      if (number >= BEGINS) await runMonth(state, number, month)
    },
    async finish() {
      await keepMeasuresOf(story, [...state.lifeOf.values()])
      await state.follow()
      await expectDone(story)
    },
  }
}

/** What the platform does about answered notices, until nothing more follows. */
function createFollowing({ server }: Story): () => Promise<void> {
  const reconciler = createNoticeReconciler(
    createWorkflow({ resolver: organisationResolver, listeners: () => [] }),
  )
  return async () => {
    const ctx = setupCtx(server)
    for (let before = ''; ; ) {
      const ids = (await reconciler.sweep?.(ctx)) ?? []
      if (ids.join() === before) return
      before = ids.join()
      for (const id of ids) await reconciler.reconcile(ctx, id, new AbortController().signal)
    }
  }
}

async function runMonth(state: State, number: number, month: string): Promise<void> {
  const { story, lifeOf, follow } = state
  await keepMeasuresOf(story, [...lifeOf.values()])
  await judgeSavings(setupCtx(story.server))
  await follow()
  const found = await listProposals(story)
  expectFound(state, month, found)
  const lives = await tell(state, month, found)
  await change(story, lives, number)
  for (const life of lives) story.changed.set(life, number)
  await follow()
}

/** What is to be found, and nothing else. */
function expectFound({ story, lifeOf }: State, month: string, found: readonly SavingProposal[]): void {
  const { book, changed } = story
  const wanted = new Map<string, string>()
  for (const life of lifeOf.values())
    if (isAlive(life) && !changed.has(life))
      wanted.set(life.id, life.sort === 'busy' ? 'undersized' : (life.sort ?? ''))
  for (const { resource, rule } of found) {
    if (wanted.get(resource.id) !== rule)
      book.differs(`${month}: ${rule} is proposed for ${resource.name}, which is ${wanted.get(resource.id)}`)
    wanted.delete(resource.id)
  }
  for (const [id, rule] of wanted) book.differs(`${month}: nobody proposes ${rule} for ${id}`)
}

/** Tells departments of some of it. @returns what is to be done. */
async function tell(
  { story, lifeOf, follow }: State,
  month: string,
  found: readonly SavingProposal[],
): Promise<readonly Life[]> {
  const { told } = story
  const isNew = ({ resource, rule }: SavingProposal) => {
    const life = lifeOf.get(resource.id)
    return rule !== 'undersized' && life !== undefined && !told.has(life)
  }
  const most = Math.min(TOLD_MAX, Math.ceil(lifeOf.size / TOLD_SHARE))
  const fresh = found.filter(isNew).slice(0, most)
  const toChange: Life[] = []
  for (const { id, resource } of fresh) {
    const life = lifeOf.get(resource.id) as Life
    const answer = ANSWERS[told.size % ANSWERS.length] as Answer
    told.set(life, answer)
    await askAndAnswer(story, id, life, answer, follow)
    if (answer !== 'waive') toChange.push(life)
  }
  if (fresh.length > 0)
    story.book.say(`${month}: ${fresh.length} saving notices, ${toChange.length} to be done`)
  return toChange
}

async function listProposals({ server: { call, world } }: Story): Promise<readonly SavingProposal[]> {
  const all: SavingProposal[] = []
  let pageToken: string | undefined
  do {
    const query = { pageSize: 200, ...(pageToken === undefined ? {} : { pageToken }) }
    const page = await well(call(world.people.centre, saving.proposals, { query }))
    all.push(...page.items)
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
  return all
}

/** The task of this person about the subject, decided. @returns false where he has none. */
async function decide(
  { server: { call } }: Story,
  person: Persona,
  subjectId: string,
  verb: 'taskApprove' | 'taskReject',
  comment: string,
): Promise<boolean> {
  let pageToken: string | undefined
  do {
    const query = { box: 'todo' as const, pageSize: 200, ...(pageToken === undefined ? {} : { pageToken }) }
    const page = await well(call(person, workflowOperations.taskList, { query }))
    const task = page.items.find(({ subject }) => subject.id === subjectId)
    if (task !== undefined) {
      const input = { params: { id: task.id }, body: { version: task.version, comment } }
      await well(call(person, workflowOperations[verb], input))
      return true
    }
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
  return false
}

async function askAndAnswer(
  story: Story,
  proposalId: string,
  life: Life,
  answer: Answer,
  follow: () => Promise<void>,
): Promise<void> {
  const { call, world, clock } = story.server
  const body = bodyOf(story, life)
  const notice = await well(call(world.people.centre, saving.sendNotice, { body: { proposalId } }))
  if (answer === 'plan') {
    const by = new Date(clock.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10)
    const plan = { by, note: '业务割接后办理' }
    await well(call(body.admin, saving.planNotice, { params: { id: notice.id }, body: plan }))
  }
  const isObjection = answer === 'waive' || answer === 'insist'
  const verb = isObjection ? 'taskReject' : 'taskApprove'
  const words = isObjection ? '年底有业务高峰，附测算' : '同意，按建议办理'
  if (!(await decide(story, body.admin, notice.id, verb, words)))
    throw new Error('a notice is a task of its department')
  if (!isObjection) return
  await follow()
  const decision = answer === 'waive' ? 'taskApprove' : 'taskReject'
  if (!(await decide(story, world.people.centre, notice.id, decision, '已核对使用率')))
    throw new Error('an objection is a task of the centre')
}

function bodyOf({ province }: Story, life: Life) {
  const body = province.bodies[life.body]
  if (body === undefined) throw new Error('every life has a body')
  return body
}

/** One request of a department for one system and one sort of change. */
async function change(story: Story, lives: readonly Life[], number: number): Promise<void> {
  const { server, ledger } = story
  const LINES_MAX = 20
  for (const some of Map.groupBy(
    lives,
    (one) => `${one.body} ${one.system} ${one.sort === 'oversized'}`,
  ).values())
    for (let from = 0; from < some.length; from += LINES_MAX) {
      const these = some.slice(from, from + LINES_MAX)
      const [first] = these as [Life]
      const systemId = bodyOf(story, first).systems[first.system] ?? ''
      const isSmaller = first.sort === 'oversized'
      const at = Math.floor(server.clock.now().getTime() / 1000)
      await request(story, first, isSmaller ? shrink(story, systemId, these) : giveBack(systemId, these))
      if (!isSmaller) {
        for (const life of these) remember({ life, at, condition: 'over', isSaving: true }, number)
        continue
      }
      // The cloud needs ten minutes for it.
      await ledger.change(
        these.map((life) => ({ life, at: at + 600, amounts: SMALLER, isSaving: true })),
        number,
      )
    }
}

const WORDS = { title: '节约用云整改', justification: '按节约通知整改：退还闲置资源、调小规格。' }

const giveBack = (systemId: string, lives: readonly Life[]): RequestCreate =>
  aRequest(
    systemId,
    lives.map(({ id }) => ({ resourceId: id })),
    { ...WORDS, kind: 'release', termMonths: null, dataDisposal: 'migrated' },
  )

const shrink = ({ province }: Story, systemId: string, lives: readonly Life[]): RequestCreate =>
  aRequest(
    systemId,
    lives.map(({ id }) => ({
      resourceId: id,
      planId: planOf(province, 'server', SMALLER).id,
      parameters: { image: 'kylin-v10', rootDiskGiB: SMALLER[2] },
      reason: '按节约通知调小',
    })),
    { ...WORDS, kind: 'change', termMonths: null },
  )

const ROUNDS_MAX = 6
const APPROVED: readonly RequestState[] = [
  'approved',
  'provisioning',
  'partly-delivered',
  'delivered',
  'completed',
]

async function request(story: Story, life: Life, body: RequestCreate): Promise<void> {
  const { call, world } = story.server
  const { applicant, approver } = bodyOf(story, life)
  const { id, version } = await well(call(applicant, requests.create, { body }))
  await well(call(applicant, requests.submit, { params: { id }, body: { version } }))
  const { countyBureau, centre, bureau } = world.people
  for (let round = 0; round < ROUNDS_MAX; round++)
    for (const person of [approver, countyBureau, centre, bureau]) {
      const { state } = await well(call(applicant, requests.get, { params: { id } }))
      if (APPROVED.includes(state)) return
      if (state !== 'in-approval') throw new Error(`the request is approved, not ${state}`)
      await decide(story, person, id, 'taskApprove', '同意')
    }
  throw new Error('the request is approved by somebody')
}
