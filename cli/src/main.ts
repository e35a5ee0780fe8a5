/** `yunheng`: every operation of the contract as a command. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 unreachable. */
import { writeFileSync } from 'node:fs'
import { inputOf, splitLine, UsageError } from './arguments.ts'
import { callApi } from './call.ts'
import { type Command, commands, findCommand } from './command.ts'
import { readCredentials } from './credentials.ts'
import { commandHelp, nounHelp, overview } from './help.ts'
import { chooseLanguage, type Language, words } from './language.ts'
import { login, logout, Refused } from './login.ts'
import { problemText, toText } from './print.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const complain = (text: string) => process.stderr.write(`${text}\n`)

async function run(argv: readonly string[]): Promise<number> {
  const [noun, verb] = argv.filter((word) => !word.startsWith('--'))
  const command = findCommand(noun, verb)
  const booleans = new Set(
    (command?.flags ?? []).filter((flag) => flag.kind === 'boolean').map((flag) => flag.flag),
  )
  const line = splitLine(argv, booleans)
  const language = chooseLanguage(line.flags.get('--lang'), process.env)
  if (noun === 'login') {
    say(`${words.signedIn[language]} ${await login(line.flags, process.env, language)}`)
    return 0
  }
  if (noun === 'logout') {
    await logout(process.env, language)
    say(words.signedOut[language])
    return 0
  }
  if (command && !line.flags.has('--help')) return runCommand(command, line, language)
  return showHelp(line.words[0] === 'help' ? line.words.slice(1) : line.words, language)
}

function showHelp([noun, verb]: readonly string[], language: Language): number {
  const command = findCommand(noun, verb)
  if (command) say(commandHelp(command, language))
  else if (noun === undefined) say(overview(language))
  else if (verb === undefined && commands.some((each) => each.noun === noun)) say(nounHelp(noun, language))
  else {
    complain(words.unknownCommand[language])
    return 2
  }
  return 0
}

async function runCommand(
  command: Command,
  line: ReturnType<typeof splitLine>,
  language: Language,
): Promise<number> {
  const input = inputOf(command, line, language)
  const kept = readCredentials(process.env)
  const url = line.flags.get('--url') ?? kept?.url
  if (url === undefined || (kept === null && command.operation.access !== 'public')) {
    complain(words.notSignedIn[language])
    return 2
  }
  const headers: Record<string, string> = kept ? { authorization: `Bearer ${kept.token}` } : {}
  const key = line.flags.get('--idempotency-key')
  const outcome = await callApi(
    { url, headers },
    command.operation,
    input,
    language,
    key ? { 'idempotency-key': key } : {},
  )
  if (outcome.kind === 'refused') {
    if (line.flags.has('--json')) say(JSON.stringify(outcome.problem, null, 2))
    complain(problemText(outcome.problem, language))
    return 1
  }
  if (outcome.kind === 'file') {
    const content = Buffer.from(await outcome.answer.arrayBuffer())
    const path = line.flags.get('--output')
    if (path) writeFileSync(path, content)
    else process.stdout.write(content)
    return 0
  }
  say(line.flags.has('--json') ? JSON.stringify(outcome.value, null, 2) : toText(outcome.value, language))
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const language = chooseLanguage(undefined, process.env)
  if (error instanceof Refused) {
    complain(problemText(error.problem, language))
    process.exitCode = 1
  } else if (error instanceof UsageError) {
    complain(error.message)
    process.exitCode = 2
  } else {
    const cause = (error as { cause?: { code?: string } }).cause
    complain(cause?.code ? `${words.unreachable[language]}: ${cause.code}` : String((error as Error).message))
    process.exitCode = cause?.code ? 3 : 1
  }
}
