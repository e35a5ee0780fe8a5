import type { NoticeRule } from '../notice/index.ts'
import { listSeatHolders } from '../organisation/index.ts'
import { findRequest } from './request-store.ts'

const EVERYBODY = { personId: null, seesDrafts: true }

/** What the applicant is told of: the request's own events, by the object's id. */
function toApplicant(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, _ctx, event) {
      const request = await findRequest(tx, event.aggregateId, EVERYBODY)
      if (!request) return null
      return { personIds: [request.applicant_id], details: { no: request.no, title: request.title } }
    },
  }
}

/** Of the resource whose term ends: its applicant, and whoever administers the body. */
function toKeepers(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const { requestId, name, days, until } = event.payload as Record<string, string>
      const request = requestId === undefined ? undefined : await findRequest(tx, requestId, EVERYBODY)
      if (!request) return null
      const seats = [{ role: 'department-admin', bodyId: request.body_id } as const]
      const admins = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: [request.applicant_id, ...admins.map((each) => each.personId)],
        details: { name: name ?? '', days: days ?? '', until: until ?? '' },
      }
    },
  }
}

export const requestNotices: readonly NoticeRule[] = [
  toApplicant(
    'request.returned',
    '申请 {no}“{title}”被退回，请修改后重新提交。',
    'Request {no} "{title}" was returned for correction.',
  ),
  toApplicant('request.rejected', '申请 {no}“{title}”未通过审批。', 'Request {no} "{title}" was rejected.'),
  toApplicant(
    'request.waiting',
    '申请 {no}“{title}”已批准，正在等待资源池余量。',
    'Request {no} "{title}" is approved and waits for room.',
  ),
  toApplicant(
    'request.allocated',
    '申请 {no}“{title}”已批准，正在开通。',
    'Request {no} "{title}" is approved and being provisioned.',
  ),
  toApplicant(
    'request.delivered',
    '申请 {no}“{title}”已全部交付，请确认。',
    'Request {no} "{title}" is delivered. Please confirm.',
  ),
  toApplicant(
    'request.papers-overdue',
    '申请 {no}“{title}”的应急材料已逾期，请尽快补齐。',
    'The emergency papers of {no} "{title}" are overdue.',
  ),
  toKeepers(
    'resource-term.reminded',
    '资源“{name}”将于 {until} 到期（还有 {days} 天），请续期或释放。',
    'Resource "{name}" ends on {until}, in {days} day(s). Renew or release it.',
  ),
  toKeepers(
    'resource-term.expired',
    '资源“{name}”已于 {until} 到期。',
    'Resource "{name}" reached its end on {until}.',
  ),
]
