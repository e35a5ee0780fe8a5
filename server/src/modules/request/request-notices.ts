import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findPool } from '../cloud/index.ts'
import type { NoticeRule, NoticeTelling } from '../notice/index.ts'
import { listSeatHolders } from '../organisation/index.ts'
import { findPlacement } from '../placement/index.ts'
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
      const { requestId, name, days, until, cost, what, whatEn } = event.payload as Record<string, string>
      const request = requestId === undefined ? undefined : await findRequest(tx, requestId, EVERYBODY)
      if (!request) return null
      const seats = [{ role: 'department-admin', bodyId: request.body_id } as const]
      const admins = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: [request.applicant_id, ...admins.map((each) => each.personId)],
        details: {
          name: name ?? '',
          days: days ?? '',
          until: until ?? '',
          cost: cost ?? '',
          what: what ?? '',
          whatEn: whatEn ?? '',
        },
      }
    },
  }
}

/** The regulator chose the pool himself, or another one than the platform had (R9): applicant, body and providers know why. */
const overrides: readonly NoticeRule[] = [
  {
    type: 'request.pools-named',
    text: {
      zh: '申请 {no}“{title}”由管理机构指定资源池：{reason}',
      en: 'The pools of request {no} "{title}" were named by the regulator: {reason}',
    },
    async tell(tx, ctx, event) {
      const { reason, providerIds } = event.payload as { reason: string; providerIds: readonly string[] }
      return tellAll(tx, ctx, event.aggregateId, providerIds, { reason })
    },
  },
  {
    type: 'placement.moved',
    text: {
      zh: '申请 {no}“{title}”中未建成的部分由管理机构调整到资源池“{pool}”：{reason}',
      en: 'What is not built yet of request {no} "{title}" was moved to pool "{pool}": {reason}',
    },
    async tell(tx, ctx, event) {
      const { requestId, toPlacementId, reason } = event.payload as Record<string, string>
      const from = await findPlacement(tx, event.aggregateId)
      const to = toPlacementId === undefined ? undefined : await findPlacement(tx, toPlacementId)
      if (!requestId || !from || !to) return null
      const pool = (await findPool(tx, to.pool_id))?.name ?? ''
      const providerIds = [from.provider_body_id, to.provider_body_id]
      return tellAll(tx, ctx, requestId, providerIds, { pool, reason: reason ?? '' })
    },
  },
]

async function tellAll(
  tx: Tx,
  ctx: Ctx,
  requestId: string,
  providerIds: readonly string[],
  details: Readonly<Record<string, string>>,
): Promise<NoticeTelling | null> {
  const request = await findRequest(tx, requestId, EVERYBODY)
  if (!request) return null
  const seats = [
    { role: 'department-admin', bodyId: request.body_id } as const,
    ...[...new Set(providerIds)].map((bodyId) => ({ role: 'provider-admin', bodyId }) as const),
  ]
  const admins = await listSeatHolders(tx, seats, ctx.clock.now())
  return {
    personIds: [request.applicant_id, ...admins.map((each) => each.personId)],
    details: { no: request.no, title: request.title, ...details },
    noun: 'request',
    objectId: request.id,
  }
}

export const requestNotices: readonly NoticeRule[] = [
  ...overrides,
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
    'resource-term.renewed',
    '资源“{name}”已自动续期至 {until}，费用 {cost} 元。{what}',
    'Resource "{name}" was renewed by itself until {until}, for ¥{cost}.{whatEn}',
  ),
  toKeepers(
    'resource-term.not-renewed',
    '资源“{name}”将于 {until} 到期，未能自动续期：{what}请续期、释放，或调整预算。',
    'Resource "{name}" ends on {until} and was not renewed by itself: {whatEn} Renew it, release it, or see to its budget.',
  ),
  toKeepers(
    'resource-term.expired',
    '资源“{name}”已于 {until} 到期。',
    'Resource "{name}" reached its end on {until}.',
  ),
]
