import type { SavingNoticeStep } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { NoticeRule } from '../notice/index.ts'
import { findAuthority, listSeatHolders } from '../organisation/index.ts'
import { findExemption } from './exemption-store.ts'
import { findNotice, type NoticeRow } from './notice-store.ts'

export async function peopleOfBody(tx: Tx, ctx: Ctx, bodyId: string) {
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

/** To the people of the department, then its head as well, then the centre that answers for it; not where it is settled meanwhile. */
function due(step: SavingNoticeStep, zh: string, en: string): NoticeRule {
  return {
    type: `saving-notice.${step}`,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const row = await findNotice(tx, event.aggregateId)
      if (row === undefined || (row.state !== 'accepted' && row.state !== 'insisted')) return null
      return {
        personIds: [
          ...(await peopleOfBody(tx, ctx, row.body_id)),
          ...(step === 'to-head' || step === 'to-centre' ? await headsOf(tx, ctx, row) : []),
          ...(step === 'to-centre' ? await centreOf(tx, ctx, row) : []),
        ],
        details: { resource: row.resource_name, body: row.body_name, day: row.due_on ?? '' },
      }
    },
  }
}

type Of = Pick<NoticeRow, 'body_id'>

const headsOf = (tx: Tx, ctx: Ctx, { body_id }: Of) => seated(tx, ctx, 'department-approver', body_id)

async function centreOf(tx: Tx, ctx: Ctx, { body_id }: Of) {
  const centre = await findAuthority(tx, body_id, 'regulator-centre', 'own-level')
  return centre === null ? [] : seated(tx, ctx, 'regulator-centre', centre)
}

async function seated(tx: Tx, ctx: Ctx, role: 'department-approver' | 'regulator-centre', bodyId: string) {
  return (await listSeatHolders(tx, [{ role, bodyId }], ctx.clock.now())).map(({ personId }) => personId)
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
  due(
    'due-soon',
    '资源“{resource}”的节约通知须在 {day} 前办理。请提交变更或释放申请，或重新排期。',
    'The saving notice about "{resource}" is to be done by {day}. Apply to change it or to give it back, or plan anew.',
  ),
  due(
    'overdue',
    '资源“{resource}”的节约通知期限 {day} 已过，尚未办理。请提交变更或释放申请，或重新排期。',
    'The saving notice about "{resource}" was to be done by {day} and is not. Apply to change it or to give it back, or plan anew.',
  ),
  due(
    'to-head',
    '{body}资源“{resource}”的节约通知自期限 {day} 起逾期未办，请负责人督办。',
    'The saving notice about "{resource}" of {body} has been late since {day}: its head is asked to see that it is done.',
  ),
  due(
    'to-centre',
    '{body}资源“{resource}”的节约通知自期限 {day} 起逾期未办，经督办仍未办理，已报云管理机构。',
    'The saving notice about "{resource}" of {body} has been late since {day}, its head was told, and it is not done: the centre knows.',
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
