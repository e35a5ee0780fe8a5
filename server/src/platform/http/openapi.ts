import * as contract from '@yunheng/contract'
import { type OperationSpec, reasons } from '@yunheng/contract'

/**
 * Schemas that the contract exports by name. The document mentions each by reference and says it once, so that generated
 * clients get one type per noun.
 */
const NAMED: ReadonlyMap<object, string> = new Map(
  (Object.entries(contract) as [string, unknown][])
    .filter((entry): entry is [string, object] => /^[A-Z][a-z]/.test(entry[0]) && isObjectSchema(entry[1]))
    .map(([name, schema]) => [schema, name]),
)

function isObjectSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'properties' in value
}

/** The whole contract as an OpenAPI 3.1 document: `openapi.json` in the repository, and what the server serves. */
export function toOpenApi(operations: readonly OperationSpec[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = `/api/v1${operation.path}`
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: toOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yunheng 云衡',
      version,
      description: '政务云监管平台接口 · API of the government-cloud supervision platform',
    },
    paths,
    components: {
      schemas: Object.fromEntries([...NAMED].map(([schema, name]) => [name, plain(schema, true)])),
      responses: {
        Problem: {
          description: 'RFC 9457 problem with a reason code',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'yunheng_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    'x-reasons': reasons,
  }
}

function toOperation(operation: OperationSpec): object {
  const status = String(operation.status ?? 200)
  return {
    operationId: operation.id,
    summary: operation.title.zh,
    description: operation.title.en,
    tags: [operation.id.split('.')[0]],
    ...(operation.access === 'public' ? { security: [] } : { security: [{ session: [] }, { token: [] }] }),
    parameters: [
      ...parameters(operation.params, 'path'),
      ...parameters(operation.query, 'query'),
      ...(operation.idempotent
        ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }]
        : []),
    ],
    ...(operation.body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: plain(operation.body) } } },
        }
      : {}),
    responses: { [status]: success(operation), default: { $ref: '#/components/responses/Problem' } },
    'x-access': operation.access,
    'x-audit': operation.audit,
    'x-reasons': operation.reasons,
  }
}

function success(operation: OperationSpec): object {
  const description = operation.title.en
  if (operation.stream === 'sse') return { description, content: { 'text/event-stream': {} } }
  if (operation.stream === 'file') return { description, content: { 'application/octet-stream': {} } }
  if (operation.status === 204) return { description }
  return { description, content: { 'application/json': { schema: plain(operation.response) } } }
}

function parameters(schema: OperationSpec['query'], place: 'path' | 'query'): object[] {
  if (!schema) return []
  const required = new Set(((schema as { required?: readonly string[] }).required ?? []) as readonly string[])
  return Object.entries(schema.properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: plain(value),
  }))
}

/** Without typebox's own marks; named schemas by reference, except at the place where one is said. */
function plain(schema: unknown, isDefinition = false): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  const name = isDefinition ? undefined : NAMED.get(schema)
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` }
  if (Array.isArray(schema)) return schema.map((part) => plain(part))
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, plain(value)]))
}
