import { type RequestMessage, roles } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { insertMessage } from '../event-store.ts'
import { refuseMessage } from '../request.ts'
import { findRequest } from '../request-store.ts'
import { viewerOf } from '../viewer.ts'

/** Whoever may see the request may speak in it: applicant, approvers, the provider it was placed with. @throws `request.closed`. */
export async function sendMessage(ctx: Ctx, id: string, text: string): Promise<RequestMessage> {
  return ctx.inTx(async (tx) => {
    const request = ctx.authz.authorised(ctx, 'view', 'request', await findRequest(tx, id, viewerOf(ctx)))
    const { actor } = ctx
    assert(actor.kind === 'person' && actor.post !== null, 'only a post passes the policy')
    const refusal = refuseMessage(request)
    if (refusal) refuse(refusal)
    const message: RequestMessage = {
      id: ctx.ids.next(),
      at: ctx.clock.now().toISOString(),
      personId: actor.personId,
      name: actor.name,
      bodyName: actor.post.bodyName,
      side: roles[actor.post.role].side,
      text: text.trim(),
    }
    await insertMessage(tx, id, message)
    await ctx.audit(tx, {
      noun: 'request',
      objectId: id,
      bodyId: request.body_id,
      after: { messageId: message.id },
    })
    await ctx.emit(tx, {
      type: 'request.message-sent',
      noun: 'request',
      id,
      bodyId: request.body_id,
      payload: { messageId: message.id, personId: actor.personId },
    })
    return message
  })
}
