import { type OperationSpec, operations } from '@yunheng/contract'

interface Schema {
  readonly type?: string
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

/** A flag of a command, out of a property of the operation's params, query or body. */
export interface Flag {
  /** As typed: `--page-size`. */
  readonly flag: string
  readonly name: string
  readonly part: 'params' | 'query' | 'body'
  readonly required: boolean
  /** How the text becomes a value. */
  readonly kind: 'text' | 'number' | 'boolean' | 'json'
  readonly values: readonly string[]
}

export interface Command {
  readonly operation: OperationSpec
  readonly noun: string
  readonly verb: string
  readonly flags: readonly Flag[]
}

/** Every operation as a command `yunheng <noun> <verb>`, except the endless streams. */
export const commands: readonly Command[] = operations
  .filter((operation) => operation.stream !== 'sse')
  .map((operation) => {
    const [noun = '', verb = ''] = operation.id.split('.')
    return { operation, noun, verb, flags: flagsOf(operation) }
  })

export function findCommand(noun: string | undefined, verb: string | undefined): Command | undefined {
  return commands.find((command) => command.noun === noun && command.verb === verb)
}

function flagsOf(operation: OperationSpec): Flag[] {
  return (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = operation[part] as Schema | undefined
    const required = new Set(schema?.required ?? [])
    return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
      flag: `--${kebab(name)}`,
      name,
      part,
      required: part === 'params' || required.has(name),
      kind: kindOf(property),
      values: (property.enum ?? property.anyOf?.flatMap((each) => each.enum ?? []) ?? []).map(String),
    }))
  })
}

function kindOf(schema: Schema): Flag['kind'] {
  if (schema.enum) return 'text'
  if (schema.anyOf) {
    const others = schema.anyOf.filter((each) => each.type !== 'null').map(kindOf)
    return others.length === 1 ? (others[0] as Flag['kind']) : 'json'
  }
  switch (schema.type) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'json'
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
