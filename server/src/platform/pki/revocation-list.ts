/** A certificate revocation list (RFC 5280, 5): which serial numbers of one issuer hold no longer. */
import { type Certificate, readExtensions } from './certificate.ts'
import { childrenOf, type DerElement, readSequence, serialOf, TAG, timeOf } from './der-element.ts'
import { isSignedBy, readSigned, type Signed } from './signed.ts'

export interface RevocationList {
  readonly issuerName: Buffer
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly serials: ReadonlySet<string>
  readonly signed: Signed
  /** A list of changes, or of a part only, or of something not understood here: it proves nothing by itself. */
  readonly isPartial: boolean
}

/** Null for anything that is not a list. */
export function parseRevocationList(der: Buffer): RevocationList | null {
  const signed = readSigned(der)
  const all = signed === null ? null : childrenOf(signed.content.content)
  if (signed === null || all === null) return null
  const [, issuer, updated, ...more] = all[0]?.tag === TAG.integer ? all.slice(1) : all
  const thisUpdate = updated === undefined ? null : timeOf(updated)
  if (issuer === undefined || thisUpdate === null) return null
  const next = more[0] === undefined ? null : timeOf(more[0])
  const extensions = readExtensions(more.find(({ tag }) => tag === TAG.context0))
  const serials = serialsOf(more.find(({ tag }) => tag === TAG.sequence))
  if (extensions === null || serials === null) return null
  const isPartial = [...extensions.values()].some(({ critical }) => critical)
  return { issuerName: issuer.whole, thisUpdate, nextUpdate: next, serials, signed, isPartial }
}

function serialsOf(revoked: DerElement | undefined): ReadonlySet<string> | null {
  const serials = new Set<string>()
  if (revoked === undefined) return serials
  const entries = childrenOf(revoked.content)
  if (entries === null) return null
  for (const { whole } of entries) {
    const [serial] = readSequence(whole) ?? []
    if (serial?.tag !== TAG.integer) return null
    serials.add(serialOf(serial.content))
  }
  return serials
}

/** What the lists say of a certificate of this issuer now; null: none that holds speaks of it. */
export function isRevoked(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  now: Date,
): boolean | null {
  if (issuer.keyUsages !== null && !issuer.keyUsages.has('crlSign')) return null
  const holding = lists.filter(
    (list) =>
      list.issuerName.equals(issuer.subjectName) &&
      !list.isPartial &&
      list.thisUpdate <= now &&
      (list.nextUpdate === null || now < list.nextUpdate) &&
      isSignedBy(list.signed, issuer.spki),
  )
  return holding.length === 0 ? null : holding.some((list) => list.serials.has(certificate.serial))
}
