import { type SystemCreate, systemOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { ErrorSummary, type JsonSchema, labelOf, ProblemPanel, useForm, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage } from '../../ui/index.ts'
import { SystemForm, useSystemFields } from './system-form.tsx'

export default function SystemCreatePage() {
  const t = useText('system')
  const go = useGoTo()
  const session = useSession()
  const form = useForm(systemOperations.create.body as unknown as JsonSchema, {
    bodyId: session.actingPost?.bodyId,
    lifecycle: 'planned',
    kind: 'new',
    summary: '',
    classification: 'internal',
    protectionLevel: 2,
    protectionFilingNo: null,
    networkZone: 'government-extranet',
    accessPaths: ['government-extranet'],
    responsiblePersonId: session.person.id,
    hasWeb: true,
    isVertical: false,
    deployment: 'cloud',
    exemption: null,
    wave: null,
  })
  const groups = useSystemFields(form)
  const create = useAct(systemOperations.create, { onDone: (made) => go(to('system', { id: made.id })) })
  const submit = () => {
    const values = form.submit(labelOf({ ...groups.identity, ...groups.protection, ...groups.deployment }))
    if (!values) return
    create.mutate({ body: values as SystemCreate }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('new.title')}>
      <ErrorSummary form={form} />
      {create.error && form.errors.length === 0 && <ProblemPanel error={create.error} />}
      <SystemForm form={form} groups={groups} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('new.do')}
          loading={create.isPending}
          onClick={submit}
        />
      </div>
    </FormPage>
  )
}
