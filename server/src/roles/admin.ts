import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type REGION_LEVELS, roles as roleRecords } from '@yunheng/contract'
import { compose } from '../compose.ts'
import {
  createFirstAdministrators,
  FIRST_ROLES,
  type FirstAdministrators,
  type NewAdministrator,
} from '../modules/identity/index.ts'
import { systemClock } from '../platform/clock.ts'
import { systemActor } from '../platform/create-context.ts'
import { AppError, wordsOf } from '../platform/errors.ts'
import { EXIT, StartupError } from '../platform/startup-error.ts'
import { openSecrets } from './open-secrets.ts'
import { bringUpToDate, openStore } from './open-store.ts'
import type { Role, RoleContext } from './role.ts'

const OPTIONS =
  '--region 530000:某省 --body 省政务云管理中心 --system USER:NAME --security USER:NAME --audit USER:NAME'

/** `admin create …`: the three first administrators of an empty platform. Refused when anybody is one already. */
export const admin: Role = {
  summary: {
    zh: 'admin create：为空库建立首批管理员（系统、安全、审计三员）',
    en: 'admin create: the first three administrators of an empty database',
  },
  async run(context) {
    const input = readInput(context.args)
    const database = await openStore(context, 'tool')
    await bringUpToDate(database, context)
    const { config, log } = context
    const composition = compose({
      database,
      clock: systemClock,
      log,
      secrets: openSecrets(config),
      dataDir: config.dataDir,
      cloudNetworks: config.cloudNetworks,
      scans: config.scans,
      measures: config.measures,
      trustProxy: [],
      secureCookies: false,
      assertAudited: false,
      workerConcurrency: 1,
    })
    try {
      const call = { requestId: 'admin-create', address: null, operation: null }
      const ctx = composition.makeCtx(systemActor('admin-create'), call)
      tell(context, await createFirstAdministrators(ctx, input))
    } catch (error) {
      throw error instanceof AppError ? asStartup(error) : error
    } finally {
      await composition.close()
    }
  },
}

function tell({ say }: RoleContext, made: readonly NewAdministrator[]): void {
  for (const { role, username, initialPassword } of made) {
    const { title } = roleRecords[role]
    const word = (told: string, given: string) =>
      initialPassword === null ? given : `${told} ${initialPassword}`
    say({
      zh: `${title.zh}：${username}，${word('初始口令', '口令如所给')}`,
      en: `${title.en}: ${username}, ${word('initial password', 'password as given')}`,
    })
  }
  say({
    zh: '口令只显示这一次，首次登录须修改。请分别交给三位管理员。',
    en: 'Passwords are shown this once and must be changed at the first sign-in. Hand each to its administrator.',
  })
}

const asStartup = (error: AppError) =>
  new StartupError(wordsOf(error.reason, error.details, error.detailsEn), {
    exitCode: EXIT.usage,
    cause: error,
  })

function readInput(args: readonly string[]): FirstAdministrators {
  const [verb, ...rest] = args
  if (verb !== 'create') throw wrong('请写 admin create', 'write admin create')
  const text = { type: 'string' } as const
  const values = parse(rest, {
    region: text,
    body: text,
    system: text,
    security: text,
    audit: text,
    'password-stdin': { type: 'boolean' } as const,
  })
  const passwords = values['password-stdin'] === true ? readPasswords() : []
  const [code, regionName] = pairOf('region', values.region)
  if (!/^[0-9]{6}$/.test(code)) throw wrong('区划代码为六位数字', 'a region code has six digits')
  const bodyName = String(values.body ?? '').trim()
  if (bodyName === '' || bodyName.length > 200) throw wrong('缺少 --body', '--body is missing')
  const people = Object.fromEntries(
    FIRST_ROLES.map((role, index) => {
      const option = role.replace('-admin', '')
      const [username, name] = pairOf(option, values[option])
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/.test(username))
        throw wrong(`用户名不合规：${username}`, `no user name: ${username}`)
      return [role, { username, name, password: passwords[index] ?? null }]
    }),
  ) as FirstAdministrators['people']
  const names = new Set(Object.values(people).map(({ username }) => username.toLowerCase()))
  if (names.size < FIRST_ROLES.length)
    throw wrong('三个用户名须不同（三员分立）', 'the three user names must differ: three separate people')
  return { region: { code, name: regionName, level: levelOf(code) }, bodyName, people }
}

/** GB/T 2260: the pairs of digits that are zero say the level. */
function levelOf(code: string): (typeof REGION_LEVELS)[number] {
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}

function parse(args: readonly string[], options: Record<string, { readonly type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw wrong((error as Error).message, (error as Error).message)
  }
}

function pairOf(option: string, value: unknown): readonly [string, string] {
  const [, first = '', second = ''] = /^([^:]+):(.+)$/.exec(String(value ?? '')) ?? []
  if (first.trim() === '' || second.trim() === '' || second.length > 200)
    throw wrong(`--${option} 应写作 代码:名称`, `--${option} is written CODE:NAME`)
  return [first.trim(), second.trim()]
}

/** One line each, in the order system, security, audit: never as an argument, which every user of the machine can read. */
function readPasswords(): readonly string[] {
  const lines = readFileSync(0, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  if (lines.length !== FIRST_ROLES.length)
    throw wrong(
      '标准输入须有三行口令（系统、安全、审计）',
      'three lines of passwords are read: system, security, audit',
    )
  return lines
}

function wrong(zh: string, en: string): StartupError {
  return new StartupError(
    {
      zh: `${zh}。用法：admin create ${OPTIONS} [--password-stdin]`,
      en: `${en}. Usage: admin create ${OPTIONS} [--password-stdin]`,
    },
    { exitCode: EXIT.usage },
  )
}
