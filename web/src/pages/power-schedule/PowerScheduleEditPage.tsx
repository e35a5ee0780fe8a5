import { useParams } from '@tanstack/react-router'
import { type BodyOf, powerScheduleOperations as operations, type PowerSchedule } from '@yunheng/contract'
import { useState } from 'react'
import { useAct, useAsked, useLoaded } from '../../api/index.ts'
import {
  FormFrame,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useBlockedBecause,
  useGoTo,
  useObjectForm,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatDay, Waiting } from '../../ui/index.ts'
import { hoursFields } from './hours-fields.tsx'
import { PreviewPanel } from './week-picture.tsx'

type Change = BodyOf<typeof operations.change>
type Asked = BodyOf<typeof operations.previewChange>

/** Other hours from a day on; what they bring, and when it switches next, can be seen before they are saved. */
export default function PowerScheduleEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const schedule = useLoaded(operations.get, { params: { id } })
  return <EditForm key={schedule.version} schedule={schedule} />
}

function EditForm({ schedule }: { readonly schedule: PowerSchedule }) {
  const t = useText('power-schedule')
  const go = useGoTo()
  const because = useBlockedBecause()
  const { id, version, name, windows, validUntil } = schedule
  const today = formatDay(schedule.asOf)
  // One that has not begun cannot have other hours before it does.
  const hasBegun = schedule.validFrom <= today
  const from = hasBegun ? today : schedule.validFrom
  const form = useObjectForm(operations.change, { version, windows, from, validUntil })
  const hours = hoursFields(t)
  const fields = {
    windows: hours.windows,
    from: { label: t('edit.from'), help: t('edit.from-help') },
    validUntil: hours.validUntil,
    reason: { label: t('edit.reason') },
  }
  const [asked, setAsked] = useState<Asked | null>(null)
  const change = useAct(operations.change, {
    also: ['resource'],
    onDone: () => go(to('powerSchedule', { id })),
  })
  // Why it is changed need not be said to see what it brings.
  const look = () => {
    const { windows, from, validUntil = null } = form.values as Partial<Asked>
    setAsked({ windows: windows ?? [], from: from ?? '', validUntil })
  }
  const send = () => {
    const values = form.submit(labelOf(fields)) as Change | null
    if (values)
      change.mutate(
        { params: { id }, body: { ...values, version } },
        { onError: (error) => form.refuse(error) },
      )
  }
  return (
    <FormFrame
      title={t('edit.title', { name })}
      what={
        <>
          {t('edit.what')}
          <br />
          {t('field.windows-help')}
        </>
      }
      form={form}
      error={change.error}
      verb={t('edit.do')}
      pending={change.isPending}
      blockedBecause={because(schedule.actions.change)}
      onSend={send}
    >
      <SchemaFields form={form} fields={fields} />
      <div>
        <ActionButton label={t('new.preview')} onClick={look} />
      </div>
      {asked && <Preview id={id} asked={asked} />}
    </FormFrame>
  )
}

function Preview({ id, asked }: { readonly id: string; readonly asked: Asked }) {
  const answer = useAsked(operations.previewChange, { params: { id }, body: asked })
  if (answer.error) return <ProblemPanel error={answer.error} />
  return answer.data ? <PreviewPanel preview={answer.data} /> : <Waiting />
}
