/** Reads what the cloud answered. What does not have the form that the API promises is `nonsense`, never guessed at. */
import { ConnectorFault } from '../../modules/cloud/connector.ts'
import { wordsOf } from './fault.ts'
import type { HttpAnswer } from './http-answer.ts'

export type Json = Readonly<Record<string, unknown>>

/** The JSON object of a successful answer; an empty body (202, 204), or the `null` of Neutron's tags, is an empty object. */
export function jsonOf(what: string, answer: HttpAnswer): Json {
  if (answer.text.trim() === '') return {}
  if (!answer.contentType.includes('json'))
    throw nonsense(what, `${answer.contentType || 'no content type'} instead of JSON`, answer.requestId)
  let value: unknown
  try {
    value = JSON.parse(answer.text)
  } catch (error) {
    throw new ConnectorFault('nonsense', `${what}: broken JSON`, {
      cloudRequestId: answer.requestId,
      cause: error,
    })
  }
  if (value === null) return {}
  if (!isObject(value)) throw nonsense(what, 'not a JSON object', answer.requestId)
  return value
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nonsense(what: string, why: string, requestId: string | null = null): ConnectorFault {
  return new ConnectorFault('nonsense', `${what}: ${why}`, { cloudRequestId: requestId })
}

/** The object under `key`; an error body in a 200 ends here, with its words. */
export function objectAt(json: Json, key: string): Json {
  const value = json[key]
  if (!isObject(value)) throw nonsense(key, `missing in the answer${saidInstead(json)}`)
  return value
}

export function listAt(json: Json, key: string): readonly Json[] {
  const value = json[key]
  if (!Array.isArray(value) || !value.every(isObject))
    throw nonsense(key, `not a list in the answer${saidInstead(json)}`)
  return value
}

export function textAt(json: Json, key: string): string {
  const value = json[key]
  if (typeof value !== 'string') throw nonsense(key, 'not a text in the answer')
  return value
}

export function numberAt(json: Json, key: string): number {
  const value = json[key]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw nonsense(key, 'not a number in the answer')
  return value
}

/** Text, or null where the cloud leaves it out, null or empty. */
export function textOrNull(json: Json, key: string): string | null {
  const value = json[key]
  return typeof value === 'string' && value !== '' ? value : null
}

export function numberOrNull(json: Json, key: string): number | null {
  const value = json[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function listOrEmpty(json: Json, key: string): readonly Json[] {
  const value = json[key]
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function textsAt(json: Json, key: string): readonly string[] {
  const value = json[key]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** Nova ends its instants with Z, Cinder with nothing, Neutron with either: all mean UTC. */
export function instantAt(json: Json, key: string): Date | null {
  const text = textOrNull(json, key)
  if (text === null) return null
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(ms) ? null : new Date(ms)
}

/** Neutron says both; older ones only `tenant_id`. */
export function projectOf(json: Json): string | null {
  return textOrNull(json, 'project_id') ?? textOrNull(json, 'tenant_id')
}

function saidInstead(json: Json): string {
  const { message } = wordsOf(JSON.stringify(json), 'application/json')
  return message === '' || message === '{}' ? '' : `: ${message}`
}
