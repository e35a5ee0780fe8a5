import type { ReasonCode } from '@yunheng/contract'
import { sm3Hex } from '../../../platform/crypto/index.ts'
import { AppError } from '../../../platform/errors.ts'
import {
  type Certificate,
  type CertificateFlaw,
  findFlaw,
  parseCertificate,
  type TrustInForce,
} from '../../../platform/pki/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'

const REASONS: Readonly<Record<CertificateFlaw, ReasonCode>> = {
  untrusted: 'identity.certificate_untrusted',
  expired: 'identity.certificate_expired',
  'not-yet-valid': 'identity.certificate_not_yet_valid',
  'wrong-use': 'identity.certificate_wrong_use',
  revoked: 'identity.certificate_revoked',
  'revocation-unknown': 'identity.certificate_revocation_unknown',
}

/** A certificate that somebody showed: what it is, and why it may not be used now. */
export interface PresentedCertificate {
  readonly certificate: Certificate | null
  readonly refusal: AppError | null
}

/** @param trust null where sign-in by certificate is not configured. */
export function judgeCertificate(
  trust: TrustInForce | null,
  der: Buffer | null,
  now: Date,
): PresentedCertificate {
  if (trust === null) return { certificate: null, refusal: new AppError('identity.certificate_off') }
  const certificate = der === null ? null : parseCertificate(der)
  if (certificate === null) return { certificate, refusal: new AppError('identity.certificate_unreadable') }
  const flaw = findFlaw(certificate, trust.current(), now)
  if (flaw === null) return { certificate, refusal: null }
  const day = flaw === 'not-yet-valid' ? certificate.notBefore : certificate.notAfter
  return { certificate, refusal: new AppError(REASONS[flaw], { details: { day: dayInChina(day) } }) }
}

/** Tells who it is made out to and by whom: the same for its renewals. */
export function nameDigestOf({ issuerName, subjectName }: Certificate): string {
  return sm3Hex(Buffer.concat([issuerName, subjectName]))
}

/** What the trail keeps of it. */
export function shownOf({ subject, issuer, serial, fingerprint }: Certificate) {
  return { means: 'certificate', subject, issuer, serial, fingerprint }
}
