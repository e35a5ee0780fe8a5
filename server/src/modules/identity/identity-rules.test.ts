import { describe, expect, it } from 'vitest'
import { Secret } from '../../platform/secrets/index.ts'
import { makeInitialPassword } from './password/initial-password.ts'
import { hashPassword, isPassword } from './password/password-hash.ts'
import { isPasswordTooOld, refusePassword } from './password/password-rules.ts'
import { hashRecoveryCode, makeRecoveryCodes } from './second-factor/recovery-code.ts'
import { findTotpStep, makeTotpSecret } from './second-factor/totp.ts'
import { afterFailure, type GuardState, isLocked, NAME_LIMIT } from './session/sign-in-guard.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 8, 15) + minutes * 60_000)

describe('password rules', () => {
  it.each([
    ['Short-1a', 'identity.password_weak'],
    ['onlylowercase', 'identity.password_weak'],
    ['lower-and-sign', 'identity.password_weak'],
    ['My-Zhang.San-9', 'identity.password_contains_name'],
    ['P@ssw0rd123', 'identity.password_common'],
    ['Abcdefghij1!', 'identity.password_common'],
    ['Aa1!Aa1!Aa1!', 'identity.password_common'],
    ['Correct-Horse-7', null],
    ['北京欢迎您Abc2026', null],
  ])('%s: %s', (password, expected) => {
    expect(refusePassword(password, 'zhang.san')).toBe(expected)
  })

  it('are met by every initial password', () => {
    const made = Array.from({ length: 200 }, makeInitialPassword)
    expect(made.filter((each) => refusePassword(each, 'nobody') !== null)).toEqual([])
    expect(new Set(made).size).toBe(200)
  })

  it('ask for a new one after ninety days', () => {
    const changed = at(0)
    expect(isPasswordTooOld(changed, at(90 * 1440))).toBe(false)
    expect(isPasswordTooOld(changed, at(90 * 1440 + 1))).toBe(true)
  })
})

describe('password hashes', () => {
  it('are salted argon2id and tell right from wrong, also composed differently', async () => {
    const [one, two] = await Promise.all([hashPassword('Käse-42-Brot'), hashPassword('Käse-42-Brot')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(await isPassword('Käse-42-Brot', one)).toBe(true)
    expect(await isPassword('Käse-42-Brot'.normalize('NFD'), one)).toBe(true)
    expect(await isPassword('Käse-42-Brod', one)).toBe(false)
    await expect(isPassword('x', 'plain')).rejects.toThrow(/does not read/)
  })
})

describe('one-time codes', () => {
  // RFC 6238, appendix B: secret "12345678901234567890", SHA-1; the last six digits.
  const secret = new Secret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')

  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('at %i are those of the RFC', (seconds, code) => {
    const now = new Date(seconds * 1000)
    expect(findTotpStep(secret, code, now, null)).toBe(Math.floor(seconds / 30))
  })

  it('count once, one step early or late, and not two', () => {
    const step = Math.floor(1111111109 / 30)
    const when = (seconds: number) => new Date((1111111109 + seconds) * 1000)
    expect(findTotpStep(secret, '081804', when(30), null)).toBe(step)
    expect(findTotpStep(secret, '081804', when(90), null)).toBeNull()
    expect(findTotpStep(secret, '081804', when(0), step)).toBeNull()
  })

  it('recovery codes are read however they are typed', () => {
    const [code = ''] = makeRecoveryCodes()
    expect(hashRecoveryCode(code.toLowerCase().replaceAll('-', ' '))).toBe(hashRecoveryCode(code))
    expect(new Set(makeRecoveryCodes()).size).toBe(10)
    expect(makeTotpSecret().reveal()).toMatch(/^[A-Z2-7]{32}$/)
  })
})

describe('the guard', () => {
  const failures = (minutes: readonly number[]) =>
    minutes.reduce<GuardState | null>((state, minute) => afterFailure(state, at(minute), NAME_LIMIT), null)

  it('locks at the fifth failure within a quarter of an hour, and starts afresh after', () => {
    expect(isLocked(failures([0, 1, 2, 3]), at(3))).toBe(false)
    const locked = failures([0, 1, 2, 3, 4])
    expect(isLocked(locked, at(18))).toBe(true)
    expect(isLocked(locked, at(19))).toBe(false)
    expect(afterFailure(locked, at(20), NAME_LIMIT)).toMatchObject({ failures: 1, lockedUntil: null })
    expect(isLocked(null, at(0))).toBe(false)
  })

  it('forgets failures that lie far apart, and stays locked under guesses that were under way', () => {
    expect(failures([0, 1, 2, 3, 30])).toMatchObject({ failures: 1 })
    expect(isLocked(failures([0, 0, 0, 0, 0, 0, 0]), at(14))).toBe(true)
  })
})
