import { type SystemCreate, systemOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { FormFrame, type JsonSchema, labelOf, useForm, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useOwnBody } from '../../shell/own-body.ts'
import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { allFields, SystemForm, useSystemFields } from './system-form.tsx'

export default function SystemCreatePage() {
  const t = useText('system')
  const go = useGoTo()
  const { person } = useSession()
  const ownBody = useOwnBody()
  const form = useForm(systemOperations.create.body as unknown as JsonSchema, {
    // Who is responsible is somebody of the body.
    ...(ownBody.bodyId && { ...ownBody, responsiblePersonId: person.id }),
    lifecycle: 'planned',
    kind: 'new',
    summary: '',
    classification: 'internal',
    protectionLevel: 2,
    protectionFilingNo: null,
    networkZone: 'government-extranet',
    accessPaths: ['government-extranet'],
    hasWeb: true,
    isVertical: false,
    deployment: 'cloud',
    exemption: null,
    waveId: null,
  })
  const groups = useSystemFields(form)
  const create = useAct(systemOperations.create, { onDone: (made) => go(to('system', { id: made.id })) })
  const send = () => {
    const values = form.submit(labelOf(allFields(groups)))
    if (!values) return
    create.mutate({ body: values as SystemCreate }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormFrame
      title={t('new.title')}
      form={form}
      error={create.error}
      verb={t('new.do')}
      pending={create.isPending}
      onSend={send}
    >
      <SystemForm form={form} groups={groups} />
    </FormFrame>
  )
}
