import { dayInChina } from '../../../platform/worktime/index.ts'
import type { NoticeRule } from '../../notice/index.ts'
import { listSeatHolders, type Seat } from '../../organisation/index.ts'
import { findWorkOrder, type ShownWorkOrder } from './work-order-store.ts'

/** Who is told: the people who do it, and those who wait for it. */
const doers = (order: ShownWorkOrder): readonly Seat[] =>
  (['provider-admin', 'provider-operator'] as const).map((role) => ({ role, bodyId: order.provider_body_id }))

/** Of a delivery, and of a destruction that it is to witness, the department; of all that operations dispatched, they. */
const receivers = (order: ShownWorkOrder): readonly Seat[] =>
  order.body_id === null || (order.resource_id === null && order.task !== 'destruction')
    ? []
    : (['department-admin', 'department-applicant'] as const).map((role) => ({
        role,
        bodyId: order.body_id as string,
      }))

const dispatchers = (order: ShownWorkOrder): readonly string[] =>
  [order.opened_by, order.witness_id].filter((id) => id !== null)

function about(
  type: string,
  to: readonly ('doers' | 'receivers' | 'dispatchers')[],
  zh: string,
  en: string,
): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const order = await findWorkOrder(tx, event.aggregateId)
      if (!order) return null
      const seats = [
        ...(to.includes('doers') ? doers(order) : []),
        ...(to.includes('receivers') ? receivers(order) : []),
      ]
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: [
          ...people.map(({ personId }) => personId),
          ...(to.includes('dispatchers') ? dispatchers(order) : []),
        ],
        details: {
          title: order.title ?? order.resource_name ?? '',
          // The civil day of Shanghai.
          due: dayInChina(order.due_at),
        },
      }
    },
  }
}

export const workOrderNotices: readonly NoticeRule[] = [
  about(
    'work-order.opened',
    ['doers'],
    '新工单“{title}”，请于 {due} 前办结。',
    'A work order: "{title}", due {due}.',
  ),
  about(
    'work-order.delivered',
    ['receivers', 'dispatchers'],
    '工单“{title}”已报告完成，请核验凭据。',
    '"{title}" is reported as done: please judge the evidence.',
  ),
  about(
    'work-order.returned',
    ['doers'],
    '工单“{title}”被退回重办，请于 {due} 前办结。',
    '"{title}" was sent back for correction, due {due}.',
  ),
  about(
    'work-order.declined',
    ['dispatchers'],
    '服务商退回了工单“{title}”，请另行安排。',
    'The provider declined "{title}". Arrange it otherwise.',
  ),
  about(
    'work-order.cancelled',
    ['doers'],
    '工单“{title}”已取消。',
    'The work order "{title}" was cancelled.',
  ),
  about(
    'work-order.overdue',
    ['doers', 'dispatchers'],
    '工单“{title}”已超过办理期限 {due}。',
    'The work order "{title}" is overdue since {due}.',
  ),
]
