import fc from 'fast-check'

/** The part of JSON Schema that the contract uses. */
interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly patternProperties?: Readonly<Record<string, Schema>>
}

/** Values that fit a schema of the contract: what a correct client could send. */
export function arbitraryOf(schema: object): fc.Arbitrary<unknown> {
  return fit(schema as Schema)
}

function fit(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fit))
  switch (schema.type) {
    case 'object':
      return object(schema)
    case 'array': {
      const minLength = schema.minItems ?? 0
      const size = { minLength, maxLength: Math.max(minLength, Math.min(3, schema.maxItems ?? 3)) }
      const item = fit(schema.items ?? {})
      return schema.uniqueItems ? fc.uniqueArray(item, size) : fc.array(item, size)
    }
    case 'string':
      return string(schema)
    case 'integer':
      return fc.integer({ min: clamp(schema.minimum ?? -1000), max: clamp(schema.maximum ?? 1000) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.constantFrom(null, 1, 'x', true)
  }
}

function object(schema: Schema): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0 && schema.patternProperties) {
    const [pattern, value] = Object.entries(schema.patternProperties)[0] as [string, Schema]
    return fc.dictionary(matching(pattern), fit(value), { maxKeys: 2 })
  }
  return fc.record(Object.fromEntries(properties.map(([name, value]) => [name, fit(value)])), {
    requiredKeys: [...(schema.required ?? [])],
  })
}

function string(schema: Schema): fc.Arbitrary<string> {
  switch (schema.format) {
    case 'uuid':
      return fc.uuid()
    case 'date-time':
      return fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString())
    case 'date':
      return fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10))
    case 'email':
      return fc.constantFrom('a@example.test', 'b.c@example.test')
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  const inBounds = (text: string) => [...text].length >= minLength && [...text].length <= maxLength
  if (schema.pattern && schema.pattern !== '\\S') return matching(schema.pattern).filter(inBounds)
  const size = Math.min(Math.max(minLength, 12), maxLength)
  return fc
    .string({
      unit: fc.constantFrom(...'abc云衡政务 12'),
      minLength: Math.max(minLength, 1),
      maxLength: size,
    })
    .map((text) => `a${text}`.slice(0, maxLength))
}

function matching(pattern: string): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(pattern)).filter((text) => text.isWellFormed() && !text.includes('\0'))
}

const clamp = (value: number) => Math.max(-2_147_483_648, Math.min(2_147_483_647, value))

/** What no client should send: the list of F17. */
export const HOSTILE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  ' ',
  'a\0b',
  '\ud800',
  '\u202e\u0000',
  "' or 1=1 --",
  '{{7*7}}',
  '../../../../etc/passwd',
  '\r\nset-cookie: a=b',
  'x'.repeat(5000),
  '𠮷'.repeat(300),
  [],
  [[[[[[[[[[[[]]]]]]]]]]]],
  {},
  { toString: 1, valueOf: 2, constructor: { prototype: { a: 1 } } },
  { $ne: null },
  '00000000-0000-0000-0000-000000000000',
  'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00.000Z',
  '1e400',
  'NaN',
]

/** Of so many spoiled values one fitting value is the base: to make one from a schema costs more than to spoil it. */
const SPOILED_EACH = 8

/** So many values, each a fitting one with one place made hostile, a field taken away, or a field that nobody knows. */
export function hostileSamples(schema: object, count: number, seed: number): readonly unknown[] {
  const bases = fc.sample(arbitraryOf(schema), { seed, numRuns: Math.ceil(count / SPOILED_EACH) })
  const ways = fc.tuple(
    fc.nat(),
    fc.constantFrom(...HOSTILE),
    fc.constantFrom('replace', 'remove', 'add', 'whole'),
  )
  return fc
    .sample(ways, { seed, numRuns: count })
    .map(([position, hostile, how], nth) =>
      how === 'whole' ? hostile : spoil(bases[nth % bases.length], position, hostile, how),
    )
}

function spoil(root: unknown, position: number, hostile: unknown, how: string): unknown {
  const copy = structuredClone(root)
  const places: [holder: Record<string, unknown>, key: string][] = []
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      places.push([value as Record<string, unknown>, key])
      walk(child)
    }
  }
  walk(copy)
  const place = places[position % Math.max(1, places.length)]
  if (place === undefined) return hostile
  const [holder, key] = place
  if (how === 'remove') delete holder[key]
  else if (how === 'add' && !Array.isArray(holder)) holder[`x_${position % 7}`] = hostile
  else holder[key] = hostile
  return copy
}
