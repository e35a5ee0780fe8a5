import { ROLES, type Role } from '@yunheng/contract'
import type { NoticeRule } from '../notice/index.ts'
import { listSeatHolders, type Seat } from '../organisation/index.ts'
import { findGuideCheck } from './guide-check/guide-check-store.ts'
import { findMajorIssue } from './major-issue/major-issue-store.ts'

/** Who speaks for a body: administrators of departments and providers, the regulator's and the operations' own people. */
const SPEAKERS = ROLES.filter((role) =>
  /^(department-admin|provider-admin|regulator-|operations-)/.test(role),
) as readonly Role[]
const seatsOf = (bodyId: string): readonly Seat[] => SPEAKERS.map((role) => ({ role, bodyId }))

function aboutCheck(type: string, to: 'guide' | 'body', zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const check = await findGuideCheck(tx, event.aggregateId)
      if (!check) return null
      const details = { no: check.no, subject: check.subject_name, guide: check.guide_name }
      if (to === 'guide') return { personIds: [check.opened_by], details }
      const people = await listSeatHolders(tx, seatsOf(check.body_id), ctx.clock.now())
      return { personIds: people.map(({ personId }) => personId), details }
    },
  }
}

function aboutIssue(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const issue = await findMajorIssue(tx, event.aggregateId)
      if (!issue) return null
      const bodies = issue.responsible_body_id === null ? [] : [issue.responsible_body_id]
      const people = await listSeatHolders(tx, bodies.flatMap(seatsOf), ctx.clock.now())
      return {
        personIds: [issue.raised_by, ...people.map(({ personId }) => personId)],
        details: { no: issue.no, title: issue.title },
      }
    },
  }
}

export const coordinationNotices: readonly NoticeRule[] = [
  aboutCheck(
    'guide-check.sent',
    'body',
    '{guide}对“{subject}”的检查 {no} 有不符合项，请按期整改答复。',
    '{guide} found what must be put right in "{subject}" ({no}).',
  ),
  aboutCheck(
    'guide-check.returned',
    'body',
    '检查 {no}“{subject}”的整改答复被退回。',
    'Your answer to {no} "{subject}" was returned.',
  ),
  aboutCheck(
    'guide-check.answered',
    'guide',
    '检查 {no}“{subject}”已答复整改，请复核。',
    '{no} "{subject}" was answered: please review.',
  ),
  aboutIssue(
    'major-issue.decided',
    '重大问题 {no}“{title}”已作出协调决定。',
    'The major issue {no} "{title}" was decided on.',
  ),
  aboutIssue(
    'major-issue.closed',
    '重大问题 {no}“{title}”已办结。',
    'The major issue {no} "{title}" is closed.',
  ),
]
