import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Where to call and as whom. The file is readable by its owner only. */
export interface Credentials {
  readonly url: string
  readonly token: string
  /** The token's own id, so that logout can end it. */
  readonly tokenId: string | null
}

export function credentialsPath(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'yunheng', 'credentials.json')
}

/** Environment first, so that a pipeline needs no file. */
export function readCredentials(env: NodeJS.ProcessEnv): Credentials | null {
  if (env.YUNHENG_URL && env.YUNHENG_TOKEN)
    return { url: trimSlash(env.YUNHENG_URL), token: env.YUNHENG_TOKEN, tokenId: null }
  try {
    const kept = JSON.parse(readFileSync(credentialsPath(env), 'utf8')) as Credentials
    return typeof kept.url === 'string' && typeof kept.token === 'string' ? kept : null
  } catch {
    return null
  }
}

export function writeCredentials(env: NodeJS.ProcessEnv, credentials: Credentials): string {
  const path = credentialsPath(env)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  return path
}

export function removeCredentials(env: NodeJS.ProcessEnv): void {
  rmSync(credentialsPath(env), { force: true })
}

export const trimSlash = (url: string) => url.replace(/\/+$/, '')
