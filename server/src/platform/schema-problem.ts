import type { ErrorObject } from 'ajv'
import type { FieldProblem } from './errors.ts'

/**
 * What a schema found wrong, in both languages and with the place: the one translation of ajv's findings, for calls, for
 * parameters of plans and wherever else a schema is asked.
 */
export function toFieldProblem(error: ErrorObject): FieldProblem {
  const params = error.params as Record<string, unknown>
  const missing = typeof params.missingProperty === 'string' ? `/${params.missingProperty}` : ''
  const extra = typeof params.additionalProperty === 'string' ? `/${params.additionalProperty}` : ''
  return { path: `${error.instancePath}${missing}${extra}`.slice(0, 300), ...wordsOf(error.keyword, params) }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: '文本',
  integer: '整数',
  number: '数值',
  boolean: '是或否',
  array: '列表',
  object: '一组字段',
  null: '空',
}
const typeWords = (type: unknown) =>
  String(type)
    .split(',')
    .map((each) => TYPE_WORDS[each] ?? each)
    .join('或')

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  uuid: '标识（UUID）',
  date: '日期（2026-11-21）',
  'date-time': '时间（ISO 8601）',
  email: '电子邮箱',
  ipv4: 'IPv4 地址',
  ipv6: 'IPv6 地址',
  uri: '网址',
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
      return { zh: `不能小于 ${limit}`, en: `may not be below ${limit}` }
    case 'maximum':
      return { zh: `不能大于 ${limit}`, en: `may not be above ${limit}` }
    case 'exclusiveMinimum':
      return { zh: `须大于 ${limit}`, en: `must be above ${limit}` }
    case 'exclusiveMaximum':
      return { zh: `须小于 ${limit}`, en: `must be below ${limit}` }
    case 'multipleOf':
      return { zh: `须是 ${params.multipleOf} 的倍数`, en: `must be a multiple of ${params.multipleOf}` }
    case 'minItems':
      return { zh: `至少 ${limit} 项`, en: `needs at least ${limit} items` }
    case 'maxItems':
      return { zh: `最多 ${limit} 项`, en: `may have at most ${limit} items` }
    case 'uniqueItems':
      return { zh: '不能有重复的项', en: 'may not hold the same item twice' }
    case 'format':
      return {
        zh: `格式应为${FORMAT_WORDS[String(params.format)] ?? ` ${params.format}`}`,
        en: `must have the format ${String(params.format)}`,
      }
    case 'pattern':
      return { zh: '格式不符', en: 'does not have the expected form' }
    case 'enum':
    case 'const':
      return { zh: '不在可选值之内', en: 'is not one of the allowed values' }
    case 'type':
      return { zh: `类型应为${typeWords(params.type)}`, en: `must be of type ${String(params.type)}` }
    default:
      return { zh: '不符合要求', en: 'does not fit' }
  }
}
