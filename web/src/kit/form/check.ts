/**
 * A light validation of form values against JSON Schema, for answers at the field before the server is asked.
 * It knows what the contract uses; the server checks everything again with the same schema. Interpreted, because
 * the page's policy forbids compiled validators.
 */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
}

export type Rule =
  | 'required'
  | 'min-length'
  | 'max-length'
  | 'pattern'
  | 'minimum'
  | 'maximum'
  | 'integer'
  | 'multiple'
  | 'choice'
  | 'min-items'
  | 'max-items'
  | 'format'

export interface Issue {
  /** Dotted: `lines.0.quantity`. */
  readonly path: string
  readonly rule: Rule
  readonly limit?: number
}

export function checkValue(schema: JsonSchema, value: unknown, path = '', required = true): readonly Issue[] {
  const { schema: real, nullable } = withoutNull(schema)
  if (isEmpty(value) || (nullable && isBlank(value))) {
    if (!required || nullable || blankOf(real) !== undefined) return []
    return [{ path, rule: real.enum || real.anyOf ? 'choice' : 'required' }]
  }
  if (real.anyOf) return checkUnion(real.anyOf, value, path)
  if (real.enum && !real.enum.includes(value)) return [{ path, rule: 'choice' }]
  if (real.const !== undefined) return real.const === value ? [] : [{ path, rule: 'choice' }]
  switch (real.type) {
    case 'string':
      return checkText(real, String(value), path)
    case 'integer':
    case 'number':
      return checkNumber(real, value, path)
    case 'array':
      return checkArray(real, value as readonly unknown[], path)
    case 'object':
      return checkObject(real, value as Readonly<Record<string, unknown>>, path)
    default:
      return []
  }
}

/** `X | null` as X, and whether null is allowed. */
export function withoutNull(schema: JsonSchema): { readonly schema: JsonSchema; readonly nullable: boolean } {
  const options = schema.anyOf
  if (!options) return { schema, nullable: false }
  const rest = options.filter((option) => option.type !== 'null')
  if (rest.length === options.length) return { schema, nullable: false }
  return { schema: rest.length === 1 ? (rest[0] as JsonSchema) : { ...schema, anyOf: rest }, nullable: true }
}

/** What an untouched required field means, where the schema allows it: no words, no rows, not ticked. */
function blankOf(schema: JsonSchema): unknown {
  if (schema.type === 'boolean') return false
  if (schema.type === 'array' && !schema.minItems) return []
  if (schema.type !== 'string' || schema.minLength || schema.pattern || schema.format || schema.enum)
    return undefined
  return ''
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (typeof value === 'string' && value.trim() === '')
  )
}

/** A group of fields that may be left out as a whole, and was: nothing is filled in. */
function isBlank(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value) && Object.values(value as object).every(isEmpty)
}

function checkUnion(options: readonly JsonSchema[], value: unknown, path: string): readonly Issue[] {
  const tried = options.map((option) => checkValue(option, value, path))
  return tried.find((issues) => issues.length === 0) ?? tried[0] ?? []
}

function checkText(schema: JsonSchema, value: string, path: string): readonly Issue[] {
  const length = [...value].length
  if (schema.minLength !== undefined && length < schema.minLength)
    return [{ path, rule: 'min-length', limit: schema.minLength }]
  if (schema.maxLength !== undefined && length > schema.maxLength)
    return [{ path, rule: 'max-length', limit: schema.maxLength }]
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) return [{ path, rule: 'pattern' }]
  if (schema.format && !(formats[schema.format]?.test(value) ?? true)) return [{ path, rule: 'format' }]
  return []
}

const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  email: /^[^\s@]+@[^\s@]+$/,
}

function checkNumber(schema: JsonSchema, value: unknown, path: string): readonly Issue[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [{ path, rule: 'required' }]
  if (schema.type === 'integer' && !Number.isInteger(value)) return [{ path, rule: 'integer' }]
  if (schema.minimum !== undefined && value < schema.minimum)
    return [{ path, rule: 'minimum', limit: schema.minimum }]
  if (schema.maximum !== undefined && value > schema.maximum)
    return [{ path, rule: 'maximum', limit: schema.maximum }]
  if (schema.multipleOf && !Number.isInteger(value / schema.multipleOf))
    return [{ path, rule: 'multiple', limit: schema.multipleOf }]
  return []
}

function checkArray(schema: JsonSchema, value: readonly unknown[], path: string): readonly Issue[] {
  if (schema.minItems !== undefined && value.length < schema.minItems)
    return [{ path, rule: 'min-items', limit: schema.minItems }]
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    return [{ path, rule: 'max-items', limit: schema.maxItems }]
  const items = schema.items
  return items ? value.flatMap((item, index) => checkValue(items, item, join(path, String(index)))) : []
}

function checkObject(
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly Issue[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    checkValue(inner, value[key], join(path, key), required.has(key)),
  )
}

export const join = (path: string, key: string) => (path ? `${path}.${key}` : key)

/** What is sent: empty optional fields are left out, empty nullable ones become null. */
export function tidy(schema: JsonSchema, value: unknown): unknown {
  const { schema: real, nullable } = withoutNull(schema)
  if (isEmpty(value) || (nullable && isBlank(value))) return nullable ? null : undefined
  if (real.type === 'string' && typeof value === 'string') return value.trim()
  if (real.type === 'array' && real.items)
    return (value as readonly unknown[]).map((item) => tidy(real.items as JsonSchema, item))
  if (real.type !== 'object' || !real.properties) return value
  const required = new Set(real.required ?? [])
  return Object.fromEntries(
    Object.entries(real.properties).flatMap(([key, inner]) => {
      const given = tidy(inner, (value as Record<string, unknown>)[key])
      const kept = given === undefined && required.has(key) ? blankOf(withoutNull(inner).schema) : given
      return kept === undefined || (kept === null && !required.has(key)) ? [] : [[key, kept] as const]
    }),
  )
}
