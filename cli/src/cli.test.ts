import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { operations } from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takenOver } from '../../server/test/kit/role-process.ts'
import { useServer } from '../../server/test/kit/server.ts'
import { inputOf, splitLine } from './arguments.ts'
import { commands, findCommand } from './command.ts'
import { commandHelp } from './help.ts'

const server = useServer()
let url = ''

beforeAll(async () => {
  await server.current.api.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(server.current.api.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await server.current.api.close()
})

/** Runs the command line as a person would, as the given post. */
function yunheng(
  args: readonly string[],
  token: string,
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...args], {
      env: { ...takenOver(), YUNHENG_URL: url, YUNHENG_TOKEN: token, YUNHENG_LANG: 'en' },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    child.stderr.on('data', (chunk) => (err += String(chunk)))
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

describe('the command line', () => {
  it('has a command for every operation that is not an endless stream, with help in both languages', () => {
    const ids = commands.map((command) => `${command.noun}.${command.verb}`)
    expect(ids).toEqual(operations.filter((each) => each.stream !== 'sse').map((each) => each.id))
    for (const command of commands) {
      expect(commandHelp(command, 'zh')).toContain(command.operation.title.zh)
      expect(commandHelp(command, 'en')).toContain(command.operation.title.en)
    }
  })

  it('turns flags into input: numbers, null, JSON, words for path parameters', () => {
    const update = findCommand('body', 'update')
    if (!update) throw new Error('body.update is missing')
    const line = splitLine(
      [
        'body',
        'update',
        'ID',
        '--version',
        '3',
        '--name=水利厅',
        '--short-name',
        '水利',
        '--credit-code',
        'null',
      ],
      new Set(),
    )
    expect(inputOf(update, line, 'zh')).toEqual({
      params: { id: 'ID' },
      query: {},
      body: { version: 3, name: '水利厅', shortName: '水利', creditCode: null },
    })
    expect(() =>
      inputOf(update, splitLine(['body', 'update', 'ID', '--versoin', '3'], new Set()), 'zh'),
    ).toThrow('--versoin')
    expect(() => inputOf(update, splitLine(['body', 'update', 'ID'], new Set()), 'en')).toThrow(
      'Missing flag: --version',
    )
  })

  it('lists, creates and is refused in the same words as the console', async () => {
    const { world } = server.current
    const list = await yunheng(['body', 'list', '--page-size', '3', '--json'], world.people.bureau.postId)
    expect(list.code).toBe(0)
    expect(JSON.parse(list.out).items).toHaveLength(3)
    const create = [
      'body',
      'create',
      '--region-id',
      world.regions.city,
      '--kind',
      'department',
      '--name',
      '市档案馆',
      '--short-name',
      '档案馆',
    ]
    const made = await yunheng(create, world.people.systemAdmin.postId)
    expect(made.out).toContain('name: 市档案馆')
    const refused = await yunheng(create, world.people.departmentAdmin.postId)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('Your acting post may not do this')
    expect(refused.err).toContain('common.forbidden')
  })

  it('says what is wrong with the command line, and that a server cannot be reached', async () => {
    const { world } = server.current
    expect((await yunheng(['body', 'fly'], world.people.bureau.postId)).code).toBe(2)
    const away = await yunheng(
      ['body', 'list', '--url', 'http://127.0.0.1:49151'],
      world.people.bureau.postId,
    )
    expect([away.code, away.err]).toEqual([3, 'Cannot reach: ECONNREFUSED\n'])
  })
})
