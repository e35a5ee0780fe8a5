/** What the regulator changes about a platform: its contact, its credential, and whether it is one at all. */
import type { BodyOf, unconnectedPlatformOperations as operations, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { makeCredential } from './credential.ts'
import type { Registered } from './register-platform.ts'
import { refuseChange, refuseCredential } from './unconnected-platform.ts'
import { findPlatform, loadPlatformForUpdate, type PlatformRow, updatePlatform } from './unconnected-store.ts'
import { calendarOf } from './unconnected-view.ts'

interface Act {
  readonly right: 'modify' | 'manage-access'
  readonly version: number
  readonly event: 'changed' | 'revoked'
  refuse(platform: PlatformRow): ReasonCode | null
}

type Columns = Parameters<typeof updatePlatform>[3]

async function change(
  ctx: Ctx,
  tx: Tx,
  id: string,
  act: Act,
  columns: Columns,
  after: object,
): Promise<PlatformRow> {
  const noun = 'unconnected-platform'
  const calendar = await calendarOf(ctx, tx)
  const platform = ctx.authz.authorised(ctx, act.right, noun, await loadPlatformForUpdate(tx, id, calendar))
  const refusal = act.refuse(platform)
  if (refusal) refuse(refusal)
  if (!(await updatePlatform(tx, platform, act.version, columns))) refuse('common.version_stale')
  const { name, contact_name, contact_phone, token_prefix, body_id } = platform
  await ctx.audit(tx, {
    noun,
    objectId: id,
    label: name,
    bodyId: body_id,
    before: { name, contactName: contact_name, contactPhone: contact_phone, prefix: token_prefix },
    after,
  })
  await ctx.emit(tx, { type: `unconnected-platform.${act.event}`, noun, id, bodyId: body_id })
  return (await findPlatform(tx, id, calendar)) as PlatformRow
}

export async function modifyPlatform(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.modify>,
): Promise<PlatformRow> {
  const { version, ...after } = input
  const act: Act = { right: 'modify', version, event: 'changed', refuse: refuseChange }
  const columns = {
    name: input.name.trim(),
    contact_name: input.contactName.trim(),
    contact_phone: input.contactPhone.trim(),
  }
  return ctx.inTx((tx) => change(ctx, tx, id, act, columns, after))
}

/** The old credential ends with the new one's first breath. @throws `unconnected-platform.only_counted`. */
export async function renewCredential(ctx: Ctx, id: string, version: number): Promise<Registered> {
  const { credential, kept } = makeCredential(ctx.clock.now())
  const act: Act = { right: 'manage-access', version, event: 'changed', refuse: refuseCredential }
  const row = await ctx.inTx((tx) => change(ctx, tx, id, act, kept, { prefix: kept.token_prefix }))
  return { row, credential }
}

/** Takes the credential away. What was told stays for the record, and is left out of every sum. */
export async function revokePlatform(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.revoke>,
): Promise<PlatformRow> {
  const reason = input.reason.trim()
  const act: Act = {
    right: 'manage-access',
    version: input.version,
    event: 'revoked',
    refuse: refuseChange,
  }
  const columns = {
    revoked_at: ctx.clock.now(),
    revoke_reason: reason,
    token_hash: null,
    token_prefix: null,
    token_issued_at: null,
  }
  return ctx.inTx((tx) => change(ctx, tx, id, act, columns, { revoked: true, reason }))
}
