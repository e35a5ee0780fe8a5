import { calendarOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useForm,
} from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatTime, Notice, Panel } from '../../ui/index.ts'

const operation = calendarOperations.calendarExplain
const body = operation.body as unknown as JsonSchema
const schema: JsonSchema = {
  type: 'object',
  properties: { from: body.properties?.from as JsonSchema, amount: body.properties?.amount as JsonSchema },
  required: ['from', 'amount'],
}

/** "So many working days from then" by this calendar. */
export function ExplainPanel({ calendarId }: { readonly calendarId: string }) {
  const t = useText('workflow')
  const form = useForm(schema, { from: new Date().toISOString(), amount: 5 })
  const explain = useAct(operation)
  const fields = {
    from: { label: t('calendar.explain-from') },
    amount: { label: t('calendar.explain-amount') },
  }
  const submit = () => {
    const values = form.submit(labelOf(fields)) as { from: string; amount: number } | null
    if (values) explain.mutate({ params: { id: calendarId }, body: { ...values, unit: 'working-day' } })
  }
  return (
    <Panel title={t('calendar.explain')}>
      <div className="yh-stack">
        <ErrorSummary form={form} />
        <SchemaFields form={form} fields={fields} />
        <div>
          <ActionButton label={t('calendar.explain')} loading={explain.isPending} onClick={submit} />
        </div>
        {explain.error && <ProblemPanel error={explain.error} />}
        {explain.data?.dueAt && (
          <Notice tone="good">
            {t('calendar.explain-result', { time: formatTime(explain.data.dueAt) })}
          </Notice>
        )}
        {explain.data && explain.data.missingYear !== null && (
          <Notice tone="attention">{t('calendar.missing', { year: explain.data.missingYear })}</Notice>
        )}
      </div>
    </Panel>
  )
}
