import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bindConsole } from './console-files.ts'
import { bindProbes } from './probes.ts'

function anApp(checks: Record<string, () => Promise<unknown>> = {}, draining = false) {
  const app = fastify()
  bindProbes(app, { checks, isDraining: () => draining })
  return app
}

describe('probes', () => {
  it('says not ready and names what fails, while it still lives', async () => {
    const app = anApp({ database: () => Promise.reject(new Error('no')), blobs: async () => {} })
    const ready = await app.inject('/readyz')
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'not-ready', failing: ['database'] }])
    expect((await app.inject('/healthz')).statusCode).toBe(200)
  })

  it('says not ready when a check does not answer in time', async () => {
    const app = anApp({ database: () => new Promise(() => {}) })
    expect((await app.inject('/readyz')).statusCode).toBe(503)
  })

  it('asks for no more once it drains', async () => {
    const ready = await anApp({}, true).inject('/readyz')
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'not-ready', failing: ['draining'] }])
  })

  it('is ready when every check passes', async () => {
    expect((await anApp({ database: async () => {} }).inject('/readyz')).statusCode).toBe(200)
  })

  it('counts requests by route pattern, not by path', async () => {
    const app = anApp()
    app.get('/things/:id', async () => 'a thing')
    await app.inject('/things/1')
    await app.inject('/things/2')
    const metrics = (await app.inject('/metrics')).body
    expect(metrics).toContain(
      'yunheng_http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"} 2',
    )
    expect(metrics).toContain('process_cpu_seconds_total')
  })
})

describe('the console’s files', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yunheng-console-'))
    mkdirSync(join(root, 'assets'))
    writeFileSync(join(root, 'index.html'), '<p>page</p>')
    writeFileSync(join(root, 'assets', 'app-1.js'), 'plain')
    writeFileSync(join(root, 'assets', 'app-1.js.br'), 'squeezed')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  async function aConsole() {
    const app = fastify()
    await bindConsole(app, root)
    return app
  }

  it.each(['/../secret', '/%2e%2e/secret', '/assets/..%2f..%2fetc/passwd', '/%'])(
    'never leaves its directory: %s',
    async (path) => {
      writeFileSync(join(root, '..', 'secret'), 'outside')
      const answer = await (await aConsole()).inject(path)
      rmSync(join(root, '..', 'secret'))
      expect(answer.body).not.toContain('outside')
      expect(answer.body).not.toContain('root:')
      expect(answer.statusCode).toBeLessThan(500)
    },
  )

  it.each(['/api/v1/nothing', '/assets/gone.js'])('answers 404 for %s', async (path) => {
    expect((await (await aConsole()).inject(path)).statusCode).toBe(404)
  })

  it('keeps hashed files for ever and asks for the page each time', async () => {
    const app = await aConsole()
    const script = await app.inject({ url: '/assets/app-1.js', headers: { 'accept-encoding': 'br' } })
    expect([script.headers['cache-control'], script.headers['content-encoding'], script.body]).toEqual([
      'public, max-age=31536000, immutable',
      'br',
      'squeezed',
    ])
    for (const path of ['/', '/requests/7?tab=flow']) {
      const page = await app.inject(path)
      expect([page.headers['cache-control'], page.body]).toEqual(['no-cache', '<p>page</p>'])
    }
  })
})
