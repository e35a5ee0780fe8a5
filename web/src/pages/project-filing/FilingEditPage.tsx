import { useParams } from '@tanstack/react-router'
import {
  projectFilingOperations as operations,
  type ProjectFiling,
  type ProjectFilingUpdate,
} from '@yunheng/contract'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice } from '../../ui/index.ts'
import { CarriedPreview, useFilingPreview } from './carried-preview.tsx'
import { tidyFiling, useFilingFields } from './filing-form.tsx'
import { OmittedKinds, useOfferedKinds } from './offered-kinds.tsx'

export default function FilingEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const filing = useLoaded(operations.get, { params: { id } })
  return <EditForm key={filing.version} filing={filing} />
}

function EditForm({ filing }: { readonly filing: ProjectFiling }) {
  const t = useText('project-filing')
  const go = useGoTo()
  const because = useBlockedBecause()
  const { name, nature, summary, connection, exemption } = filing
  const form = useForm(operations.update.body as unknown as JsonSchema, {
    version: filing.version,
    name,
    nature,
    summary,
    connection,
    exemption,
    items: filing.items.map(({ kind, name: item, cost, stateRequirement, offering, ownReason }) => ({
      kind,
      name: item,
      cost,
      stateRequirement,
      offeringCode: offering?.code ?? null,
      ownReason,
    })),
  })
  const preview = useFilingPreview(form, filing.body.id)
  const offered = useOfferedKinds(form, preview)
  const fields = useFilingFields(form, offered.kinds, false)
  const update = useAct(operations.update, { onDone: () => go(to('filing', { id: filing.id })) })
  const save = () => {
    const values = form.submit(labelOf(fields))
    if (!values) return
    const body = { ...tidyFiling(values), version: filing.version } as ProjectFilingUpdate
    update.mutate({ params: { id: filing.id }, body }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('edit', { name })}>
      <ErrorSummary form={form} />
      {update.error && form.errors.length === 0 && <ProblemPanel error={update.error} />}
      <Notice tone="busy">{t('rules-what')}</Notice>
      <OmittedKinds offered={offered} />
      <SchemaFields form={form} fields={fields} />
      <CarriedPreview findings={preview?.findings ?? []} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('save')}
          loading={update.isPending}
          blockedBecause={because(filing.actions.modify)}
          onClick={save}
        />
      </div>
    </FormPage>
  )
}
