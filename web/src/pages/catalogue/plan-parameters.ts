/**
 * Parameters of a plan as rows of a form, and back into the JSON Schema that the catalogue keeps. What a row does not know
 * (lists of objects, formats of their own) stays in the schema as it is.
 */
export const PARAMETER_TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const
export type ParameterType = (typeof PARAMETER_TYPES)[number]
/** What a form may choose from what exists; `none` is typed or picked from the values given. */
export const PARAMETER_CHOICES = [
  'none',
  'images',
  'tiers',
  'subnets',
  'security-groups',
  'key-pairs',
  'volumes',
  'backups',
  'servers',
] as const

type Schema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  readonly required: boolean
  readonly titleZh: string
  readonly titleEn: string
  readonly minimum: number | null
  readonly maximum: number | null
  readonly values: readonly string[]
  readonly fallback: string
  readonly choices: (typeof PARAMETER_CHOICES)[number]
  /** As it was; a new row has none. */
  readonly schema: Schema
}

const recordOf = (value: unknown): Schema =>
  typeof value === 'object' && value !== null ? (value as Schema) : {}
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const isText = (type: unknown) => type === 'string'

export function parametersOf(schema: Schema): readonly Parameter[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(recordOf(schema.properties)).map(([name, given]) => {
    const property = recordOf(given)
    const title = recordOf(property['x-title'])
    const [low, high] = isText(property.type) ? ['minLength', 'maxLength'] : ['minimum', 'maximum']
    const limit = (key: string | undefined) => {
      const value = property[key ?? '']
      return typeof value === 'number' ? value : null
    }
    const fallback = property.default
    const choices = PARAMETER_CHOICES.find((one) => one === property['x-choices']) ?? 'none'
    return {
      name,
      type: PARAMETER_TYPES.find((one) => one === property.type) ?? 'string',
      required: required.includes(name),
      titleZh: textOf(title.zh),
      titleEn: textOf(title.en),
      minimum: limit(low),
      maximum: limit(high),
      values: Array.isArray(property.enum) ? property.enum.map(String) : [],
      fallback: fallback === undefined || typeof fallback === 'object' ? '' : String(fallback),
      choices,
      schema: property,
    }
  })
}

export function schemaOf(parameters: readonly Parameter[], before: Schema = {}): Record<string, unknown> {
  return {
    ...before,
    type: 'object',
    properties: Object.fromEntries(parameters.map((one) => [one.name, propertyOf(one)])),
    required: parameters.filter((one) => one.required).map((one) => one.name),
    additionalProperties: false,
  }
}

const KNOWN = [
  'type',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'enum',
  'default',
  'x-title',
  'x-choices',
]

function propertyOf(one: Parameter): Record<string, unknown> {
  // A type that the form draws no limits for keeps all of its own words.
  const isPlain = one.type !== 'array' && one.type !== 'object'
  const kept = Object.fromEntries(
    Object.entries(one.schema).filter(([key]) => !KNOWN.includes(key) || (!isPlain && key !== 'x-title')),
  )
  const title = { 'x-title': { zh: one.titleZh, en: one.titleEn } }
  if (!isPlain) return { ...kept, type: one.type, ...(one.type === 'array' ? itemsOf(one) : {}), ...title }
  const [low, high] = isText(one.type) ? ['minLength', 'maxLength'] : ['minimum', 'maximum']
  const limits = one.type === 'boolean' ? {} : { [low as string]: one.minimum, [high as string]: one.maximum }
  const parts = {
    ...limits,
    enum: one.values.length > 0 ? one.values.map((value) => typedValue(one.type, value)) : null,
    default: one.fallback === '' ? null : typedValue(one.type, one.fallback),
    'x-choices': one.choices === 'none' ? null : one.choices,
  }
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null))
  return { ...kept, type: one.type, ...given, ...title }
}

/** A new list is one of texts, or of what exists. */
function itemsOf(one: Parameter): Record<string, unknown> {
  const items = one.schema.items ?? { type: 'string', maxLength: 200 }
  const choices = one.choices === 'none' ? {} : { 'x-choices': one.choices }
  return { items, maxItems: one.schema.maxItems ?? 20, ...choices }
}

function typedValue(type: ParameterType, text: string): unknown {
  if (type === 'integer' || type === 'number') return Number(text)
  return type === 'boolean' ? text === 'true' : text
}
