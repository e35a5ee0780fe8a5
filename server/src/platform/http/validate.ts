import type { TSchema } from '@yunheng/contract'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { AppError } from '../errors.ts'
import { toFieldProblem } from '../schema-problem.ts'

const addFormats = formats as unknown as typeof formats.default
const options = { allErrors: false, strict: false, useDefaults: false, validateFormats: true } as const
/** Bodies are taken as they are; text from the URL is turned into numbers and booleans where the schema asks. */
const strictAjv = addFormats(new Ajv(options))
const coercingAjv = addFormats(new Ajv({ ...options, coerceTypes: 'array' }))

export type Part = 'params' | 'query' | 'body'

/**
 * A function that returns the value when it fits the schema, and throws `common.invalid_input` with fields if not. The check is
 * made when it is first needed: no start waits for those of every operation.
 */
export function validatorOf(schema: TSchema, part: Part): (value: unknown) => unknown {
  let check: ValidateFunction | undefined
  return (value) => {
    refuseHostile(value)
    check ??= (part === 'body' ? strictAjv : coercingAjv).compile(schema) as ValidateFunction
    if (check(value)) return value
    throw new AppError('common.invalid_input', {
      fields: (check.errors ?? []).slice(0, 20).map(toFieldProblem),
    })
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
