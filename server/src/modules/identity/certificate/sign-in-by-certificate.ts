import type { AuditEntry } from '../../../platform/audit/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import type { HandedCertificate } from '../../../platform/http/index.ts'
import { type Certificate, readCertificateHeader, type TrustInForce } from '../../../platform/pki/index.ts'
import { type AccountRow, findAccount } from '../account/account-store.ts'
import { beginSession, type SignedIn } from '../session/begin-session.ts'
import type { SignInParts } from '../session/sign-in.ts'
import { type CertificateRow, findBindingOf } from './certificate-store.ts'
import {
  judgeCertificate,
  nameDigestOf,
  type PresentedCertificate,
  shownOf,
} from './presented-certificate.ts'

/**
 * The reverse proxy has seen the client prove that it holds the key; whose certificate that is, and whether it may be used
 * now, is decided here (R57). The certificate stands for password and second factor: its key lies in a medium with a PIN.
 */
export async function signInByCertificate(
  ctx: Ctx,
  parts: SignInParts,
  handed: HandedCertificate,
  agent: string | null,
): Promise<SignedIn> {
  const system = ctx.asSystem('identity')
  const { certificate, refusal } = readHanded(parts.trust, handed, system.clock.now())
  if (refusal !== null) return fail(system, parts, refusal, { certificate })
  assert(certificate !== null, 'a certificate without a flaw')
  const bound = await findBindingOf(system.db, certificate.fingerprint, nameDigestOf(certificate))
  const account = bound && (await findAccount(system.db, bound.account_id))
  if (bound === undefined || account === undefined)
    return fail(system, parts, new AppError('identity.certificate_not_bound'), { certificate })
  if (account.disabled_at !== null || account.deactivated_at !== null)
    return fail(system, parts, new AppError('identity.account_disabled'), { certificate, account })
  return begin(system, parts, { certificate, bound, account, agent })
}

function begin(
  system: Ctx,
  { networks }: SignInParts,
  proved: {
    readonly certificate: Certificate
    readonly bound: CertificateRow
    readonly account: AccountRow
    readonly agent: string | null
  },
): Promise<SignedIn> {
  const { certificate, bound, account, agent } = proved
  return beginSession(system, networks, account, {
    agent,
    certificateId: bound.id,
    endsBy: certificate.notAfter,
    shown: shownOf(certificate),
  })
}

function readHanded(trust: TrustInForce | null, handed: HandedCertificate, now: Date): PresentedCertificate {
  // Not configured is said before anything else: nothing about the call matters then.
  if (trust === null) return judgeCertificate(trust, null, now)
  switch (handed.kind) {
    case 'none':
      return { certificate: null, refusal: new AppError('identity.certificate_missing') }
    case 'foreign': {
      const details = { address: handed.sender }
      return {
        certificate: null,
        refusal: new AppError('identity.certificate_sender_untrusted', { details }),
      }
    }
    case 'handed':
      return judgeCertificate(trust, readCertificateHeader(handed.value), now)
  }
}

/** Every refusal is an act, with the certificate that was shown; the same one from the same address once a minute. */
async function fail(
  system: Ctx,
  { rarely }: SignInParts,
  refusal: AppError,
  known: { readonly certificate: Certificate | null; readonly account?: AccountRow },
): Promise<never> {
  const { certificate, account } = known
  const { reason } = refusal
  if (rarely(`${reason} ${certificate?.fingerprint} ${system.address}`)) {
    const entry: AuditEntry = {
      noun: 'account',
      objectId: account?.id ?? null,
      bodyId: account?.body_id ?? null,
      outcome: 'refused',
      reason,
      actor: { kind: 'nobody' },
      ...(account ? { label: account.username } : {}),
      ...(certificate ? { after: shownOf(certificate) } : {}),
    }
    await system.inTx((tx) => system.audit(tx, entry))
  }
  throw refusal
}
