import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { toFieldProblem } from './schema-problem.ts'

const ajv = (formats as unknown as typeof formats.default)(new Ajv({ strict: false }))

describe('what a schema found wrong', () => {
  it.each([
    [{ type: 'integer' }, 'x', '类型应为整数'],
    [{ type: ['integer', 'null'] }, 'x', '类型应为整数或空'],
    [{ minimum: 3 }, 1, '不能小于 3'],
    [{ exclusiveMinimum: 3 }, 3, '须大于 3'],
    [{ multipleOf: 2 }, 3, '须是 2 的倍数'],
    [{ uniqueItems: true }, [1, 1], '不能有重复的项'],
    [{ format: 'date' }, 'x', '格式应为日期（2026-11-21）'],
    [{ enum: ['a'] }, 'b', '不在可选值之内'],
    [{ required: ['a'] }, {}, '必填'],
    [{ not: {} }, 1, '不符合要求'],
  ])('is said in Chinese and English: %j', (schema, value, zh) => {
    const check = ajv.compile(schema)
    expect(check(value)).toBe(false)
    const problem = toFieldProblem(check.errors?.[0] as never)
    expect(problem.zh).toBe(zh)
    expect(problem.en).toMatch(/^[\x20-\x7e]+$/)
  })
})
