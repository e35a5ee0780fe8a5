import { type AccountCertificate, identityOperations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import type { TrustInForce } from '../../../platform/pki/index.ts'
import { toAccount } from '../account/account-view.ts'
import { findVisibleAccount } from '../account/find-visible-account.ts'
import { personOf } from '../session/own-session.ts'
import { bindCertificate, unbindCertificate } from './bind-certificate.ts'
import { type CertificateRow, listCertificates } from './certificate-store.ts'

const operations = identityOperations.certificate

export function certificateRoutes(trust: TrustInForce | null, forget: () => void): readonly Route[] {
  return [
    route(operations.listOwn, async (ctx) => {
      const rows = await listCertificates(ctx.db, personOf(ctx).accountId)
      return { items: rows.map((row) => toCertificate(row, ctx.clock.now())) }
    }),
    route(operations.list, async (ctx, { params }) => {
      const rows = await listCertificates(ctx.db, (await findVisibleAccount(ctx, params.id)).id)
      return { items: rows.map((row) => toCertificate(row, ctx.clock.now())) }
    }),
    route(operations.bind, async (ctx, { params, body }) =>
      toCertificate(await bindCertificate(ctx, trust, params.id, body), ctx.clock.now()),
    ),
    route(operations.unbind, async (ctx, { params: { id, certificateId }, body }) => {
      const account = await unbindCertificate(ctx, { accountId: id, certificateId }, body)
      forget()
      return toAccount(ctx, account)
    }),
  ]
}

function toCertificate(row: CertificateRow, now: Date): AccountCertificate {
  return {
    id: row.id,
    accountId: row.account_id,
    match: row.match,
    subject: row.subject,
    issuer: row.issuer,
    serial: row.serial,
    fingerprint: row.fingerprint,
    notBefore: row.not_before.toISOString(),
    notAfter: row.not_after.toISOString(),
    state: stateOf(row, now),
    boundAt: row.bound_at.toISOString(),
    boundByName: row.bound_by_name,
    usedAt: row.used_at?.toISOString() ?? null,
  }
}

/** Of one that is matched by its subject the renewal counts, whose period is not known here. */
function stateOf(row: CertificateRow, now: Date): AccountCertificate['state'] {
  if (row.ended_at !== null) return 'unbound'
  if (row.match === 'fingerprint' && now >= row.not_after) return 'expired'
  return now < row.not_before ? 'not-yet-valid' : 'valid'
}
