import type { SampleAccount } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { hashPassword } from '../password/password-hash.ts'
import { insertAccount, listSampleAccounts } from './account-store.ts'

/** The one password of all sample accounts: told on the sign-in page, so it protects nothing. */
export const SAMPLE_PASSWORD = 'Yunheng-2026'

let hashing: Promise<string> | null = null

/** For the sample data only: an account that may be used at once, without changing its password first. */
export async function insertSampleAccount(
  tx: Tx,
  ctx: Ctx,
  account: { readonly personId: string; readonly username: string },
): Promise<string> {
  hashing ??= hashPassword(SAMPLE_PASSWORD)
  const id = ctx.ids.next()
  const now = ctx.clock.now()
  await insertAccount(
    tx,
    {
      id,
      person_id: account.personId,
      username: account.username,
      must_change_password: false,
      password_changed_at: now,
      totp_required: false,
      sample: true,
      created_at: now,
    },
    await hashing,
  )
  return id
}

/** Those whose password is still the sample's. Nobody is signed in yet, hence the system's eyes. */
export async function sampleAccounts(ctx: Ctx): Promise<readonly SampleAccount[]> {
  const rows = await listSampleAccounts(ctx.asSystem('identity').db)
  return rows.map((row) => ({
    username: row.username,
    password: SAMPLE_PASSWORD,
    personName: row.person_name,
    postTitle: row.title,
    bodyName: row.body_name,
  }))
}
