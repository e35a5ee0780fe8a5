/** The way into an empty production database, by the real process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '../src/platform/db/index.ts'
import { useDatabase } from './kit/database.ts'
import { takenOver } from './kit/role-process.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const database = useDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-admin-'))
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function run(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...takenOver(),
      YUNHENG_MODE: 'production',
      YUNHENG_PUBLIC_URL: 'https://cloud.example.gov.cn',
      YUNHENG_PORT: '0',
      YUNHENG_SECRET_KEY: randomBytes(32).toString('base64'),
      YUNHENG_DATA_DIR: dataDir,
      DATABASE_URL: database.current.url,
    },
  })
  running.push(child)
  const told = { out: '', errors: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    told.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    told.errors += chunk.toString()
  })
  child.stdin.end(input)
  return { child, told, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) }
}

const ARGS = [
  ...['admin', 'create', '--region', '530000:某省', '--body', '省政务云管理中心'],
  ...['--system', 'zhang:张某', '--security', 'li:李某', '--audit', 'wang:王某'],
]

describe('admin create', () => {
  it('refuses what is missing or wrong, with the usage and code 2, and makes nothing', async () => {
    const cases: [readonly string[], string, string][] = [
      [['admin'], '', 'write admin create'],
      [[...ARGS.slice(0, 6)], '', '--system is written CODE:NAME'],
      [ARGS.map((arg) => (arg === 'li:李某' ? 'zhang:李某' : arg)), '', 'must differ'],
      [[...ARGS, '--password-stdin'], 'one\n', 'three lines of passwords'],
      [[...ARGS, '--password-stdin'], 'short\nshort\nshort\n', 'at least 10'],
    ]
    for (const [args, input, words] of cases) {
      const process = run(args, input)
      expect([await process.ended, process.told.errors]).toEqual([2, expect.stringContaining(words)])
    }
    const made = await database.current.database.as(SCOPE_ALL).selectFrom('account').select('id').execute()
    expect(made).toEqual([])
  }, 120_000)

  it('makes three separate administrators once, audited; each signs in and must change the password first', async () => {
    const process = run(ARGS)
    expect([await process.ended, process.told.errors]).toEqual([0, expect.not.stringContaining('Error')])
    const passwords = [...process.told.out.matchAll(/initial password (\S+)/g)].map((match) => match[1])
    expect(new Set(passwords).size).toBe(3)

    const db = database.current.database.as(SCOPE_ALL)
    const posts = await db.selectFrom('post').select(['person_id', 'role']).orderBy('role').execute()
    expect(posts.map((post) => post.role)).toEqual(['audit-admin', 'security-admin', 'system-admin'])
    expect(new Set(posts.map((post) => post.person_id)).size).toBe(3)
    const { rows: audited } = await database.current.database.owner.query<{ act: string; content: string }>(
      'select act, content::text from audit_pending',
    )
    expect(audited.filter(({ act }) => act === 'account.create')).toHaveLength(3)
    expect(JSON.stringify(audited)).not.toContain(passwords[0])

    const again = run(ARGS)
    expect([await again.ended, again.told.errors]).toEqual([
      2,
      expect.stringContaining('administrators already'),
    ])

    const api = run(['api'])
    const addressOf = () => /127\.0\.0\.1:\d+/.exec(api.told.errors)?.[0] ?? ''
    await expect.poll(addressOf).not.toBe('')
    const signIn = await fetch(`http://${addressOf()}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yunheng': '1' },
      body: JSON.stringify({ username: 'zhang', password: passwords[0] }),
    })
    expect(signIn.status).toBe(201)
    expect(await signIn.json()).toMatchObject({ duties: ['change-password'] })
    api.child.kill('SIGTERM')
    expect(await api.ended).toBe(0)
  }, 120_000)
})
