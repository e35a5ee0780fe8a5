import { type Cloud, type CloudUpdate, cloudOperations } from '@yunheng/contract'
import { useMemo, useState } from 'react'
import { useAct, useLoaded, wordsOf } from '../../api/index.ts'
import { ErrorSummary, type JsonSchema, labelOf, SchemaFields, useForm } from '../../kit/index.ts'
import { useLanguage, useText } from '../../text/index.ts'
import { ConfirmDialog } from '../../ui/index.ts'
import { connectionSchema, useConnectionFields, WayChoice, wayIn } from './connection-fields.tsx'

/** Changes name and connection; secrets left empty stay as they are. */
export function CloudEditDialog({ cloud, onClose }: { readonly cloud: Cloud; readonly onClose: () => void }) {
  const t = useText('cloud')
  const language = useLanguage()
  const { items: kinds } = useLoaded(cloudOperations.kinds, {})
  const kind = kinds.find((one) => one.kind === cloud.kind)
  const stored = wayIn(kind, cloud.options)
  const [way, setWay] = useState(stored)
  // Another way needs other secrets than those stored.
  const secretsKept = way === stored
  const schema = useMemo<JsonSchema>(() => {
    const connection = connectionSchema(kind, way, secretsKept)
    return {
      ...connection,
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
        ...connection.properties,
      },
      required: ['name', ...(connection.required ?? [])],
    }
  }, [kind, way, secretsKept])
  const form = useForm(schema, {
    name: cloud.name,
    endpoint: cloud.endpoint,
    region: cloud.region,
    options: cloud.options,
    credentials: {},
  })
  const regions = cloud.findings.flatMap((finding) => finding.regions ?? [])
  const fields = { name: { label: t('field.name') }, ...useConnectionFields(kind, way, secretsKept, regions) }
  const update = useAct(cloudOperations.update, { onDone: onClose })
  const confirm = () => {
    const values = form.submit(labelOf(fields))
    if (!values) return
    const given = values.credentials as Record<string, string>
    const credentials = Object.keys(given).length > 0 ? given : null
    const body = { ...values, credentials, version: cloud.version } as unknown as CloudUpdate
    update.mutate({ params: { id: cloud.id }, body }, { onError: (error) => form.refuse(error) })
  }
  return (
    <ConfirmDialog
      open
      title={t('cloud.modify-title', { name: cloud.name })}
      verb={t('cloud.modify')}
      width={680}
      pending={update.isPending}
      error={update.error && form.errors.length === 0 ? wordsOf(update.error, language) : null}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <ErrorSummary form={form} />
      <WayChoice kind={kind} way={way} onChange={setWay} />
      <SchemaFields form={form} fields={fields} />
    </ConfirmDialog>
  )
}
