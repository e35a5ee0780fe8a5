import type { TSchema } from '@yunheng/contract'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { AppError, type FieldProblem } from '../errors.ts'

const addFormats = formats as unknown as typeof formats.default
const options = { allErrors: false, strict: false, useDefaults: false, validateFormats: true } as const
/** Bodies are taken as they are; text from the URL is turned into numbers and booleans where the schema asks. */
const strictAjv = addFormats(new Ajv(options))
const coercingAjv = addFormats(new Ajv({ ...options, coerceTypes: 'array' }))

export type Part = 'params' | 'query' | 'body'

/** A function that returns the value when it fits the schema, and throws `common.invalid_input` with fields if not. */
export function validatorOf(schema: TSchema, part: Part): (value: unknown) => unknown {
  const check = (part === 'body' ? strictAjv : coercingAjv).compile(schema) as ValidateFunction
  return (value) => {
    refuseHostile(value)
    if (check(value)) return value
    throw new AppError('common.invalid_input', { fields: (check.errors ?? []).slice(0, 20).map(toField) })
  }
}

const DEPTH_MAX = 32

/**
 * What no schema says and PostgreSQL or JSON cannot carry: NUL characters, lone surrogates, numbers that overflowed to
 * infinity, and nesting beyond any honest document. Iterative, so that depth cannot exhaust the stack.
 */
function refuseHostile(root: unknown): void {
  const stack: [value: unknown, depth: number][] = [[root, 0]]
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const [value, depth] = item
    if (typeof value === 'string') {
      if (value.includes('\0') || !value.isWellFormed())
        throw hostile('含有不可用的字符', 'has characters that cannot be stored')
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw hostile('数值超出范围', 'is a number out of range')
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= DEPTH_MAX) throw hostile('层级过深', 'is nested too deeply')
      for (const [key, child] of Object.entries(value)) stack.push([key, depth + 1], [child, depth + 1])
    }
  }
}

function hostile(zh: string, en: string): AppError {
  return new AppError('common.invalid_input', { fields: [{ path: '', zh, en }] })
}

function toField(error: ErrorObject): FieldProblem {
  const params = error.params as Record<string, unknown>
  const missing = typeof params.missingProperty === 'string' ? `/${params.missingProperty}` : ''
  const extra = typeof params.additionalProperty === 'string' ? `/${params.additionalProperty}` : ''
  return { path: `${error.instancePath}${missing}${extra}`.slice(0, 300), ...wordsOf(error.keyword, params) }
}

function wordsOf(keyword: string, params: Record<string, unknown>): { zh: string; en: string } {
  const limit = String(params.limit ?? '')
  switch (keyword) {
    case 'required':
      return { zh: '必填', en: 'is required' }
    case 'additionalProperties':
      return { zh: '不认识的字段', en: 'is not a known field' }
    case 'minLength':
      return { zh: `至少 ${limit} 个字`, en: `needs at least ${limit} characters` }
    case 'maxLength':
      return { zh: `最多 ${limit} 个字`, en: `may have at most ${limit} characters` }
    case 'minimum':
    case 'exclusiveMinimum':
      return { zh: `不能小于 ${limit}`, en: `may not be below ${limit}` }
    case 'maximum':
    case 'exclusiveMaximum':
      return { zh: `不能大于 ${limit}`, en: `may not be above ${limit}` }
    case 'minItems':
      return { zh: `至少 ${limit} 项`, en: `needs at least ${limit} items` }
    case 'maxItems':
      return { zh: `最多 ${limit} 项`, en: `may have at most ${limit} items` }
    case 'format':
      return {
        zh: `格式应为 ${String(params.format)}`,
        en: `must have the format ${String(params.format)}`,
      }
    case 'pattern':
      return { zh: '格式不符', en: 'does not have the expected form' }
    case 'enum':
    case 'const':
      return { zh: '不在可选值之内', en: 'is not one of the allowed values' }
    case 'type':
      return { zh: `类型应为 ${String(params.type)}`, en: `must be of type ${String(params.type)}` }
    default:
      return { zh: '不符合要求', en: 'does not fit' }
  }
}
