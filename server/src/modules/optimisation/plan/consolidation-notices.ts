/** Who learns of a consolidation: those who decide, those whose hosts they are, those whose machines are moved (R8). */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { NoticeRule, NoticeTelling } from '../../notice/index.ts'
import { findAuthority, listSeatHolders, type Seat } from '../../organisation/index.ts'
import { listResourcesById } from '../../resource/index.ts'
import { type ConsolidationRow, findConsolidation, listMoves } from './consolidation-store.ts'

const detailsOf = (plan: ConsolidationRow) => ({
  pool: plan.pool_name,
  hosts: plan.hosts,
  moves: plan.moves_all,
  done: plan.moves_done,
})

async function decidersOf(tx: Tx, plan: ConsolidationRow): Promise<readonly Seat[]> {
  const seats: Seat[] = []
  for (const role of ['regulator-bureau', 'regulator-centre'] as const) {
    const bodyId = await findAuthority(tx, plan.provider_body_id, role, 'own-level')
    if (bodyId !== null) seats.push({ role, bodyId })
  }
  return seats
}

/** Each department by itself: how many of its machines, leading to the first of them. */
async function tellOwners(tx: Tx, ctx: Ctx, plan: ConsolidationRow): Promise<readonly NoticeTelling[]> {
  const ids = (await listMoves(tx, plan.id)).map((move) => move.resource_id)
  const byBody = Map.groupBy(await listResourcesById(tx, ids), (row) => row.body_id)
  const tellings: NoticeTelling[] = []
  for (const [bodyId, rows] of byBody) {
    const people = await listSeatHolders(tx, [{ role: 'department-admin', bodyId }], ctx.clock.now())
    tellings.push({
      personIds: people.map((each) => each.personId),
      details: { ...detailsOf(plan), count: rows.length },
      noun: 'resource',
      objectId: rows[0]?.id ?? plan.id,
    })
  }
  return tellings
}

function toProposer(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, _ctx, event) {
      const plan = await findConsolidation(tx, event.aggregateId)
      if (!plan || plan.proposed_by === null) return null
      return { personIds: [plan.proposed_by], details: detailsOf(plan) }
    },
  }
}

export const consolidationNotices: readonly NoticeRule[] = [
  {
    type: 'consolidation.proposed',
    text: {
      zh: '资源池“{pool}”有整合方案待批准：迁移 {moves} 台云主机，腾空 {hosts} 台宿主机。',
      en: 'A consolidation of pool "{pool}" waits for approval: {moves} servers moved, {hosts} hosts freed.',
    },
    async tell(tx, ctx, event) {
      const plan = await findConsolidation(tx, event.aggregateId)
      if (!plan) return null
      const provider = { role: 'provider-admin', bodyId: plan.provider_body_id } as const
      const seats = [...(await decidersOf(tx, plan)), provider]
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: people.map((each) => each.personId).filter((id) => id !== plan.proposed_by),
        details: detailsOf(plan),
      }
    },
  },
  {
    type: 'consolidation.running',
    text: {
      zh: '资源池“{pool}”的整合方案已批准：贵单位 {count} 台云主机将在线迁移到同一资源池的其他宿主机，规格与地址不变。',
      en: 'The consolidation of pool "{pool}" is approved: {count} of your servers move live to other hosts of the pool. Sizes and addresses stay.',
    },
    async tell(tx, ctx, event) {
      // Resumed after a pause, it is the plan that they know already.
      if ((event.payload as { verb?: string }).verb !== 'approve') return null
      const plan = await findConsolidation(tx, event.aggregateId)
      return plan ? tellOwners(tx, ctx, plan) : null
    },
  },
  toProposer(
    'consolidation.done',
    '资源池“{pool}”的整合方案已完成：{moves} 项迁移完成 {done} 项。',
    'The consolidation of pool "{pool}" is done: {done} of {moves} moves.',
  ),
  toProposer(
    'consolidation.stopped',
    '资源池“{pool}”的整合方案已终止：{moves} 项迁移完成 {done} 项。',
    'The consolidation of pool "{pool}" was stopped: {done} of {moves} moves.',
  ),
]
