import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Authority, createAuthority, type Issued, isFineByOpenssl } from '../../../test/kit/authority.ts'
import { StartupError } from '../startup-error.ts'
import {
  type Certificate,
  type CertificateFlaw,
  findFlaw,
  openTrust,
  parseCertificate,
  parseRevocationList,
  readCertificateHeader,
  readPem,
} from './index.ts'

const NOW = new Date('2026-09-15T04:00:00Z')
const dir = mkdtempSync(join(tmpdir(), 'yunheng-pki-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const derOf = (pem: string) => readPem(pem, 'CERTIFICATE')[0] as Buffer
const certificateOf = ({ pem }: Issued) => parseCertificate(derOf(pem)) as Certificate
let files = 0

/** What we and what openssl say of the certificate, with these CAs and lists. */
function judge(leaf: Issued, authorities: readonly Issued[], lists: readonly string[] | null, now = NOW) {
  const caFile = join(dir, `trust${files++}.pem`)
  writeFileSync(caFile, authorities.map(({ pem }) => pem).join(''))
  const crlFile = lists === null ? null : join(dir, `lists${files++}.pem`)
  if (crlFile !== null) writeFileSync(crlFile, (lists ?? []).join('') || '\n')
  const trust = {
    authorities: authorities.map(certificateOf),
    lists: lists?.map((pem) => parseRevocationList(readPem(pem, 'X509 CRL')[0] as Buffer)) ?? null,
  }
  expect(trust.lists?.includes(null) ?? false).toBe(false)
  const flaw = findFlaw(certificateOf(leaf), trust as Parameters<typeof findFlaw>[1], now)
  return { flaw, openssl: isFineByOpenssl(leaf, { caFile, crlFile }, now) }
}

const fine = { flaw: null, openssl: true }
const wrong = (flaw: CertificateFlaw) => ({ flaw, openssl: false })

let root: Authority
let issuing: Authority
let good: Issued
beforeAll(() => {
  root = createAuthority(dir, '根')
  issuing = root.below('签发', 'last')
  good = issuing.issue('张某')
}, 60_000)

describe('R57: whether a certificate opens the door, by us and by openssl', () => {
  it('R57 lets in what a chain leads to a configured root, and only while it is valid', () => {
    expect(judge(good, [root, issuing], null)).toEqual(fine)
    expect(judge(root.issue('李某'), [root], null)).toEqual(fine)
    const old = root.issue('旧', { until: '20260914000000Z' })
    expect(judge(old, [root], null)).toEqual(wrong('expired'))
    expect(judge(old, [root], null, new Date('2026-09-13T00:00:00Z'))).toEqual(fine)
    expect(judge(root.issue('早', { from: '20261001000000Z' }), [root], null)).toEqual(wrong('not-yet-valid'))
    expect(certificateOf(good)).toMatchObject({
      subject: 'C=CN, O=某省, CN=张某',
      issuer: 'C=CN, O=某省, CN=签发',
    })
  })

  it('R57 refuses another CA, also one of the same name, a broken chain, and a CA that may not issue', () => {
    const twin = createAuthority(dir, '根')
    expect(judge(twin.issue('张某'), [root, issuing], null)).toEqual(wrong('untrusted'))
    expect(judge(good, [root], null)).toEqual(wrong('untrusted'))
    expect(judge(good, [twin, issuing], null)).toEqual(wrong('untrusted'))
    const tooLow = issuing.below('再下级')
    expect(judge(tooLow.issue('张某'), [root, issuing, tooLow], null)).toEqual(wrong('untrusted'))
    // A person’s certificate is no CA, whatever it signs.
    const person = root.below('个人', 'client')
    expect(judge(person.issue('张某'), [root, person], null)).toEqual(wrong('untrusted'))
    // Names are not looked at here: a CA that demands it is not believed, though openssl finds nothing against this leaf.
    const limited = root.below('限名', 'limited')
    expect(judge(limited.issue('张某'), [root, limited], null).flaw).toBe('untrusted')
  })

  it('R57 refuses a certificate that is made for something else', () => {
    expect(judge(root.issue('网站', { as: 'server' }), [root], null)).toEqual(wrong('wrong-use'))
    expect(judge(root.issue('加密', { as: 'encipher' }), [root], null).flaw).toBe('wrong-use')
  })

  it('R57 refuses what is revoked, and everything while a list is missing, old or not the issuer’s', () => {
    const gone = issuing.issue('走了')
    issuing.revoke(gone)
    const [ofRoot, ofIssuing] = [root.revocations(), issuing.revocations()]
    const chain = [root, issuing]
    expect(judge(good, chain, [ofRoot, ofIssuing])).toEqual(fine)
    expect(judge(gone, chain, null)).toEqual(fine)
    expect(judge(gone, chain, [ofRoot, ofIssuing])).toEqual(wrong('revoked'))
    expect(judge(good, chain, [ofRoot])).toEqual(wrong('revocation-unknown'))
    expect(judge(good, chain, [])).toEqual(wrong('revocation-unknown'))
    const old = issuing.revocations({ until: '20260914000000Z' })
    expect(judge(good, chain, [ofRoot, old])).toEqual(wrong('revocation-unknown'))
    const forged = createAuthority(dir, '签发').revocations()
    expect(judge(good, chain, [ofRoot, forged])).toEqual(wrong('revocation-unknown'))
    root.revoke(issuing)
    expect(judge(good, chain, [root.revocations(), ofIssuing])).toEqual(wrong('revoked'))
  }, 60_000)

  it('R57 judges SM2 with the user id of GM/T 0009, lists included', () => {
    const sm2 = createAuthority(dir, '国密根', 'sm2')
    const [person, gone] = [sm2.issue('王某'), sm2.issue('走了')]
    sm2.revoke(gone)
    const list = sm2.revocations()
    expect(judge(person, [sm2], null)).toEqual(fine)
    // `openssl verify` cannot be told the user id of a list, so it is no judge of these two.
    expect(judge(person, [sm2], [list]).flaw).toBeNull()
    expect(judge(gone, [sm2], [list]).flaw).toBe('revoked')
    expect(judge(person, [createAuthority(dir, '国密根', 'sm2')], null)).toEqual(wrong('untrusted'))
  }, 60_000)

  it('R57 never lets in, and never breaks on, a certificate of which one byte is another', () => {
    const der = derOf(good.pem)
    const trust = { authorities: [certificateOf(root), certificateOf(issuing)], lists: null }
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const altered = Buffer.from(der)
        altered[at] = (altered[at] as number) ^ by
        const read = parseCertificate(altered)
        expect(read === null || findFlaw(read, trust, NOW) !== null).toBe(true)
      }),
      { numRuns: 300 },
    )
    for (const length of [0, 1, 2, 60, der.length - 1])
      expect(parseCertificate(der.subarray(0, length))).toBeNull()
  })
})

describe('what proxies and administrators hand over', () => {
  it('is read in the spellings of nginx, RFC 9440 and Traefik, and is null otherwise', () => {
    const der = derOf(good.pem)
    const base64 = der.toString('base64')
    for (const value of [encodeURIComponent(good.pem), `:${base64}:`, base64, good.pem.replaceAll('\n', ' ')])
      expect(readCertificateHeader(value)?.equals(der), value.slice(0, 40)).toBe(true)
    for (const value of ['', '%', '%E0%A4%A', 'nonsense!', ':::'])
      expect(readCertificateHeader(value)).toBeNull()
  })

  it('is told at the start when a file is wrong, and read again when it changes', () => {
    const [caFile, crlFile] = [join(dir, 'ca.pem'), join(dir, 'crl.pem')]
    const complaints: string[] = []
    const open = () => openTrust({ caFile, crlFile }, (file) => complaints.push(file))
    expect(open).toThrow(StartupError)
    writeFileSync(caFile, root.pem + issuing.pem)
    writeFileSync(crlFile, 'nothing in it')
    expect(open).toThrow(/X509 CRL/)
    writeFileSync(crlFile, issuing.revocations())
    const trust = open()
    expect(trust.current()).toMatchObject({ authorities: [{ isCa: true }, { pathLength: 0 }], lists: [{}] })
    writeFileSync(crlFile, issuing.revocations() + root.revocations())
    expect(trust.current().lists).toHaveLength(2)
    rmSync(crlFile)
    expect(trust.current().lists).toHaveLength(2)
    expect(complaints).toEqual([crlFile])
  })
})
