import {
  powerScheduleOperations as operations,
  type PowerScheduleCreate,
  resourceOperations,
  type SavingNoticeState,
  savingOperations,
  systemOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAct, useAsked } from '../../api/index.ts'
import {
  type Fields,
  FormFrame,
  type FormState,
  type JsonSchema,
  labelOf,
  Picker,
  ProblemPanel,
  SchemaFields,
  useForm,
  useGoTo,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, formatDay, Waiting } from '../../ui/index.ts'
import { hoursFields } from './hours-fields.tsx'
import { PreviewPanel } from './week-picture.tsx'

const WORKDAYS = [1, 2, 3, 4, 5]
const open: readonly SavingNoticeState[] = ['sent', 'accepted', 'insisted']

/** When servers run; what that brings can be seen before it is saved. The address may name the system, a server and a notice. */
export default function PowerScheduleNewPage() {
  const t = useText('power-schedule')
  const go = useGoTo()
  const [url] = useUrlState()
  const form = useForm(operations.create.body as unknown as JsonSchema, {
    systemId: url.system,
    resourceIds: url.resource ? [url.resource] : [],
    windows: [{ days: WORKDAYS, from: '08:00', to: '20:00' }],
    validFrom: formatDay(new Date().toISOString()),
    validUntil: null,
    savingNoticeId: url.notice ?? null,
  })
  const [asked, setAsked] = useState<PowerScheduleCreate | null>(null)
  const fields = useFields(form, t)
  const create = useAct(operations.create, {
    also: ['saving-notice'],
    onDone: (made) => go(to('powerSchedule', { id: made.id })),
  })
  const given = () => form.submit(labelOf(fields)) as PowerScheduleCreate | null
  const send = () => {
    const body = given()
    if (body) create.mutate({ body }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormFrame
      title={t('new.title')}
      what={
        <>
          {t('new.what')}
          <br />
          {t('field.windows-help')}
        </>
      }
      form={form}
      error={create.error}
      verb={t('new.do')}
      pending={create.isPending}
      onSend={send}
    >
      <SchemaFields form={form} fields={fields} />
      <div>
        <ActionButton label={t('new.preview')} onClick={() => setAsked(given())} />
      </div>
      {asked && <Preview asked={asked} />}
    </FormFrame>
  )
}

function Preview({ asked }: { readonly asked: PowerScheduleCreate }) {
  const { systemId, resourceIds, windows, validFrom, validUntil } = asked
  const body = { systemId, resourceIds, windows, validFrom, validUntil }
  const answer = useAsked(operations.preview, { body })
  if (answer.error) return <ProblemPanel error={answer.error} />
  return answer.data ? <PreviewPanel preview={answer.data} /> : <Waiting />
}

function useFields(form: FormState, t: TextOf<'power-schedule'>): Fields {
  const systemId = form.values.systemId as string | undefined
  const hours = hoursFields(t)
  const chosen = (form.values.resourceIds as readonly string[] | undefined) ?? []
  return {
    name: { label: t('field.name') },
    systemId: {
      label: t('field.system'),
      widget: (props) => (
        <Picker
          {...props}
          operation={systemOperations.list}
          input={(words) => ({ query: { pageSize: 50, ...(words ? { q: words } : {}) } })}
          option={(row) => ({ value: row.id, label: row.name })}
          onChange={(value) => {
            props.onChange(value)
            form.set('resourceIds', [])
          }}
        />
      ),
    },
    resourceIds: {
      label: t('field.servers'),
      help: t('field.servers-help'),
      widget: (props) => (
        <Picker
          {...props}
          many
          operation={resourceOperations.list}
          input={(words) => ({
            query: {
              kind: 'server' as const,
              pageSize: 100,
              ...(systemId ? { systemId } : {}),
              ...(words ? { search: words } : {}),
            },
          })}
          keep={(row) => systemId !== undefined && row.state !== 'released'}
          option={(row) => ({ value: row.id, label: row.name })}
        />
      ),
    },
    windows: hours.windows,
    validFrom: { label: t('field.valid-from') },
    validUntil: hours.validUntil,
    savingNoticeId: {
      label: t('field.notice'),
      help: t('field.notice-help'),
      widget: (props) => (
        <Picker
          {...props}
          operation={savingOperations.notices}
          input={() => ({ query: { pageSize: 100 } })}
          keep={(row) => open.includes(row.state) && chosen.includes(row.resource.id)}
          option={(row) => ({
            value: row.id,
            label: t('notice.option', { resource: row.resource.name, rule: t(`rule.${row.rule}`) }),
          })}
          filterHere
        />
      ),
    },
  }
}
