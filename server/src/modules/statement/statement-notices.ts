import type { DifferenceStep, Role } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { NoticeRule, NoticeTelling } from '../notice/index.ts'
import { findAuthority, listSeatHolders } from '../organisation/index.ts'
import { type DifferenceRow, findDifference, listAskedBodies } from './difference/difference-store.ts'
import { countAsked } from './difference/reminder-store.ts'
import { findStatement } from './statement/statement-store.ts'

const OF_PROVIDER: readonly Role[] = ['provider-admin', 'provider-operator']
const OF_BODY: readonly Role[] = ['department-admin', 'department-approver']

async function seated(tx: Tx, ctx: Ctx, roles: readonly Role[], bodyId: string): Promise<readonly string[]> {
  const seats = roles.map((role) => ({ role, bodyId }))
  return (await listSeatHolders(tx, seats, ctx.clock.now())).map(({ personId }) => personId)
}

/** Those who answer for an owner, or the head of it: the centre's is the bureau of its level. */
async function peopleOf(tx: Tx, ctx: Ctx, row: DifferenceRow, isHead: boolean): Promise<readonly string[]> {
  switch (row.owner) {
    case 'provider':
      return seated(tx, ctx, isHead ? ['provider-admin'] : OF_PROVIDER, row.provider_body_id)
    case 'department':
      return seated(tx, ctx, isHead ? ['department-approver'] : OF_BODY, row.owner_body_id ?? '')
    case 'centre': {
      const role = isHead ? 'regulator-bureau' : 'regulator-centre'
      const bodyId = await findAuthority(tx, row.provider_body_id, role, 'own-level')
      return bodyId === null ? [] : seated(tx, ctx, [role], bodyId)
    }
  }
}

/** What was answered meanwhile is not told any more. */
function aboutDue(step: DifferenceStep, zh: string, en: string): NoticeRule {
  return {
    type: `difference.${step}`,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const row = await findDifference(tx, event.aggregateId)
      if (row === undefined) return null
      const count = await countAsked(tx, row)
      if (count === 0) return null
      return {
        personIds: await peopleOf(tx, ctx, row, step === 'escalated'),
        details: { month: row.month, provider: row.provider_name, count, due: row.due_on ?? '' },
      }
    },
  }
}

export const statementNotices: readonly NoticeRule[] = [
  aboutDue(
    'due-soon',
    '{provider} {month} 账单有 {count} 项对账差异待你方办理，期限 {due}。',
    '{count} differences of the statement of {provider} of {month} wait for you, by {due}.',
  ),
  aboutDue(
    'overdue',
    '{provider} {month} 账单有 {count} 项对账差异已过期限 {due}，仍待你方办理。逾期后管理中心可不待答复核定。',
    '{count} differences of the statement of {provider} of {month} were to be answered by {due} and still wait for you. The centre may decide them without an answer now.',
  ),
  aboutDue(
    'escalated',
    '{provider} {month} 账单有 {count} 项对账差异自期限 {due} 起逾期未办，请负责人督办。',
    '{count} differences of the statement of {provider} of {month} have waited since {due}: please see that they are answered.',
  ),
  {
    type: 'statement.compared',
    text: {
      zh: '{month} 服务商账单对账有 {count} 项差异待办，请在 {due} 前答复由你方负责的各项。',
      en: 'Reconciliation of the statement of {month} has {count} differences open: please answer those that are yours by {due}.',
    },
    async tell(tx, ctx, event) {
      const row = await findStatement(tx, event.aggregateId)
      if (row === undefined || row.state !== 'compared') return null
      const month = row.month
      const tellings: NoticeTelling[] = [
        {
          personIds: await seated(tx, ctx, OF_PROVIDER, row.provider_body_id),
          details: { month, count: row.open_count, due: row.due_on ?? '' },
        },
      ]
      for (const asked of await listAskedBodies(tx, row.id))
        tellings.push({
          personIds: await seated(tx, ctx, OF_BODY, asked.body_id),
          details: { month, count: asked.count, due: asked.due_on ?? '' },
          noun: 'difference',
          objectId: asked.id,
        })
      return tellings
    },
  },
  {
    type: 'statement.agreed',
    text: { zh: '{month} 服务商账单已核定。', en: 'The statement of {month} is agreed.' },
    async tell(tx, ctx, event) {
      const row = await findStatement(tx, event.aggregateId)
      if (row === undefined) return null
      return {
        personIds: await seated(tx, ctx, OF_PROVIDER, row.provider_body_id),
        details: { month: row.month },
      }
    },
  },
  {
    type: 'difference.sent-back',
    text: {
      zh: '{month} 一项对账差异的核定被复核人退回：{words}',
      en: 'A decision about a difference of {month} was sent back by the second person: {words}',
    },
    async tell(tx, ctx, event) {
      const row = await findDifference(tx, event.aggregateId)
      if (row === undefined) return null
      const roles = row.owner === 'department' ? OF_BODY : OF_PROVIDER
      return {
        personIds: await seated(tx, ctx, roles, row.owner_body_id ?? row.provider_body_id),
        details: { month: row.month, words: row.decision ?? '' },
      }
    },
  },
]
