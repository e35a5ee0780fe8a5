import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDerInteger, readDerSequence } from './der.ts'
import {
  generateSm2Key,
  parseSm2Point,
  parseSm2PrivateKey,
  parseSm2PublicKey,
  SM2_DEFAULT_USER_ID,
  type Sm2PrivateKey,
  sm2IdentityDigest,
  sm2PrivateKeyToDer,
  sm2PublicKeyOf,
  sm2PublicKeyToDer,
  sm2Sign,
  sm2Verify,
  sm3,
  toPem,
} from './index.ts'
import { signWithScalar } from './sm2.ts'
import { fromBytes, multiplyBase, SM2_ORDER, toBytes32 } from './sm2-curve.ts'

/** GM/T 0003.5, annex A: digital signature on the recommended curve. */
const standard = {
  secret: 0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8n,
  point:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  identity: 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3',
  digest: 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
  scalar: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  r: 0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n,
  s: 0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan,
}

function keyOf(secret: bigint): Sm2PrivateKey {
  const inner = `020101${'0420'}${toBytes32(secret).toString('hex')}`
  const sec1 = `30${(inner.length / 2).toString(16)}${inner}`
  const pkcs8 = `020100301306072a8648ce3d020106082a811ccf5501822d04${(sec1.length / 2).toString(16)}${sec1}`
  const key = parseSm2PrivateKey(Buffer.from(`30${(pkcs8.length / 2).toString(16)}${pkcs8}`, 'hex'))
  if (key === null) throw new Error('the key of the standard was not read')
  return key
}

describe('SM2 signature', () => {
  it('gives the numbers of GM/T 0003.5 (F22)', () => {
    const publicKey = sm2PublicKeyOf(keyOf(standard.secret))
    expect(publicKey.point.toString('hex')).toBe(standard.point)
    const identity = sm2IdentityDigest(publicKey, SM2_DEFAULT_USER_ID)
    expect(identity.toString('hex')).toBe(standard.identity)
    const digest = sm3(identity, 'message digest')
    expect(digest.toString('hex')).toBe(standard.digest)
    const x = fromBytes(multiplyBase(toBytes32(standard.scalar)).subarray(1, 33))
    expect(signWithScalar(standard.secret, fromBytes(digest), { scalar: standard.scalar, x })).toEqual({
      r: standard.r,
      s: standard.s,
    })
  })

  it('accepts what it signed and refuses another message, user id or key', () => {
    const key = generateSm2Key()
    const publicKey = sm2PublicKeyOf(key)
    const signature = sm2Sign(key, SM2_DEFAULT_USER_ID, '政务云')
    expect(sm2Verify(publicKey, SM2_DEFAULT_USER_ID, '政务云', signature)).toBe(true)
    expect(sm2Verify(publicKey, SM2_DEFAULT_USER_ID, '政务云。', signature)).toBe(false)
    expect(sm2Verify(publicKey, '', '政务云', signature)).toBe(false)
    expect(sm2Verify(sm2PublicKeyOf(generateSm2Key()), SM2_DEFAULT_USER_ID, '政务云', signature)).toBe(false)
  })

  it('refuses a signature with any single bit flipped', () => {
    const key = generateSm2Key()
    const publicKey = sm2PublicKeyOf(key)
    const signature = sm2Sign(key, SM2_DEFAULT_USER_ID, 'm')
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const flipped = Buffer.from(signature)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(sm2Verify(publicKey, SM2_DEFAULT_USER_ID, 'm', flipped)).toBe(false)
    }
  })

  it('refuses r and s outside 1 … n−1 and a sum of zero', () => {
    const publicKey = sm2PublicKeyOf(generateSm2Key())
    const pairs = [
      [0n, 1n],
      [1n, 0n],
      [SM2_ORDER, 1n],
      [1n, SM2_ORDER],
      [1n, SM2_ORDER - 1n],
    ] as const
    for (const [r, s] of pairs) {
      const parts = [r, s].map((value) => Buffer.concat([Buffer.from([2, 33, 0]), toBytes32(value)]))
      const der = Buffer.concat([Buffer.from([0x30, 70]), ...parts])
      expect(sm2Verify(publicKey, SM2_DEFAULT_USER_ID, 'm', der)).toBe(false)
    }
  })
})

describe('SM2 keys', () => {
  it('come back unchanged from PKCS#8 and SPKI, DER and PEM', () => {
    const key = generateSm2Key()
    const publicKey = sm2PublicKeyOf(key)
    const secretDer = sm2PrivateKeyToDer(key)
    const publicDer = sm2PublicKeyToDer(publicKey)
    expect(parseSm2PrivateKey(secretDer)?.scalar()).toEqual(key.scalar())
    expect(parseSm2PrivateKey(toPem('PRIVATE KEY', secretDer))?.scalar()).toEqual(key.scalar())
    expect(parseSm2PublicKey(publicDer)).toEqual(publicKey)
    expect(parseSm2PublicKey(toPem('PUBLIC KEY', publicDer))).toEqual(publicKey)
  })

  it('never show the secret when printed', () => {
    const key = generateSm2Key()
    const hex = key.scalar().toString('hex')
    expect(JSON.stringify({ key })).toBe('{"key":"[secret]"}')
    expect(inspect({ key }, { depth: 9, showHidden: true })).not.toContain(hex)
  })

  it('are refused, never an exception, for thousands of damaged encodings (F22)', () => {
    const key = generateSm2Key()
    const secretDer = sm2PrivateKeyToDer(key)
    const publicDer = sm2PublicKeyToDer(sm2PublicKeyOf(key))
    for (let round = 0; round < 3000; round += 1) {
      const source = round % 2 === 0 ? secretDer : publicDer
      const damaged = Buffer.from(source.subarray(0, 1 + Math.floor((round / 3000) * source.length)))
      for (const at of randomBytes(1 + (round % 3)))
        damaged[at % damaged.length] = randomBytes(1)[0] as number
      const secret = parseSm2PrivateKey(damaged)
      if (secret !== null) expect(secret.scalar().length).toBe(32)
      const point = parseSm2PublicKey(damaged)
      if (point !== null) expect(parseSm2Point(point.point)).not.toBeNull()
    }
  })

  it('are refused when the secret is 0, n−1 or more, or the point is off the curve', () => {
    for (const secret of [0n, SM2_ORDER - 1n, SM2_ORDER]) expect(() => keyOf(secret)).toThrow()
    const off = Buffer.from(standard.point, 'hex')
    off[64] = 0x14
    expect(parseSm2Point(off)).toBeNull()
    expect(parseSm2Point(Buffer.alloc(65))).toBeNull()
  })
})

function opensslHasSm2(): boolean {
  try {
    return execFileSync('openssl', ['ecparam', '-list_curves'], { encoding: 'utf8' }).includes('SM2')
  } catch {
    return false
  }
}

describe.skipIf(!opensslHasSm2())('SM2 against openssl', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sm2-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const openssl = (...argv: readonly string[]) =>
    execFileSync('openssl', argv, { encoding: 'utf8', stdio: 'pipe' })
  const pkeyutl = (...argv: readonly string[]) =>
    openssl('pkeyutl', '-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${SM2_DEFAULT_USER_ID}`, ...argv)

  it('each accepts the signatures of the other (F22)', () => {
    const path = (name: string) => join(folder, name)
    for (let round = 0; round < 10; round += 1) {
      const key = generateSm2Key()
      const message = randomBytes(1 + round * 50)
      writeFileSync(path('key.pem'), toPem('PRIVATE KEY', sm2PrivateKeyToDer(key)))
      writeFileSync(path('pub.pem'), toPem('PUBLIC KEY', sm2PublicKeyToDer(sm2PublicKeyOf(key))))
      writeFileSync(path('message'), message)
      writeFileSync(path('ours.sig'), sm2Sign(key, SM2_DEFAULT_USER_ID, message))
      const verdict = pkeyutl(
        '-verify',
        '-pubin',
        '-inkey',
        path('pub.pem'),
        '-in',
        path('message'),
        '-sigfile',
        path('ours.sig'),
      )
      expect(verdict).toContain('Signature Verified Successfully')
      const theirs = execFileSync('openssl', [
        'pkeyutl',
        '-rawin',
        '-digest',
        'sm3',
        '-pkeyopt',
        `distid:${SM2_DEFAULT_USER_ID}`,
        '-sign',
        '-inkey',
        path('key.pem'),
        '-in',
        path('message'),
      ])
      expect(sm2Verify(sm2PublicKeyOf(key), SM2_DEFAULT_USER_ID, message, theirs)).toBe(true)
    }
  })

  it('reads the keys that openssl makes, PKCS#8 and SEC 1', () => {
    const pem = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2')
    writeFileSync(join(folder, 'made.pem'), pem)
    const key = parseSm2PrivateKey(pem)
    expect(key).not.toBeNull()
    const spki = parseSm2PublicKey(openssl('pkey', '-in', join(folder, 'made.pem'), '-pubout'))
    expect(spki).toEqual(sm2PublicKeyOf(key as Sm2PrivateKey))
    const sec1 = openssl('ec', '-in', join(folder, 'made.pem'))
    expect(parseSm2PrivateKey(sec1)?.scalar()).toEqual(key?.scalar())
  })
})

describe('DER', () => {
  it('refuses negative, padded and overlong integers', () => {
    for (const bad of ['0200', '020180', '02020001', '0281020001', '0205010203', '02']) {
      expect(readDerInteger(Buffer.from(bad, 'hex'))).toBeNull()
    }
    expect(readDerSequence(Buffer.from('3080', 'hex'))).toBeNull()
  })
})
