import type { NoticeRule } from '../notice/index.ts'
import { findAuthority, listSeatHolders } from '../organisation/index.ts'
import { findBudget, listVersions } from './budget-store.ts'

function aboutDecision(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, _ctx, event) {
      const budget = await findBudget(tx, event.aggregateId)
      const decided = (await listVersions(tx, event.aggregateId)).find((each) => each.decided_at !== null)
      if (!budget || !decided) return null
      return { personIds: [decided.proposed_by], details: { no: budget.no, name: budget.name } }
    },
  }
}

export const budgetNotices: readonly NoticeRule[] = [
  {
    type: 'budget.proposed',
    text: {
      zh: '{body}的预算 {no}“{name}”待审核。',
      en: 'The budget line {no} "{name}" of {body} waits for a decision.',
    },
    async tell(tx, ctx, event) {
      const budget = await findBudget(tx, event.aggregateId)
      if (!budget || budget.pending_by === null) return null
      const bureau = await findAuthority(tx, budget.body_id, 'regulator-bureau', 'own-level')
      if (!bureau) return null
      const seats = [{ role: 'regulator-bureau', bodyId: bureau }] as const
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      const { no, name, body_name: body } = budget
      return { personIds: people.map(({ personId }) => personId), details: { no, name, body } }
    },
  },
  aboutDecision(
    'budget.accepted',
    '预算 {no}“{name}”已同意。',
    'The budget line {no} "{name}" was accepted.',
  ),
  aboutDecision(
    'budget.declined',
    '预算 {no}“{name}”未获同意，请查看意见。',
    'The budget line {no} "{name}" was declined: see why.',
  ),
]
