/** The six stages of R93 (申请、审批、测试、开通、优化、回收) as one request goes through them: who acts, since when, until when. */

import type { FlowInstanceDetail, FlowPreview, RequestStage, Text } from '@yunheng/contract'
import { dayInChina } from '../../../platform/worktime/index.ts'
import type { RequestRules } from '../gate/gate-rules.ts'
import type { RequestRow } from '../request-store.ts'
import { lastDay } from '../term/last-day.ts'
import { approversOf } from './approvers.ts'

export interface StageFacts {
  readonly request: RequestRow
  readonly rules: RequestRules
  readonly flow: FlowInstanceDetail | null
  /** Of a draft: the way it would go. */
  readonly preview: FlowPreview | null
  /** Delivered by people: the longer limit. */
  readonly hasWorkOrder: boolean
  readonly provisioningDueAt: Date | null
  readonly confirmationDueAt: Date | null
  readonly now: Date
}

export function stagesOf(facts: StageFacts): RequestStage[] {
  const { request } = facts
  if (request.kind === 'renew')
    return [apply(facts), approve(facts), skipped('test'), skipped('open'), optimise(facts), reclaim(facts)]
  return [apply(facts), approve(facts), test(facts), open(facts), optimise(facts), reclaim(facts)]
}

function apply({ request }: StageFacts): RequestStage {
  const isOpen = request.state === 'draft' || request.state === 'returned'
  return {
    ...blank('apply'),
    state: isOpen ? 'current' : 'done',
    actor: { zh: request.applicant_name, en: request.applicant_name },
    since: request.created_at.toISOString(),
    doneAt: isOpen ? null : (request.submitted_at?.toISOString() ?? null),
  }
}

function approve(facts: StageFacts): RequestStage {
  const { request, flow, now } = facts
  const running = request.state === 'in-approval' ? (flow?.currentSteps ?? []) : []
  const dueAt = running.map((step) => step.dueAt).find((due) => due !== null) ?? null
  const isEnded = request.state === 'rejected' || request.state === 'withdrawn'
  const state =
    request.decided_at !== null
      ? 'done'
      : isEnded
        ? 'skipped'
        : request.state !== 'in-approval'
          ? 'ahead'
          : isLate(dueAt, now)
            ? 'overdue'
            : 'current'
  return {
    ...blank('approve'),
    state,
    ...approversOf(facts),
    since: request.submitted_at?.toISOString() ?? null,
    doneAt: request.decided_at?.toISOString() ?? null,
    dueAt,
    limit: {
      zh: '按流程各环节的时限',
      en: 'By the limits of the flow’s steps',
      isProductDefault: flow?.isProductDefault ?? true,
    },
  }
}

/** Built and proved by whoever delivers, before the department takes it. */
function test({ request, rules, provisioningDueAt, hasWorkOrder, now }: StageFacts): RequestStage {
  const provisioning = rules.provisioningWorkingDays
  const days = hasWorkOrder ? provisioning.special : provisioning.standard
  const isRunning = ['approved', 'provisioning', 'partly-delivered'].includes(request.state)
  return {
    ...blank('test'),
    state: byTimes(request.delivered_at, isRunning, provisioningDueAt, now, isGone(request)),
    actor:
      request.state === 'approved'
        ? { zh: '云管理机构（等待分配）', en: 'The cloud authority (waits for room)' }
        : hasWorkOrder
          ? { zh: '云平台服务商', en: 'The provider' }
          : { zh: '平台自动开通', en: 'The platform, by itself' },
    since: request.decided_at?.toISOString() ?? null,
    doneAt: request.delivered_at?.toISOString() ?? null,
    dueAt: provisioningDueAt?.toISOString() ?? null,
    limit: workingDays(days, provisioning.isProductDefault),
  }
}

function open({ request, rules, confirmationDueAt, now }: StageFacts): RequestStage {
  const confirmation = rules.confirmationWorkingDays
  const isRunning = request.state === 'delivered'
  return {
    ...blank('open'),
    state: byTimes(request.completed_at, isRunning, confirmationDueAt, now, isGone(request)),
    actor: { zh: `${request.body_name}确认`, en: `Confirmed by ${request.body_name}` },
    since: request.delivered_at?.toISOString() ?? null,
    doneAt: request.completed_at?.toISOString() ?? null,
    dueAt: isRunning ? (confirmationDueAt?.toISOString() ?? null) : null,
    limit: workingDays(confirmation.value, confirmation.isProductDefault),
  }
}

function optimise({ request }: StageFacts): RequestStage {
  const inUse = request.state === 'completed' && request.kind !== 'release'
  return {
    ...blank('optimise'),
    state: inUse ? 'current' : isGone(request) || request.kind === 'release' ? 'skipped' : 'ahead',
    actor: { zh: '使用单位与云管理机构', en: 'The department and the cloud authority' },
    since: inUse ? (request.completed_at?.toISOString() ?? null) : null,
  }
}

function reclaim(facts: StageFacts): RequestStage {
  const { request } = facts
  if (request.kind === 'release')
    return {
      ...blank('reclaim'),
      state: request.completed_at ? 'done' : request.state === 'provisioning' ? 'current' : 'ahead',
      actor: { zh: '平台回收（含冷静期）', en: 'The platform, after the cooling-off time' },
      since: request.decided_at?.toISOString() ?? null,
      doneAt: request.completed_at?.toISOString() ?? null,
    }
  const until =
    request.delivered_at === null ? request.until : lastDay(request, dayInChina(request.delivered_at))
  return {
    ...blank('reclaim'),
    state: isGone(request) ? 'skipped' : 'ahead',
    actor: { zh: '到期前由使用单位续期或释放', en: 'Renewed or released by the department before the end' },
    dueAt: until === null ? null : new Date(`${until}T23:59:59+08:00`).toISOString(),
    limit:
      request.purpose === 'formal'
        ? null
        : {
            zh: `到期自动停止，${facts.rules.deleteDaysAfterStop.value} 天后释放`,
            en: `Stopped at the end, given back ${facts.rules.deleteDaysAfterStop.value} days later`,
            isProductDefault: facts.rules.deleteDaysAfterStop.isProductDefault,
          },
  }
}

function blank(stage: RequestStage['stage']): RequestStage {
  return {
    stage,
    state: 'ahead',
    actor: { zh: '', en: '' },
    people: [],
    since: null,
    doneAt: null,
    dueAt: null,
    limit: null,
  }
}

function skipped(stage: RequestStage['stage']): RequestStage {
  return {
    ...blank(stage),
    state: 'skipped',
    actor: { zh: '续期无需此环节', en: 'Not needed for a renewal' },
  }
}

function byTimes(
  doneAt: Date | null,
  isRunning: boolean,
  dueAt: Date | null,
  now: Date,
  gone: boolean,
): RequestStage['state'] {
  if (doneAt !== null && !isRunning) return 'done'
  if (gone) return 'skipped'
  if (!isRunning) return 'ahead'
  return dueAt !== null && dueAt < now ? 'overdue' : 'current'
}

function isGone(request: RequestRow): boolean {
  return request.state === 'rejected' || request.state === 'withdrawn' || request.state === 'cancelled'
}

function isLate(dueAt: string | null, now: Date): boolean {
  return dueAt !== null && new Date(dueAt) < now
}

function workingDays(days: number, isProductDefault: boolean): Text & { isProductDefault: boolean } {
  return { zh: `${days} 个工作日`, en: `${days} working days`, isProductDefault }
}
