import type { NoticeRule } from '../notice/index.ts'
import { findAuthority, listSeatHolders } from '../organisation/index.ts'
import { findFiling } from './filing-store.ts'

function aboutFiling(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, _ctx, event) {
      const filing = await findFiling(tx, event.aggregateId)
      if (!filing) return null
      return { personIds: [filing.entered_by], details: { no: filing.no, name: filing.name } }
    },
  }
}

export const filingNotices: readonly NoticeRule[] = [
  {
    type: 'project-filing.submitted',
    text: {
      zh: '{body}提交了项目申报 {no}“{name}”，请审核。',
      en: '{body} submitted the project {no} "{name}": please decide.',
    },
    async tell(tx, ctx, event) {
      const filing = await findFiling(tx, event.aggregateId)
      const bureau = filing && (await findAuthority(tx, filing.body_id, 'regulator-bureau', 'own-level'))
      if (!filing || !bureau) return null
      const seats = [{ role: 'regulator-bureau', bodyId: bureau }] as const
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: people.map(({ personId }) => personId),
        details: { no: filing.no, name: filing.name, body: filing.body_name },
      }
    },
  },
  aboutFiling(
    'project-filing.accepted',
    '项目申报 {no}“{name}”已同意。',
    'The project {no} "{name}" was accepted.',
  ),
  aboutFiling(
    'project-filing.declined',
    '项目申报 {no}“{name}”未获同意，请查看意见。',
    'The project {no} "{name}" was declined: see why.',
  ),
]
