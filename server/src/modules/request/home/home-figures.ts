import type { HomeFigure, HomeSeries, Side } from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { countByMonth, countForHome, type RequestFigures } from './home-store.ts'

/** Ends within this many days are worth a place on the home page. */
const EXPIRING_DAYS = 30

interface FigureRule {
  readonly key: string
  readonly title: HomeFigure['title']
  readonly of: keyof RequestFigures
  readonly sides: readonly Side[]
  /** When there are any. */
  readonly tone: HomeFigure['tone']
  readonly list: NonNullable<HomeFigure['list']>
}

const requests = (query: NonNullable<HomeFigure['list']>['query']) => ({ operation: 'request.list', query })
const SEEING: readonly Side[] = ['supervision', 'department', 'operations', 'guide']

const RULES: readonly FigureRule[] = [
  {
    key: 'requests-mine',
    title: { zh: '待我完成的申请', en: 'Requests for me to finish' },
    of: 'mine',
    sides: ['department'],
    tone: 'attention',
    list: requests({ mine: true, state: ['draft', 'returned'] }),
  },
  {
    key: 'requests-in-approval',
    title: { zh: '审批中的申请', en: 'Requests in approval' },
    of: 'inApproval',
    sides: SEEING,
    tone: 'plain',
    list: requests({ state: ['in-approval'] }),
  },
  {
    key: 'requests-waiting',
    title: { zh: '等待分配的申请', en: 'Requests that wait for room' },
    of: 'waiting',
    sides: ['supervision', 'department', 'operations'],
    tone: 'bad',
    list: requests({ waiting: true }),
  },
  {
    key: 'requests-provisioning',
    title: { zh: '开通中的申请', en: 'Requests being provisioned' },
    of: 'provisioning',
    sides: ['supervision', 'department', 'provider', 'operations'],
    tone: 'plain',
    list: requests({ state: ['provisioning', 'partly-delivered'] }),
  },
  {
    key: 'requests-failing',
    title: { zh: '开通遇到问题', en: 'Provisioning in trouble' },
    of: 'failing',
    sides: ['supervision', 'department', 'provider', 'operations'],
    tone: 'bad',
    list: requests({ state: ['provisioning', 'partly-delivered'] }),
  },
  {
    key: 'requests-to-confirm',
    title: { zh: '待确认的交付', en: 'Deliveries to confirm' },
    of: 'toConfirm',
    sides: ['department', 'supervision', 'provider'],
    tone: 'attention',
    list: requests({ state: ['delivered'] }),
  },
  {
    key: 'papers-overdue',
    title: { zh: '应急材料逾期', en: 'Emergency papers overdue' },
    of: 'papersOverdue',
    sides: ['supervision', 'department'],
    tone: 'bad',
    list: requests({ purpose: 'emergency' }),
  },
  {
    key: 'terms-expiring',
    title: { zh: `${EXPIRING_DAYS} 天内到期的资源`, en: `Resources that end within ${EXPIRING_DAYS} days` },
    of: 'expiring',
    sides: ['supervision', 'department'],
    tone: 'attention',
    list: { operation: 'resource-term.list', query: { withinDays: EXPIRING_DAYS } },
  },
]

/** What requests put on the home page of a side. */
export const requestHome = {
  async figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]> {
    const rules = RULES.filter((rule) => rule.sides.includes(side))
    if (rules.length === 0 || !ctx.authz.may(ctx.actor, 'list', 'request')) return []
    const personId = personIdOf(ctx.actor)
    const counts = await countForHome(ctx.db, personId, dayInChina(ctx.clock.now()), EXPIRING_DAYS)
    return rules.map((rule) => ({
      key: rule.key,
      title: rule.title,
      value: counts[rule.of],
      unit: null,
      tone: counts[rule.of] > 0 ? rule.tone : 'plain',
      list: rule.list,
    }))
  },
  /** R114: how long a delivery takes, month by month. */
  async series(ctx: Ctx, side: Side): Promise<readonly HomeSeries[]> {
    if (side === 'administration' || !ctx.authz.may(ctx.actor, 'list', 'request')) return []
    const months = await countByMonth(ctx.db, dayInChina(ctx.clock.now()))
    return [
      {
        key: 'requests-by-month',
        title: { zh: '每月提交的申请', en: 'Requests submitted by month' },
        unit: { zh: '份', en: 'requests' },
        points: months.map(({ month, submitted }) => ({ month, value: submitted })),
      },
      {
        key: 'delivery-days-by-month',
        title: { zh: '交付时长中位数（批准至交付）', en: 'Median days from approval to delivery' },
        unit: { zh: '天', en: 'days' },
        points: months.map(({ month, deliveryDays }) => ({ month, value: deliveryDays })),
      },
    ]
  },
}
