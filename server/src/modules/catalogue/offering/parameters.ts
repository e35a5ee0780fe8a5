/** Parameters of plans: JSON Schemas written by the keepers of the catalogue, filled in by those who apply. */
import type { ParameterSchema } from '@yunheng/contract'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { FieldProblem } from '../../../platform/errors.ts'
import { toFieldProblem } from '../../../platform/schema-problem.ts'

/**
 * Words that a parameter schema may use. No references (nothing is fetched, nothing recurses), no patterns (no input can
 * make a regular expression run away); the `x-` words tell forms how to ask.
 */
const KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'title',
  'description',
  'default',
  'enum',
  'const',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'format',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  // Title in both languages: { zh, en }.
  'x-title',
  // Unit shown behind the field: { zh, en }.
  'x-unit',
  // Choices that depend on the pool or the body: images, storage tiers, networks, security groups, key pairs, volumes.
  'x-choices',
])
const TYPES: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean'])
const DEPTH_MAX = 4
const SIZE_MAX = 20_000

/** Why this is no parameter schema, in a sentence for its author; null when it is one. */
export function problemOfSchema(schema: ParameterSchema): string | null {
  if (JSON.stringify(schema).length > SIZE_MAX) return 'the parameter schema is too long'
  return problemOfObject(schema, 'parameters', 1)
}

function problemOfObject(schema: ParameterSchema, path: string, depth: number): string | null {
  if (schema.type !== 'object') return `${path}: type must be "object"`
  if (schema.additionalProperties !== false) return `${path}: additionalProperties must be false`
  if (!isRecord(schema.properties)) return `${path}: properties are missing`
  const names = Object.keys(schema.properties)
  const bad = names.find((name) => !/^[a-z][A-Za-z0-9]{0,39}$/.test(name))
  if (bad !== undefined) return `${path}: "${bad}" is no parameter name`
  const required = schema.required ?? []
  if (!Array.isArray(required) || required.some((name) => !names.includes(String(name))))
    return `${path}: required names what is no property`
  for (const [name, property] of Object.entries(schema.properties)) {
    const problem = problemOfProperty(property, `${path}.${name}`, depth)
    if (problem) return problem
  }
  return problemOfKeywords(schema, path)
}

function problemOfProperty(schema: unknown, path: string, depth: number): string | null {
  if (!isRecord(schema)) return `${path}: must be a schema`
  if (depth > DEPTH_MAX) return `${path}: nested too deeply`
  if (!TYPES.has(schema.type)) return `${path}: type must be one of ${[...TYPES].join(', ')}`
  if (schema.type === 'object') return problemOfObject(schema, path, depth + 1)
  if (schema.type === 'array')
    return problemOfProperty(schema.items, `${path}[]`, depth + 1) ?? problemOfKeywords(schema, path)
  return problemOfKeywords(schema, path)
}

function problemOfKeywords(schema: Record<string, unknown>, path: string): string | null {
  const unknown = Object.keys(schema).find((key) => !KEYWORDS.has(key))
  return unknown === undefined ? null : `${path}: "${unknown}" is not a known word`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const ajv = (formats as unknown as typeof formats.default)(
  new Ajv({
    allErrors: true,
    strict: true,
    strictRequired: false,
    useDefaults: true,
    validateFormats: true,
    logger: false,
  }),
)
ajv.addVocabulary(['x-title', 'x-unit', 'x-choices'])

const compiled = new Map<string, ValidateFunction>()
const COMPILED_MAX = 500

/** The schema as a function; null when ajv cannot make one of it (a type that its values contradict, for instance). */
function compile(schema: ParameterSchema): ValidateFunction | null {
  const key = JSON.stringify(schema)
  const known = compiled.get(key)
  if (known) return known
  if (compiled.size >= COMPILED_MAX) compiled.clear()
  try {
    const check = ajv.compile(schema)
    compiled.set(key, check)
    return check
  } catch {
    return null
  }
}

export function canCompile(schema: ParameterSchema): boolean {
  return compile(schema) !== null
}

export type Filled =
  | { readonly ok: true; readonly parameters: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false
      /** Where and what, by JSON pointer into the parameters. */
      readonly problems: readonly FieldProblem[]
      /** All of it in one sentence, with the titles that the form shows. */
      readonly why: { readonly zh: string; readonly en: string }
    }

/** The parameters with defaults filled in, or what does not fit. The input is left as it is. */
export function fillParameters(schema: ParameterSchema, input: Readonly<Record<string, unknown>>): Filled {
  const check = compile(schema)
  if (check === null) {
    const why = { zh: '规格自身的参数定义有误', en: 'the plan’s own parameter schema is broken' }
    return { ok: false, problems: [{ path: '', ...why }], why }
  }
  const parameters = structuredClone(input) as Record<string, unknown>
  if (check(parameters)) return { ok: true, parameters }
  const problems = (check.errors ?? []).slice(0, 5).map(toFieldProblem)
  return { ok: false, problems, why: sentenceOf(schema, problems) }
}

function sentenceOf(schema: ParameterSchema, problems: readonly FieldProblem[]) {
  const named = problems.map((problem) => {
    const name = problem.path.split('/')[1] ?? ''
    const title = titleOf(schema, name)
    return { zh: `${title.zh}${problem.zh}`, en: `${title.en} ${problem.en}`.trim() }
  })
  return { zh: named.map(({ zh }) => zh).join('；'), en: named.map(({ en }) => en).join('; ') }
}

/** The parameter's title in both languages; its name where the catalogue gives none, or does not know it. */
export function titleOf(schema: ParameterSchema, name: string): { readonly zh: string; readonly en: string } {
  const property = isRecord(schema.properties) ? schema.properties[name] : undefined
  const title = isRecord(property) ? property['x-title'] : undefined
  const word = (language: string) => {
    const text = isRecord(title) ? title[language] : undefined
    return typeof text === 'string' ? text : name.slice(0, 60)
  }
  return { zh: `“${word('zh')}”`, en: `“${word('en')}”` }
}

/** Parameters that choose resources which exist already, by the kind of choice that the schema names. */
export interface ChosenResources {
  readonly parameter: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly choices: string
  readonly ids: readonly string[]
}

/** What of the parameters refers to resources of the platform: `x-choices` with identifiers. */
export function chosenResources(
  schema: ParameterSchema,
  parameters: Readonly<Record<string, unknown>>,
): readonly ChosenResources[] {
  return Object.entries(isRecord(schema.properties) ? schema.properties : {}).flatMap(
    ([parameter, property]) => {
      const choices = isRecord(property) ? property['x-choices'] : undefined
      const value = parameters[parameter]
      const ids = (Array.isArray(value) ? value : [value]).filter(
        (id): id is string => typeof id === 'string',
      )
      if (typeof choices !== 'string' || ids.length === 0) return []
      return [{ parameter, title: titleOf(schema, parameter), choices, ids }]
    },
  )
}
