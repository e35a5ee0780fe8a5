import { type Calendar, calendarOperations } from '@yunheng/contract'
import { useAct, wordsOf } from '../../api/index.ts'
import { ErrorSummary, type JsonSchema, labelOf, SchemaFields, useForm } from '../../kit/index.ts'
import { useLanguage, usePick, useText } from '../../text/index.ts'
import { ActionButton, ConfirmDialog, Notice } from '../../ui/index.ts'

const operation = calendarOperations.calendarImport
const body = operation.body as unknown as JsonSchema
const asked = ['year', 'source', 'text'] as const
const schema: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(asked.map((name) => [name, body.properties?.[name] as JsonSchema])),
  required: [...asked],
}

/** A year's arrangement as lines; previewed first, so that what would change is seen before it does. */
export function CalendarImportDialog({
  calendar,
  onClose,
}: {
  readonly calendar: Calendar
  readonly onClose: () => void
}) {
  const t = useText('workflow')
  const pick = usePick()
  const language = useLanguage()
  const last = Math.max(...calendar.years.map((one) => one.year), 2025)
  const form = useForm(schema, { year: last + 1 })
  const fields = {
    year: { label: t('calendar.import-year') },
    source: { label: t('calendar.import-source') },
    text: { label: t('calendar.import-text'), as: 'area' as const, rows: 8 },
  }
  const preview = useAct(operation)
  const act = useAct(operation, { onDone: onClose })
  const send = (isPreview: boolean) => {
    const values = form.submit(labelOf(fields)) as { year: number; source: string; text: string } | null
    if (!values) return
    const input = {
      params: { id: calendar.id },
      body: { ...values, version: calendar.version, preview: isPreview },
    }
    ;(isPreview ? preview : act).mutate(input, { onError: (error) => form.refuse(error) })
  }
  const result = preview.data
  const error = act.error ?? preview.error
  return (
    <ConfirmDialog
      open
      title={t('calendar.import-title')}
      verb={t('calendar.import-do')}
      width={680}
      pending={act.isPending}
      error={error && form.errors.length === 0 ? wordsOf(error, language) : null}
      onConfirm={() => send(false)}
      onCancel={onClose}
      ready={result !== undefined && result.errors.length === 0}
    >
      <ErrorSummary form={form} />
      <SchemaFields form={form} fields={fields} />
      <div>
        <ActionButton
          label={t('calendar.import-preview')}
          loading={preview.isPending}
          onClick={() => send(true)}
        />
      </div>
      {result && (
        <Notice
          tone={result.errors.length > 0 ? 'bad' : 'good'}
          title={t('calendar.import-result', {
            added: result.added,
            changed: result.changed,
            removed: result.removed,
            same: result.same,
          })}
        >
          <ul>
            {result.errors.map((one) => (
              <li key={one.line}>{t('calendar.import-error', { line: one.line, text: pick(one) })}</li>
            ))}
          </ul>
        </Notice>
      )}
    </ConfirmDialog>
  )
}
