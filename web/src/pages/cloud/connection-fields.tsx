import type { CloudKind } from '@yunheng/contract'
import type { FieldSpec, JsonSchema } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

type Fields = Readonly<Record<string, FieldSpec>>

const secret: JsonSchema = { type: 'string', maxLength: 8000 }
const open: JsonSchema = { type: 'string', maxLength: 500 }
/** A certificate has lines. */
const lines: JsonSchema = { type: 'string', maxLength: 20_000 }

const isCertificate = (field: { readonly title: { readonly en: string } }) =>
  /certificate/i.test(field.title.en)

/**
 * The questions of one kind of cloud as a schema of their own: what is secret goes to `credentials`, the rest to
 * `options`; `endpoint` and `region` are the same for all kinds.
 */
export function connectionSchema(kind: CloudKind | undefined, secretsKept: boolean): JsonSchema {
  const fields = kind?.fields ?? []
  const part = (isSecret: boolean): JsonSchema => {
    const own = fields.filter(
      (field) => field.secret === isSecret && !['endpoint', 'region'].includes(field.name),
    )
    const needed = own.filter((field) => field.required && !(isSecret && secretsKept))
    return {
      type: 'object',
      properties: Object.fromEntries(
        own.map((field) => [field.name, isSecret ? secret : isCertificate(field) ? lines : open]),
      ),
      required: needed.map((field) => field.name),
    }
  }
  const needsRegion = fields.some((field) => field.name === 'region' && field.required)
  return {
    type: 'object',
    properties: {
      endpoint: { type: 'string', minLength: 1, maxLength: 500, pattern: '\\S' },
      region: needsRegion
        ? { type: 'string', minLength: 1, maxLength: 100 }
        : { anyOf: [{ type: 'string', maxLength: 100 }, { type: 'null' }] },
      options: part(false),
      credentials: part(true),
    },
    required: ['endpoint', 'region', 'options', 'credentials'],
  }
}

/** The words of the same questions, as the connector gives them. */
export function useConnectionFields(kind: CloudKind | undefined, secretsKept: boolean) {
  const t = useText('cloud')
  const pick = usePick()
  const fields = kind?.fields ?? []
  const named = (name: string) => fields.find((field) => field.name === name)
  const part = (isSecret: boolean): Fields =>
    Object.fromEntries(
      fields
        .filter((field) => field.secret === isSecret && !['endpoint', 'region'].includes(field.name))
        .map((field) => [
          field.name,
          {
            label: pick(field.title),
            ...(field.placeholder ? { placeholder: field.placeholder } : {}),
            ...(isSecret ? { as: 'password' as const, autoComplete: 'new-password' } : {}),
            ...(isSecret && secretsKept ? { help: t('field.secret-kept') } : {}),
          },
        ]),
    )
  const endpoint = named('endpoint')
  const region = named('region')
  return {
    endpoint: {
      label: endpoint ? pick(endpoint.title) : t('field.endpoint'),
      ...(endpoint?.placeholder ? { placeholder: endpoint.placeholder } : {}),
    },
    ...(region ? { region: { label: pick(region.title) } } : {}),
    options: { label: t('group.connection'), fields: part(false) },
    credentials: { label: t('group.credentials'), fields: part(true) },
  }
}
