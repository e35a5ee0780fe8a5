import type { CloudKind } from '@yunheng/contract'
import { Radio } from 'antd'
import type { FieldSpec, JsonSchema } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

type Fields = Readonly<Record<string, FieldSpec>>

const secret: JsonSchema = { type: 'string', maxLength: 8000 }
const open: JsonSchema = { type: 'string', maxLength: 500 }
/** A certificate has lines. */
const lines: JsonSchema = { type: 'string', maxLength: 20_000 }

const isCertificate = (field: { readonly title: { readonly en: string } }) =>
  /certificate/i.test(field.title.en)

type Field = CloudKind['fields'][number]

/** Asked by themselves, for every kind. */
const ASKED_APART = ['endpoint', 'region']

/** Which way to sign in is filled in; the first where none is. Null where there is but one. */
export function wayIn(kind: CloudKind | undefined, options: Readonly<Record<string, string>>): string | null {
  const ways = kind?.ways ?? []
  const used = ways.find(({ needs }) => needs.some((name) => options[name]))
  return (used ?? ways[0])?.name ?? null
}

/** Those of this way to sign in, and those that belong to none; needed or not. */
function fieldsOf(kind: CloudKind | undefined, wayName: string | null): readonly Field[] {
  const ways = kind?.ways ?? []
  const way = ways.find(({ name }) => name === wayName)
  const isOthers = (name: string) =>
    ways.some(({ needs, takes }) => [...needs, ...takes].includes(name)) &&
    !(way && [...way.needs, ...way.takes].includes(name))
  return (kind?.fields ?? [])
    .filter(({ name }) => !isOthers(name))
    .map((field) => (way?.needs.includes(field.name) ? { ...field, required: true } : field))
}

/**
 * The questions of one kind of cloud as a schema of their own: what is secret goes to `credentials`, the rest to
 * `options`; `endpoint` and `region` are the same for all kinds.
 */
export function connectionSchema(
  kind: CloudKind | undefined,
  way: string | null,
  secretsKept: boolean,
): JsonSchema {
  const fields = fieldsOf(kind, way)
  const part = (isSecret: boolean): JsonSchema => {
    const own = fields.filter((field) => field.secret === isSecret && !ASKED_APART.includes(field.name))
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

/** The words of the same questions, as the connector gives them. `regions`: those that a trial has found. */
export function useConnectionFields(
  kind: CloudKind | undefined,
  way: string | null,
  secretsKept: boolean,
  regions: readonly string[] = [],
) {
  const t = useText('cloud')
  const pick = usePick()
  const fields = fieldsOf(kind, way)
  const named = (name: string) => fields.find((field) => field.name === name)
  const part = (isSecret: boolean): Fields =>
    Object.fromEntries(
      fields
        .filter((field) => field.secret === isSecret && !ASKED_APART.includes(field.name))
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
    ...(region
      ? {
          region: {
            label: pick(region.title),
            ...(region.placeholder ? { placeholder: region.placeholder } : {}),
            ...(regions.length > 0 ? { options: regions.map((name) => ({ value: name, label: name })) } : {}),
          },
        }
      : {}),
    options: { label: t('group.connection'), fields: part(false) },
    credentials: { label: t('group.credentials'), fields: part(true) },
  }
}

/** Which way to sign in, where the cloud knows several. */
export function WayChoice({
  kind,
  way,
  onChange,
}: {
  readonly kind: CloudKind | undefined
  readonly way: string | null
  readonly onChange: (way: string) => void
}) {
  const t = useText('cloud')
  const pick = usePick()
  if (!kind || kind.ways.length < 2) return null
  return (
    <div className="yh-field">
      <span>{t('field.way')}</span>
      <Radio.Group
        aria-label={t('field.way')}
        value={way}
        options={kind.ways.map(({ name, title }) => ({ value: name, label: pick(title) }))}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
