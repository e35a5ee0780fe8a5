import { useParams } from '@tanstack/react-router'
import { type System, type SystemUpdate, systemOperations } from '@yunheng/contract'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage } from '../../ui/index.ts'
import { SystemForm, useSystemFields } from './system-form.tsx'

export default function SystemEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const system = useLoaded(systemOperations.get, { params: { id } })
  return <EditForm key={system.version} system={system} />
}

function EditForm({ system }: { readonly system: System }) {
  const t = useText('system')
  const go = useGoTo()
  const because = useBlockedBecause()
  const body = systemOperations.update.body as unknown as JsonSchema
  const names = Object.keys(body.properties ?? {})
  const form = useForm(
    body,
    Object.fromEntries(Object.entries(system).filter(([name]) => names.includes(name))),
  )
  const groups = useSystemFields(form, system)
  const update = useAct(systemOperations.update, { onDone: () => go(to('system', { id: system.id })) })
  const submit = () => {
    const values = form.submit(labelOf({ ...groups.identity, ...groups.protection, ...groups.deployment }))
    if (!values) return
    const sent = { ...values, version: system.version } as SystemUpdate
    update.mutate({ params: { id: system.id }, body: sent }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('edit.title', { name: system.name })}>
      <ErrorSummary form={form} />
      {update.error && form.errors.length === 0 && <ProblemPanel error={update.error} />}
      <SystemForm form={form} groups={groups} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('edit.do')}
          loading={update.isPending}
          blockedBecause={because(system.actions.modify)}
          onClick={submit}
        />
      </div>
    </FormPage>
  )
}
