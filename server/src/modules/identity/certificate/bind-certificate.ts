import type { BodyOf, identityOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { readPem, type TrustInForce } from '../../../platform/pki/index.ts'
import { updateAccount } from '../account/account-store.ts'
import { manageAccount } from '../account/manage-account.ts'
import { personOf } from '../session/own-session.ts'
import { endSessionsOfCertificate } from '../session/session-store.ts'
import {
  type CertificateRow,
  countBound,
  endBinding,
  findBinding,
  insertBinding,
  isTaken,
} from './certificate-store.ts'
import { judgeCertificate, nameDigestOf, shownOf } from './presented-certificate.ts'

const BOUND_MAX = 10

type Bind = BodyOf<typeof identityOperations.certificate.bind>

/** From now on the person may sign in with it. Only what would be let in now is bound. @throws the reasons of the operation. */
export async function bindCertificate(
  ctx: Ctx,
  trust: TrustInForce | null,
  accountId: string,
  input: Bind,
): Promise<CertificateRow> {
  const id = ctx.ids.next()
  await manageAccount(ctx, {
    id: accountId,
    verb: 'bind-certificate',
    async change(tx, account) {
      const now = ctx.clock.now()
      const blocks = readPem(input.certificate, 'CERTIFICATE')
      // Of several nobody knows which is the person's.
      const [der = null] = blocks.length === 1 ? blocks : []
      const { certificate, refusal } = judgeCertificate(trust, der, now)
      if (refusal !== null) throw refusal
      assert(certificate !== null, 'a certificate without a flaw')
      const nameDigest = nameDigestOf(certificate)
      const { fingerprint, subject, issuer, serial, notBefore, notAfter } = certificate
      // A certificate is one person's over the whole platform, also where the actor does not see.
      if (await elevated(tx, () => isTaken(tx, { fingerprint, nameDigest, match: input.match })))
        refuse('identity.certificate_taken')
      if ((await countBound(tx, accountId)) >= BOUND_MAX)
        refuse('identity.certificate_limit', { details: { limit: BOUND_MAX } })
      if (!(await updateAccount(tx, account, input.version, {}))) refuse('common.version_stale')
      const { personId, name } = personOf(ctx)
      await insertBinding(tx, {
        id,
        account_id: accountId,
        match: input.match,
        fingerprint,
        name_digest: nameDigest,
        subject,
        issuer,
        serial,
        not_before: notBefore,
        not_after: notAfter,
        bound_by: personId,
        bound_by_name: name,
        bound_at: now,
      })
      return { after: { ...shownOf(certificate), match: input.match } }
    },
  })
  return (await findBinding(ctx.db, id)) as CertificateRow
}

/** It opens nothing any more, and what it opened ends. */
export async function unbindCertificate(
  ctx: Ctx,
  ids: { readonly accountId: string; readonly certificateId: string },
  input: { readonly version: number; readonly reason: string },
) {
  return manageAccount(ctx, {
    id: ids.accountId,
    verb: 'unbind-certificate',
    async change(tx, account) {
      const bound = await findBinding(tx, ids.certificateId)
      if (bound === undefined || bound.account_id !== account.id || bound.ended_at !== null)
        refuse('common.not_found', { internal: 'account_certificate' })
      if (!(await updateAccount(tx, account, input.version, {}))) refuse('common.version_stale')
      const now = ctx.clock.now()
      await endBinding(tx, bound.id, now)
      const endedSessions = await endSessionsOfCertificate(tx, bound.id, now)
      const { subject, issuer, serial, fingerprint } = bound
      return {
        before: { subject, issuer, serial, fingerprint },
        after: { reason: input.reason, endedSessions },
      }
    },
  })
}
