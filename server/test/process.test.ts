import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../src/platform/log/index.ts'
import { startPostgres } from '../src/platform/postgres/index.ts'
import { startRole } from './kit/role-process.ts'

let dataDir: string
const children: ChildProcess[] = []

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yunheng-process-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  // Whatever the last test left of the database is adopted and ended.
  await (await startPostgres({ dataDir, log: silentLog() })).stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Over the directory of this file, ended with the test. The sample province is started by the lane of the browser. */
function run(role: string, env: Record<string, string> = {}) {
  const running = startRole([role], { YUNHENG_DATA_DIR: dataDir, YUNHENG_SAMPLE_DATA: 'never', ...env })
  children.push(running.child)
  return running
}

describe('the process', () => {
  it('refuses wrong settings, all of them at once, with code 2', async () => {
    const { ended, errors } = run('serve', { YUNHENG_PORT: 'eighty', YUNHENG_LOG_LEVEL: 'loud' })
    expect(await ended).toBe(2)
    expect(errors()).toContain('YUNHENG_PORT=eighty')
    expect(errors()).toContain('YUNHENG_LOG_LEVEL=loud')
  })

  it('shows its roles when it does not know one, with code 2', async () => {
    const { ended, errors } = run('dance')
    expect(await ended).toBe(2)
    expect(errors()).toContain('migrate')
  })

  it('says that the database cannot be reached and why, without its password, with code 4', async () => {
    const deaf = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(deaf, 'listening')
    const { port } = deaf.address() as AddressInfo
    const { ended, errors } = run('serve', {
      DATABASE_URL: `postgresql://yunheng:hunter2@127.0.0.1:${port}/y`,
    })
    expect(await ended).toBe(4)
    expect(errors()).toContain('The database cannot be reached: Connection terminated')
    expect(errors()).not.toContain('hunter2')
    deaf.close()
  })

  it('starts from nothing, is ready, drains on SIGTERM and leaves nothing', async () => {
    const server = run('serve')
    const url = await server.address()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('yunheng_http_request_duration_seconds')
    expect((await fetch(`${url}/api/v1/openapi.json`)).status).toBe(200)
    expect((await fetch(`${url}/api/v1/regions`)).status).toBe(401)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(existsSync(join(dataDir, 'yunheng.lock'))).toBe(false)
    expect(existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false)
  })

  it('refuses a directory in use with code 3 and a taken port with code 2, and stops what it had started', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const port = String((taken.address() as AddressInfo).port)
    const second = run('serve', { YUNHENG_PORT: port })
    expect(await second.ended).toBe(2)
    expect(second.errors()).toContain(`Port ${port} (127.0.0.1) is taken`)
    taken.close()
    const first = run('serve')
    await first.address()
    const third = run('serve')
    expect(await third.ended).toBe(3)
    expect(third.errors()).toContain('正被另一个云衡进程使用')
    const tool = run('migrate')
    expect(await tool.ended).toBe(0)
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
  })

  it('is up again after a kill -9, on the database that the kill left running', async () => {
    const first = run('serve')
    await first.address()
    first.child.kill('SIGKILL')
    await first.ended
    const second = run('serve')
    expect((await fetch(`${await second.address()}/readyz`)).status).toBe(200)
    expect(second.errors()).toContain('took over the database server')
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })
})
