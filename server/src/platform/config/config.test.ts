import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, configurationDocument, parseConfig, unknownVariables } from './index.ts'

function wrongOf(env: Record<string, string>) {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

describe('parseConfig', () => {
  it('lists every wrong variable at once, with the reason and what is allowed', () => {
    const error = wrongOf({
      YUNHENG_PORT: '99999',
      YUNHENG_LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      YUNHENG_TRUSTED_PROXIES: '10.0.0.1, 10.0.0.0/99',
    })
    expect(error.wrong.map(({ name }) => name)).toEqual([
      'YUNHENG_PORT',
      'YUNHENG_TRUSTED_PROXIES',
      'DATABASE_URL',
      'YUNHENG_LOG_LEVEL',
    ])
    expect(error.message).toContain('YUNHENG_PORT=99999：超出范围。允许：0 到 65535 的整数。')
    expect(error.message).toContain('out of range. Allowed: an integer from 0 to 65535.')
    expect(error.message).toContain('"10.0.0.0/99" is not an address or range')
  })

  it('never repeats the value of a secret', () => {
    const error = wrongOf({ DATABASE_URL: 'mysql://root:hunter2@db/x', YUNHENG_SECRET_KEY: 'hunter2' })
    expect(error.message).not.toContain('hunter2')
  })

  it.each(['8080x', '-1', '1e3', '65536', '8080.5', '０'])('refuses port %s', (port) => {
    expect(wrongOf({ YUNHENG_PORT: port }).wrong).toHaveLength(1)
  })

  it('refuses a production without https, and one that would invent its own key for a shared database', () => {
    const error = wrongOf({ YUNHENG_MODE: 'production', DATABASE_URL: 'postgres://u:p@db/y' })
    expect(error.wrong.map(({ name }) => name)).toEqual(['YUNHENG_PUBLIC_URL', 'YUNHENG_SECRET_KEY_FILE'])
  })

  it('refuses two sources of the secret key', () => {
    const error = wrongOf({ YUNHENG_SECRET_KEY: 'ab'.repeat(32), YUNHENG_SECRET_KEY_FILE: '/run/key' })
    expect(error.wrong.map(({ name }) => name)).toEqual(['YUNHENG_SECRET_KEY'])
  })

  it('needs nothing: every variable has a default, and empty counts as absent', () => {
    const config = parseConfig({ YUNHENG_PORT: '', DATABASE_URL: ' ' })
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8080, trustedProxies: [] })
    expect(config.database.url).toBeNull()
    expect(config.dataDir).toBe(resolve('data'))
    expect(config.secretKey).toEqual({
      kind: 'file',
      path: resolve('data/secret.key'),
      createWhenMissing: true,
    })
  })

  it('takes what is given', () => {
    const config = parseConfig({
      YUNHENG_PORT: '0',
      YUNHENG_DATA_DIR: '/var/lib/y',
      YUNHENG_TRUSTED_PROXIES: '10.0.0.1, fd00::/8',
      YUNHENG_SHUTDOWN_SECONDS: '3',
      YUNHENG_SCAN_FULL_MINUTES: '60',
    })
    expect(config).toMatchObject({
      dataDir: '/var/lib/y',
      http: { port: 0, trustedProxies: ['10.0.0.1', 'fd00::/8'] },
      shutdownTimeoutMs: 3000,
      scans: { fullEveryMs: 3_600_000, incrementalEveryMs: 600_000 },
      measures: { everyMs: 300_000 },
    })
  })
})

describe('unknownVariables', () => {
  it('finds slips of the pen, and leaves the variables of the CLI and of others alone', () => {
    expect(
      unknownVariables({ YUNHENG_PROT: '1', YUNHENG_URL: 'x', PATH: '/bin', YUNHENG_PORT: '1' }),
    ).toEqual(['YUNHENG_PROT'])
  })
})

describe('configurationDocument', () => {
  it('has one row for each variable', () => {
    const document = configurationDocument()
    expect(document).toContain('| `YUNHENG_PORT` |')
    expect(document).toContain('`./data`')
    expect(document.split('\n').filter((line) => line.startsWith('| `')).length).toBeGreaterThan(15)
  })
})
