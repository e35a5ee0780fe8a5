import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { loadRegionForUpdate } from '../region/region-store.ts'
import { refuseLead } from './body.ts'
import { type BodyRow, findBody, loadBodyForUpdate, updateBody } from './body-store.ts'
import { clearSecurityLead } from './security-lead-store.ts'

/**
 * Makes a provider the one that answers for the security of its region's cloud (R44), or no longer. There is one in a
 * region: whoever was it before is not any more.
 * @throws `body.closed`, `body.not_a_provider`, `common.version_stale`.
 */
export async function setSecurityLead(
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly isSecurityLead: boolean },
): Promise<BodyRow> {
  return ctx.inTx(async (tx) => {
    const body = ctx.authz.authorised(ctx, 'modify', 'body', await loadBodyForUpdate(tx, id))
    const refusal = refuseLead(body)
    if (refusal) refuse(refusal)
    // Two who designate at the same moment: the second one waits and takes it from the first.
    await loadRegionForUpdate(tx, body.region_id)
    const before = input.isSecurityLead ? await clearSecurityLead(tx, body) : null
    if (!(await updateBody(tx, body, input.version, { is_security_lead: input.isSecurityLead })))
      refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'body',
      objectId: id,
      bodyId: id,
      before: { isSecurityLead: body.is_security_lead, lead: before },
      after: { isSecurityLead: input.isSecurityLead },
    })
    await ctx.emit(tx, { type: 'body.updated', noun: 'body', id, bodyId: id })
    return (await findBody(tx, id)) as BodyRow
  })
}
