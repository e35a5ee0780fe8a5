import type { NoticeRule } from '../../notice/index.ts'
import { peopleOfBody } from '../exemption-notices.ts'
import { findSchedule } from './schedule-store.ts'

/** To the people of the department: whoever runs the servers should know that they will be switched off, or no longer. */
function about(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const row = await findSchedule(tx, event.aggregateId)
      if (!row) return null
      const { from } = event.payload as { readonly from?: string }
      return {
        personIds: await peopleOfBody(tx, ctx, row.body_id),
        details: {
          name: row.name,
          system: row.system_name,
          count: row.server_count,
          from: from ?? row.valid_from,
        },
      }
    },
  }
}

export const scheduleNotices: readonly NoticeRule[] = [
  about(
    'power-schedule.created',
    '信息系统“{system}”的 {count} 台云主机自 {from} 起按关机计划“{name}”开关机。',
    '{count} servers of the system "{system}" follow the power schedule "{name}" from {from} on.',
  ),
  about(
    'power-schedule.changed',
    '信息系统“{system}”的关机计划“{name}”自 {from} 起按调整后的时段开关机，涉及 {count} 台云主机。',
    'The power schedule "{name}" of the system "{system}" has other hours from {from} on, for its {count} servers.',
  ),
  about(
    'power-schedule.ended',
    '信息系统“{system}”的关机计划“{name}”已结束，由它关机的云主机已恢复开机。',
    'The power schedule "{name}" of the system "{system}" has ended: what it had switched off is switched on again.',
  ),
]
