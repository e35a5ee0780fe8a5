/** What never reaches the log, whoever logs it. */

const SECRET_KEYS = [
  'password',
  'newPassword',
  'oldPassword',
  'currentPassword',
  'passphrase',
  'secret',
  'secretKey',
  'token',
  'accessToken',
  'refreshToken',
  'apiToken',
  'credential',
  'credentials',
  'authorization',
  'cookie',
  'privateKey',
  'totp',
  'otp',
  'databaseUrl',
  '["set-cookie"]',
  '["x-auth-token"]',
  '["x-subject-token"]',
  '["x-csrf-token"]',
] as const

const under = (prefix: string) =>
  SECRET_KEYS.map((key) => (key.startsWith('[') ? `${prefix.replace(/\.$/, '')}${key}` : `${prefix}${key}`))

/** The keys at the top and three levels down; pino has no path for "at any depth". */
export const REDACTED_PATHS: readonly string[] = ['', '*.', '*.*.', '*.*.*.'].flatMap(under)

/** Driver and client errors repeat the address they tried, password included. */
export function withoutUrlPasswords(text: string): string
export function withoutUrlPasswords(text: string | undefined): string | undefined
export function withoutUrlPasswords(text: string | undefined): string | undefined {
  return text?.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, '$1:[redacted]@')
}
