/** What happened to a request, as a sentence in both languages. */
import type { RequestEvent, Static } from '@yunheng/contract'

export type EventKind = Static<typeof RequestEvent>['event']
export type EventDetails = Readonly<Record<string, string | number>>

const SENTENCES: Readonly<Record<EventKind, { readonly zh: string; readonly en: string }>> = {
  created: { zh: '起草申请', en: 'Drafted' },
  submitted: { zh: '提交审批', en: 'Submitted' },
  resubmitted: { zh: '修改后重新提交', en: 'Corrected and submitted again' },
  step: { zh: '{step}：{outcome}', en: '{step}: {outcome}' },
  returned: { zh: '退回修改', en: 'Returned for correction' },
  rejected: { zh: '审批未通过', en: 'Rejected' },
  withdrawn: { zh: '申请人撤回', en: 'Withdrawn' },
  approved: { zh: '审批通过', en: 'Approved' },
  waiting: { zh: '等待分配：{why}', en: 'Waits for room: {why}' },
  allocated: { zh: '已分配资源', en: 'Room allotted' },
  'line-delivered': { zh: '第 {line} 行已交付', en: 'Line {line} delivered' },
  delivered: { zh: '全部交付，待使用单位确认', en: 'All delivered, waiting for confirmation' },
  'delivery-returned': { zh: '使用单位退回交付：第 {lines} 行', en: 'Delivery sent back: line {lines}' },
  confirmed: { zh: '使用单位确认交付', en: 'Delivery confirmed' },
  completed: { zh: '办结', en: 'Completed' },
  cancelled: { zh: '取消，已释放全部资源', en: 'Cancelled, everything given back' },
  papers: { zh: '补齐应急材料', en: 'Emergency papers handed in' },
  reminded: { zh: '到期提醒：{name} 还有 {days} 天', en: 'Reminder: {name} ends in {days} day(s)' },
  renewed: {
    zh: '{name} 已自动续期至 {until}，费用 {cost} 元。{what}',
    en: '{name} was renewed by itself until {until}, for ¥{cost}.{what}',
  },
  'not-renewed': { zh: '{name} 未能自动续期：{what}', en: '{name} was not renewed by itself: {what}' },
  expired: { zh: '{name} 已到期：{what}', en: '{name} has reached its end: {what}' },
}

export function sentenceOf(event: EventKind, details: EventDetails): { zh: string; en: string } {
  const fill = (text: string, language: 'zh' | 'en') =>
    text.replace(/\{(\w+)\}/g, (_, name: string) =>
      String((language === 'en' ? details[`${name}En`] : undefined) ?? details[name] ?? ''),
    )
  return { zh: fill(SENTENCES[event].zh, 'zh'), en: fill(SENTENCES[event].en, 'en') }
}
