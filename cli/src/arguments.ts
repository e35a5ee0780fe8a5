import { readFileSync } from 'node:fs'
import type { Command, Flag } from './command.ts'
import { type Language, words } from './language.ts'

/** A command line that cannot be run; said to the person, exit code 2. */
export class UsageError extends Error {}

export interface Input {
  readonly params: Record<string, unknown>
  readonly query: Record<string, unknown>
  readonly body: unknown
}

/** Flags that every command knows. `value` says whether the next word belongs to it. */
const GLOBAL: Readonly<Record<string, { readonly value: boolean }>> = {
  '--json': { value: false },
  '--lang': { value: true },
  '--url': { value: true },
  '--output': { value: true },
  '--idempotency-key': { value: true },
  '--help': { value: false },
}

export interface Line {
  readonly words: readonly string[]
  /** Flag → its texts in order; a flag without value has ''. */
  readonly flags: ReadonlyMap<string, string>
}

/** Splits a command line into words and flags; `--flag value` and `--flag=value` are the same. */
export function splitLine(argv: readonly string[], booleans: ReadonlySet<string>): Line {
  const texts: string[] = []
  const flags = new Map<string, string>()
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string
    if (!word.startsWith('--')) {
      texts.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const name = equals < 0 ? word : word.slice(0, equals)
    const takesValue = GLOBAL[name]?.value ?? !booleans.has(name)
    if (equals >= 0) flags.set(name, word.slice(equals + 1))
    else if (!takesValue || name === '--help') flags.set(name, '')
    else flags.set(name, argv[++index] ?? '\0')
  }
  return { words: texts, flags }
}

/** The command's input out of its flags; words after noun and verb fill the path parameters in order. */
export function inputOf(command: Command, line: Line, language: Language): Input {
  const input = {
    params: {} as Record<string, unknown>,
    query: {} as Record<string, unknown>,
    body: undefined as unknown,
  }
  const body: Record<string, unknown> = {}
  const positional = [...line.words.slice(2)]
  for (const flag of command.flags) {
    const text = line.flags.get(flag.flag) ?? (flag.part === 'params' ? positional.shift() : undefined)
    if (text === undefined) continue
    const target = flag.part === 'body' ? body : input[flag.part]
    target[flag.name] = parseValue(flag, text, language)
  }
  const known = new Set([...command.flags.map((flag) => flag.flag), ...Object.keys(GLOBAL), '--data'])
  for (const name of line.flags.keys()) {
    if (!known.has(name)) throw new UsageError(`${words.unknownFlag[language]}: ${name}`)
  }
  const whole = line.flags.get('--data')
  if (whole !== undefined) input.body = { ...(parseJson(readText(whole), language) as object), ...body }
  else if (command.operation.body) input.body = body
  for (const flag of command.flags) {
    const holder = (flag.part === 'body' ? input.body : input[flag.part]) as
      | Record<string, unknown>
      | undefined
    if (flag.required && holder?.[flag.name] === undefined) {
      throw new UsageError(`${words.missingFlag[language]}: ${flag.flag}`)
    }
  }
  return input
}

function parseValue(flag: Flag, text: string, language: Language): unknown {
  if (flag.kind === 'boolean') return text === '' || text === 'true'
  if (text === '\0') throw new UsageError(`${words.flagNeedsValue[language]}: ${flag.flag}`)
  if (text === 'null' && flag.kind !== 'json') return null
  if (flag.kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (flag.kind === 'json') return parseJson(readText(text), language)
  return text
}

/** `@file` reads the file, `-` standard input, anything else is the text itself. */
function readText(text: string): string {
  if (text === '-') return readFileSync(0, 'utf8')
  return text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text
}

function parseJson(text: string, language: Language): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${words.badJson[language]}: ${text.slice(0, 80)}`)
  }
}
