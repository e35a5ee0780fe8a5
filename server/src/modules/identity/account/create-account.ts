import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { findPerson } from '../../organisation/index.ts'
import { makeInitialPassword } from '../password/initial-password.ts'
import { hashPassword } from '../password/password-hash.ts'
import {
  type AccountRow,
  findAccount,
  findAccountByUsername,
  findAccountOfPerson,
  insertAccount,
} from './account-store.ts'

export interface AccountCreate {
  readonly personId: string
  readonly username: string
  readonly totpRequired?: boolean
}

/** The initial password is answered once, handed over by a person, and must be changed at the first sign-in. */
export async function createAccount(
  ctx: Ctx,
  input: AccountCreate,
): Promise<{ account: AccountRow; initialPassword: string }> {
  ctx.authz.require(ctx, 'create', 'account')
  const initialPassword = makeInitialPassword()
  const passwordHash = await hashPassword(initialPassword)
  const account = await ctx.inTx(async (tx) => {
    const person = ctx.authz.authorised(ctx, 'view', 'person', await findPerson(tx, input.personId))
    if (person.deactivated_at !== null) refuse('person.deactivated')
    if (await findAccountOfPerson(tx, person.id)) refuse('identity.person_has_account')
    // Names are unique over the whole platform, also where the actor does not see.
    if (await findAccountByUsername(ctx.asSystem('identity').db, input.username))
      refuse('identity.username_taken')
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    await insertAccount(
      tx,
      {
        id,
        person_id: person.id,
        username: input.username,
        must_change_password: true,
        password_changed_at: now,
        totp_required: input.totpRequired ?? false,
        created_at: now,
      },
      passwordHash,
    )
    await ctx.audit(tx, {
      noun: 'account',
      objectId: id,
      label: input.username,
      bodyId: person.body_id,
      after: { username: input.username, personName: person.name, totpRequired: input.totpRequired ?? false },
    })
    return (await findAccount(tx, id)) as AccountRow
  })
  return { account, initialPassword }
}
