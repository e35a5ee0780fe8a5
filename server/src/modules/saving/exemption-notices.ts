import type { NoticeRule } from '../notice/index.ts'
import { listSeatHolders } from '../organisation/index.ts'
import { findExemption } from './exemption-store.ts'
import { findNotice } from './notice-store.ts'

type Tell = NoticeRule['tell']

export async function peopleOfBody(tx: Parameters<Tell>[0], ctx: Parameters<Tell>[1], bodyId: string) {
  const seats = (['department-admin', 'department-applicant'] as const).map((role) => ({ role, bodyId }))
  return (await listSeatHolders(tx, seats, ctx.clock.now())).map(({ personId }) => personId)
}

/** To the people of the department: what was decided of what they declared. */
function about(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const row = await findExemption(tx, event.aggregateId)
      if (!row) return null
      return {
        personIds: await peopleOfBody(tx, ctx, row.body_id),
        details: { system: row.system_name, decision: row.decision ?? '' },
      }
    },
  }
}

/** To the same people: what became of a notice about one of their resources. */
function decided(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const row = await findNotice(tx, event.aggregateId)
      return row
        ? {
            personIds: await peopleOfBody(tx, ctx, row.body_id),
            details: { resource: row.resource_name, decision: row.decision ?? '', day: row.planned_on ?? '' },
          }
        : null
    },
  }
}

export const savingNotices: readonly NoticeRule[] = [
  decided(
    'saving-notice.waived',
    '对资源“{resource}”节约通知的异议成立，不再要求整改。{decision}',
    'The objection about "{resource}" stands: nothing more is asked. {decision}',
  ),
  decided(
    'saving-notice.insisted',
    '对资源“{resource}”节约通知的异议不成立，请提交变更或释放申请。{decision}',
    'The objection about "{resource}" does not stand: apply to change it or to give it back. {decision}',
  ),
  decided(
    'saving-notice.overdue',
    '资源“{resource}”的节约通知排期 {day} 已过，尚未办理。请提交变更或释放申请，或重新排期。',
    'The saving notice about "{resource}" was to be done by {day} and is not. Apply to change it or to give it back, or plan anew.',
  ),
  about(
    'saving-exemption.accepted',
    '信息系统“{system}”的节约用云免评申报已同意，下次评估起生效。',
    'The exemption of the system "{system}" was accepted: it counts from the next judging on.',
  ),
  about(
    'saving-exemption.refused',
    '信息系统“{system}”的节约用云免评申报被驳回：{decision}',
    'The exemption of the system "{system}" was refused: {decision}',
  ),
]
