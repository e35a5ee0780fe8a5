import {
  catalogueOperations,
  type RequestCreate,
  requestOperations,
  resourceOperations,
  termOperations,
  workflowOperations,
} from '@yunheng/contract'
import { type SampleRequest, sampleHistory } from './history.ts'
import { idOf } from './load-organisation.ts'
import { sampleBodies } from './province.ts'
import type { Stage, StoryClock } from './stage.ts'
import { sampleSystems } from './systems.ts'

const DAY_MS = 86_400_000
/** Who may have to decide: heads of departments, then both regulators of every level. */
const DECIDERS = sampleBodies.flatMap((body) =>
  body.people
    .filter((person) => ['department-approver', 'regulator-centre', 'regulator-bureau'].includes(person.role))
    .map((person) => person.username),
)

export interface HistoryParts {
  readonly stage: Stage
  readonly clock: StoryClock
  readonly systems: ReadonlyMap<string, string>
  /** Today, in real time. */
  readonly today: Date
  readonly onProgress: (told: number, all: number) => void
  /** At the end of each told day, as every night: what the forecast of a pool learns from. */
  readonly onDay: () => Promise<void>
  /** What happens beside the requests, before each of them. */
  readonly until: (then: Date) => Promise<void>
}

/** Lives through the sample history: each request at its day, by the people whose part it is. */
export async function loadHistory(parts: HistoryParts): Promise<void> {
  const plans = await listPlans(parts.stage)
  const ordered = [...sampleHistory].sort((a, b) => b.daysAgo - a.daysAgo)
  for (const [index, request] of ordered.entries()) {
    // Mid-morning in Shanghai, so that working-day clocks start on the day.
    const day = new Date(
      Math.floor((parts.today.getTime() - request.daysAgo * DAY_MS) / DAY_MS) * DAY_MS + 2 * 3_600_000,
    )
    const start = day < parts.today ? day : new Date(parts.today.getTime() - 3_600_000)
    await parts.until(start)
    parts.clock.set(start)
    const next = ordered[index + 1]
    const gapMs = Math.max(0, (request.daysAgo - (next?.daysAgo ?? 0)) * DAY_MS - 6 * 3_600_000)
    const pace = paceOf(parts.clock, start, Math.min(gapMs, 2 * DAY_MS), index)
    await tell(parts, plans, request, pace)
    await parts.onDay()
    parts.onProgress(index + 1, ordered.length)
  }
}

/** Moves the story on; never beyond the next request, for its time runs forward only. */
interface Pace {
  readonly toDecision: (step: number) => void
  readonly toDelivery: () => void
  readonly toConfirmation: () => void
}

/** People take hours to decide and to confirm, clouds some minutes to some hours; each request its own. */
function paceOf(clock: StoryClock, start: Date, spanMs: number, index: number): Pace {
  const at = (ms: number) => clock.set(new Date(start.getTime() + Math.min(ms, spanMs)))
  const decided = (step: number) => spanMs * (0.15 + 0.2 * step) + index * 97_000
  let decidedMs = 0
  return {
    toDecision(step) {
      decidedMs = decided(step)
      at(decidedMs)
    },
    toDelivery() {
      decidedMs += (25 + ((index * 37) % 140)) * 60_000
      at(decidedMs)
    },
    toConfirmation: () => at(decidedMs + 3 * 3_600_000),
  }
}

async function tell(
  parts: HistoryParts,
  plans: ReadonlyMap<string, string>,
  sample: SampleRequest,
  pace: Pace,
): Promise<void> {
  const { stage } = parts
  const system = sampleSystems.find((each) => each.code === sample.system)
  const body = sampleBodies.find((each) => each.key === system?.body)
  const applicant = body?.people.find((person) => person.role === 'department-applicant')?.username
  if (!system || applicant === undefined) return
  const systemId = idOf(parts.systems, sample.system)
  const servers = sample.lines.some((line) => line.overServers || line.atServer)
    ? await serversOf(stage, applicant, systemId)
    : []
  const content: RequestCreate = {
    kind: 'new',
    systemId,
    title: sample.title,
    purpose: sample.purpose ?? 'formal',
    networkZone: system.zone,
    poolClass: 'general',
    atEdge: false,
    termMonths: sample.termMonths,
    until: null,
    justification: sample.justification,
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    dataDisposal: null,
    lines: sample.lines.map((line) => ({
      planId: idOf(plans, line.plan),
      resourceId: null,
      quantity: line.quantity,
      parameters: {
        ...line.parameters,
        ...(line.overServers ? { serverIds: servers } : {}),
        ...(line.atServer ? { serverId: servers[0] ?? '' } : {}),
      },
      reason: '业务峰值需要',
    })),
  }
  const draft = await stage.act(applicant, requestOperations.create, { body: content })
  if (sample.outcome === 'draft') return
  const check = await stage.act(applicant, requestOperations.check, {
    body: { requestId: draft.id, ...content },
  })
  const closed = check.gates.filter((gate) => gate.state === 'block').map((gate) => gate.text.zh)
  if (!check.isSubmittable)
    throw new Error(`assertion: the sample “${sample.title}” may be submitted: ${closed.join(' ')}`)
  await stage.act(applicant, requestOperations.submit, {
    params: { id: draft.id },
    body: { version: draft.version },
  })
  if (sample.outcome === 'in-approval') return
  await decide(stage, draft.id, sample, pace)
  if (sample.outcome === 'rejected' || sample.outcome === 'returned') return
  pace.toDelivery()
  await untilDelivered(stage, applicant, draft.id)
  if (sample.outcome === 'delivered') return
  const delivered = await stage.act(applicant, requestOperations.get, { params: { id: draft.id } })
  if (!delivered.actions.confirm.allowed) return
  pace.toConfirmation()
  const body2 = { version: delivered.version, comment: '核对无误，确认交付。' }
  await stage.act(applicant, requestOperations.confirm, { params: { id: draft.id }, body: body2 })
  const { renewMonths = null } = sample
  if (renewMonths === null) return
  const resources = delivered.lines.flatMap((line) => line.resources)
  for (const { id } of resources)
    await stage.act(applicant, termOperations.choose, {
      params: { id },
      body: { atEnd: 'renew', renewMonths },
    })
}

async function serversOf(stage: Stage, applicant: string, systemId: string): Promise<string[]> {
  const query = { systemId, kind: 'server', pageSize: 20 } as const
  const { items } = await stage.act(applicant, resourceOperations.list, { query })
  return items.map((server) => server.id)
}

const DELIVERY_POLL_MS = 100
const DELIVERY_POLLS_MAX = 100

/** Waits for the clouds, within reason: what waits for a provider's people is told as it stands. */
async function untilDelivered(stage: Stage, applicant: string, id: string): Promise<void> {
  for (let poll = 0; poll < DELIVERY_POLLS_MAX; poll++) {
    const { state } = await stage.act(applicant, requestOperations.get, { params: { id } })
    if (state === 'delivered' || state === 'completed') return
    await new Promise((resolve) => setTimeout(resolve, DELIVERY_POLL_MS))
  }
}

/** Everybody whose turn it is approves; the last word of a rejected or returned request is said by the first of them. */
async function decide(stage: Stage, requestId: string, sample: SampleRequest, pace: Pace): Promise<void> {
  const STEPS_MAX = 8
  for (let step = 0; step < STEPS_MAX; step++) {
    const turn = await whoseTurn(stage, requestId)
    if (turn === null) return
    const { username, task } = turn
    pace.toDecision(step)
    const params = { id: task.id }
    const comment = sample.comment ?? '同意。'
    if (sample.outcome === 'rejected') {
      await stage.act(username, workflowOperations.taskReject, {
        params,
        body: { version: task.version, comment },
      })
      return
    }
    if (sample.outcome === 'returned') {
      const detail = await stage.act(username, workflowOperations.taskGet, { params })
      const to = detail.returnTargets[0]?.nodeId
      if (to === undefined) return
      await stage.act(username, workflowOperations.taskReturn, {
        params,
        body: { version: task.version, to, resume: 'replay', comment },
      })
      return
    }
    await stage.act(username, workflowOperations.taskApprove, {
      params,
      body: { version: task.version, comment },
    })
  }
}

/** Who has to decide about it now, and his task. */
export async function whoseTurn(stage: Stage, requestId: string) {
  for (const username of DECIDERS) {
    const todo = await stage.act(username, workflowOperations.taskList, {
      query: { box: 'todo', pageSize: 200 },
    })
    const task = todo.items.find((each) => each.subject.id === requestId && each.kind === 'approve')
    if (task) return { username, task }
  }
  return null
}

/** Ids of the shipped plans by `<offering>/<plan>`. */
async function listPlans(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const page = await stage.act('centre', catalogueOperations.list, { query: { pageSize: 200 } })
  return new Map(
    page.items.flatMap((offering) =>
      offering.plans.map((plan): [string, string] => [`${offering.code}/${plan.code}`, plan.id]),
    ),
  )
}
