import type { PasswordRules, ReasonCode } from '@yunheng/contract'
import { refuse } from '../../../platform/errors.ts'

/** GB/T 22239-2019, 8.1.4.1: complexity and periodic change. The figures are our proposal for level 3. */
export const passwordRules: PasswordRules = {
  minLength: 10,
  maxLength: 128,
  minClasses: 3,
  history: 5,
  maxAgeDays: 90,
}

const CLASSES = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]

/** What people choose when rules ask for length and classes. Compared without case, digits and signs at the end. */
const COMMON = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'admin',
  'administrator',
  'qwerty',
  'qwertyuiop',
  'letmein',
  'welcome',
  'iloveyou',
  'abcdef',
  'abcdefg',
  'abc',
  'asdfgh',
  'zxcvbn',
  'test',
  'root',
  'guest',
  'changeme',
  'default',
  'system',
  'yunheng',
  'woaini',
  'zhengwu',
  'zhengwuyun',
  'huawei',
  'inspur',
  'aliyun',
  'tencent',
  'openstack',
]

/** Reason code, or null when the password may be used by this name. */
export function refusePassword(password: string, username: string): ReasonCode | null {
  const { minLength, maxLength, minClasses } = passwordRules
  const classes = CLASSES.filter((each) => each.test(password)).length
  if (password.length < minLength || password.length > maxLength || classes < minClasses) {
    return 'identity.password_weak'
  }
  const lower = password.toLowerCase()
  if (lower.includes(username.toLowerCase())) return 'identity.password_contains_name'
  return isCommon(lower) ? 'identity.password_common' : null
}

export function requirePassword(password: string, username: string): void {
  const { minLength, minClasses } = passwordRules
  const reason = refusePassword(password, username)
  if (reason !== null) refuse(reason, { details: { minLength, minClasses } })
}

function isCommon(lower: string): boolean {
  const letters = lower.replace(/^\P{L}+|\P{L}+$/gu, '')
  if (COMMON.includes(letters) || COMMON.some((word) => word.length > 4 && lower.startsWith(word)))
    return true
  return new Set(lower).size < 5 || longestRun(lower) >= lower.length - 3
}

/** Longest stretch in which each character follows the one before (`3456`, `dcba`, `aaaa`). */
function longestRun(text: string): number {
  let longest = 1
  for (const step of [-1, 0, 1]) {
    let run = 1
    for (let index = 1; index < text.length; index += 1) {
      run = text.charCodeAt(index) - text.charCodeAt(index - 1) === step ? run + 1 : 1
      longest = Math.max(longest, run)
    }
  }
  return longest
}

const DAY_MS = 86_400_000

export function isPasswordTooOld(changedAt: Date, now: Date): boolean {
  const { maxAgeDays } = passwordRules
  return maxAgeDays !== null && now.getTime() - changedAt.getTime() > maxAgeDays * DAY_MS
}
