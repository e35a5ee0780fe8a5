import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import type { Workflow } from '../workflow/index.ts'
import { refuseSending } from './notice.ts'
import { findNotice, insertNotice, type NoticeRow } from './notice-store.ts'
import { loadProposalForUpdate } from './proposal-store.ts'

export type Flows = Pick<Workflow, 'startFlow' | 'settleFlow'>
export const ANSWER_FLOW = 'saving-notice'
export const OBJECTION_FLOW = 'saving-objection'

/**
 * Tells whoever holds it what was found, as it was found, and asks for an answer (R129): a task of the department with its clock.
 * @throws `saving-notice.nothing_to_save`, `saving-notice.open`.
 */
export async function sendNotice(flows: Flows, ctx: Ctx, proposalId: string): Promise<NoticeRow> {
  return ctx.inTx(async (tx) => {
    ctx.authz.require(ctx, 'create', 'saving-notice')
    // Under the lock of the proposal: two who send at once send one.
    const found = (await loadProposalForUpdate(tx, proposalId)) ?? refuse('common.not_found')
    const refusal = refuseSending(found.rule, found.notice_id !== null)
    if (refusal) refuse(refusal)
    const id = ctx.ids.next()
    await insertNotice(tx, {
      id,
      state: 'sent',
      resource_id: found.resource_id,
      kind: found.kind,
      body_id: found.body_id,
      system_id: found.system_id,
      provider_body_id: found.provider_body_id,
      rule: found.rule,
      vcpus: found.vcpus,
      memory_mib: found.memory_mib,
      proposed_vcpus: found.proposed_vcpus,
      proposed_memory_mib: found.proposed_memory_mib,
      saving_fen: found.saving_fen,
      evidence: JSON.stringify(found.evidence),
      rule_set_id: found.rule_set_id,
      sent_at: ctx.clock.now(),
      sent_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
    } as Parameters<typeof insertNotice>[1])
    await flows.startFlow(tx, ctx, {
      subject: { noun: 'saving-notice', id, bodyId: found.body_id, title: titleOf(found) },
      by: { flow: ANSWER_FLOW },
      variables: {},
    })
    await ctx.audit(tx, {
      noun: 'saving-notice',
      objectId: id,
      label: found.resource_name,
      bodyId: found.body_id,
      after: { rule: found.rule, saving: found.saving_fen },
    })
    await ctx.emit(tx, { type: 'saving-notice.sent', noun: 'saving-notice', id, bodyId: found.body_id })
    return (await findNotice(tx, id)) as NoticeRow
  })
}

const WORDS = {
  expired: '到期未退还',
  stopped: '长期关机',
  idle: '闲置',
  oversized: '规格偏大',
  orphan: '未挂载或未绑定',
  undersized: '规格偏小',
} as const

export const titleOf = ({
  rule,
  system_name,
  resource_name,
}: {
  readonly rule: keyof typeof WORDS
  readonly system_name: string
  readonly resource_name: string
}) => `节约通知：${system_name} ${resource_name}（${WORDS[rule]}）`
