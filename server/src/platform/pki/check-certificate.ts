import type { Certificate } from './certificate.ts'
import { isRevoked, type RevocationList } from './revocation-list.ts'
import { isSignedBy } from './signed.ts'

/** CAs that are believed, and what they have revoked; null: revocation is not asked for. */
export interface Trust {
  readonly authorities: readonly Certificate[]
  readonly lists: readonly RevocationList[] | null
}

export type CertificateFlaw =
  | 'not-yet-valid'
  | 'expired'
  | 'untrusted'
  | 'wrong-use'
  | 'revoked'
  | 'revocation-unknown'

/** id-kp-clientAuth, and anyExtendedKeyUsage. */
const CLIENT_AUTH: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'])
const CHAIN_MAX = 6

/**
 * Why a person may not sign in with this certificate now; null when he may. That he holds its key is for the end of the TLS
 * connection to prove. Every certificate of the chain must be valid now, and none of them revoked.
 */
export function findFlaw(certificate: Certificate, trust: Trust, now: Date): CertificateFlaw | null {
  const chain = chainOf(certificate, trust.authorities, now, [])
  if (chain === null) return 'untrusted'
  // After the chain: of a certificate that anybody may have written nothing is said but that.
  if (now < certificate.notBefore) return 'not-yet-valid'
  if (now >= certificate.notAfter) return 'expired'
  if (!isForSignIn(certificate)) return 'wrong-use'
  return trust.lists === null ? null : revocationOf([certificate, ...chain], trust.lists, now)
}

function isForSignIn({ demandsUnknown, keyUsages, extendedKeyUsages }: Certificate): boolean {
  if (demandsUnknown || (keyUsages !== null && !keyUsages.has('digitalSignature'))) return false
  return extendedKeyUsages === null || extendedKeyUsages.some((usage) => CLIENT_AUTH.has(usage))
}

/** Issuer by issuer up to one that is its own; null when there is no such way. */
function chainOf(
  certificate: Certificate,
  authorities: readonly Certificate[],
  now: Date,
  below: readonly Certificate[],
): readonly Certificate[] | null {
  if (below.length >= CHAIN_MAX) return null
  for (const authority of authorities) {
    if (!mayIssue(authority, below.length, now) || !authority.subjectName.equals(certificate.issuerName))
      continue
    if (below.includes(authority) || !isSignedBy(certificate.signed, authority.spki)) continue
    const chain = [...below, authority]
    if (authority.issuerName.equals(authority.subjectName)) return chain
    const further = chainOf(authority, authorities, now, chain)
    if (further !== null) return further
  }
  return null
}

function mayIssue(authority: Certificate, below: number, now: Date): boolean {
  const { isCa, pathLength, keyUsages, demandsUnknown, notBefore, notAfter } = authority
  const inTime = notBefore <= now && now < notAfter
  const inLength = pathLength === null || below <= pathLength
  return isCa && inTime && inLength && !demandsUnknown && (keyUsages === null || keyUsages.has('keyCertSign'))
}

/** Without a list that holds nobody is let in: who withholds a list must not win by it. Roots revoke nobody but themselves. */
function revocationOf(
  chain: readonly Certificate[],
  lists: readonly RevocationList[],
  now: Date,
): CertificateFlaw | null {
  for (const [index, certificate] of chain.slice(0, -1).entries()) {
    const revoked = isRevoked(certificate, chain[index + 1] as Certificate, lists, now)
    if (revoked !== false) return revoked === null ? 'revocation-unknown' : 'revoked'
  }
  return null
}
