import { projectFilingOperations as operations, type ProjectFilingCreate } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useOwnBody } from '../../shell/own-body.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice } from '../../ui/index.ts'
import { CarriedPreview, useFilingPreview } from './carried-preview.tsx'
import { tidyFiling, useFilingFields } from './filing-form.tsx'
import { OmittedKinds, useOfferedKinds } from './offered-kinds.tsx'

export default function FilingNewPage() {
  const t = useText('project-filing')
  const go = useGoTo()
  const ownBody = useOwnBody()
  const form = useForm(operations.create.body as unknown as JsonSchema, {
    ...ownBody,
    nature: 'new',
    summary: '',
    connection: 'lease',
    exemption: null,
    items: [{}],
  })
  const preview = useFilingPreview(form, (form.values.bodyId as string | undefined) ?? null)
  const offered = useOfferedKinds(form, preview)
  const fields = useFilingFields(form, offered.kinds, true)
  const create = useAct(operations.create, { onDone: (made) => go(to('filing', { id: made.id })) })
  const save = () => {
    const values = form.submit(labelOf(fields))
    if (!values) return
    const body = tidyFiling(values) as ProjectFilingCreate
    create.mutate({ body }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('new')}>
      <ErrorSummary form={form} />
      {create.error && form.errors.length === 0 && <ProblemPanel error={create.error} />}
      <Notice tone="busy">{t('rules-what')}</Notice>
      <OmittedKinds offered={offered} />
      <SchemaFields form={form} fields={fields} />
      <CarriedPreview findings={preview?.findings ?? []} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('save-draft')}
          loading={create.isPending}
          onClick={save}
        />
      </div>
    </FormPage>
  )
}
