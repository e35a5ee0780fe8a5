import { type Command, commands } from './command.ts'
import { type Language, words } from './language.ts'

export function overview(language: Language): string {
  const nouns = Map.groupBy(commands, (command) => command.noun)
  const lines = [...nouns].map(
    ([noun, own]) => `  ${noun.padEnd(18)} ${own.map((each) => each.verb).join(' | ')}`,
  )
  return `${words.usage[language]}: yunheng <noun> <verb> [flags]

  login              ${words.loginHelp[language]}
  logout             ${words.logoutHelp[language]}

${words.commands[language]}:
${lines.join('\n')}
`
}

export function nounHelp(noun: string, language: Language): string {
  const own = commands.filter((command) => command.noun === noun)
  return own
    .map((command) => `yunheng ${noun} ${command.verb.padEnd(22)} ${command.operation.title[language]}`)
    .join('\n')
}

export function commandHelp(command: Command, language: Language): string {
  const flags = command.flags.map((flag) => {
    const notes = [
      ...(flag.required ? [words.required[language]] : []),
      ...(flag.values.length > 0 ? [`${words.values[language]}: ${flag.values.join(', ')}`] : []),
    ]
    return `  ${flag.flag} ${flag.kind === 'boolean' ? '' : `<${flag.kind}>`}  ${notes.join('; ')}`.trimEnd()
  })
  return `${command.operation.title[language]}

${words.usage[language]}: yunheng ${command.noun} ${command.verb}${command.flags
    .filter((flag) => flag.part === 'params')
    .map((flag) => ` <${flag.name}>`)
    .join('')} [flags]

${words.flags[language]}:
${flags.join('\n')}${command.operation.body ? `\n  --data <json>  ${words.bodyHelp[language]}` : ''}${
  command.operation.stream === 'file' ? `\n  --output <file>  ${words.outputHelp[language]}` : ''
}
  --json  ${words.jsonHelp[language]}
`
}
