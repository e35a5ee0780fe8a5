import { useParams } from '@tanstack/react-router'
import { type System, type SystemUpdate, systemOperations } from '@yunheng/contract'
import { useAct, useLoaded } from '../../api/index.ts'
import { FormFrame, labelOf, useBlockedBecause, useGoTo, useObjectForm } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { allFields, SystemForm, useSystemFields } from './system-form.tsx'

export default function SystemEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const system = useLoaded(systemOperations.get, { params: { id } })
  return <EditForm key={system.version} system={system} />
}

function EditForm({ system }: { readonly system: System }) {
  const t = useText('system')
  const go = useGoTo()
  const because = useBlockedBecause()
  const form = useObjectForm(systemOperations.update, system)
  const groups = useSystemFields(form, system)
  const update = useAct(systemOperations.update, { onDone: () => go(to('system', { id: system.id })) })
  const send = () => {
    const values = form.submit(labelOf(allFields(groups)))
    if (!values) return
    const body = { ...values, version: system.version } as SystemUpdate
    update.mutate({ params: { id: system.id }, body }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormFrame
      title={t('edit.title', { name: system.name })}
      form={form}
      error={update.error}
      verb={t('edit.do')}
      pending={update.isPending}
      blockedBecause={because(system.actions.modify)}
      onSend={send}
    >
      <SystemForm form={form} groups={groups} />
    </FormFrame>
  )
}
