import { useParams } from '@tanstack/react-router'
import {
  type PriceLine,
  type PriceVersion,
  type PriceVersionCreate,
  priceOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  ProviderPicker,
  SchemaFields,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice, Panel } from '../../ui/index.ts'
import { PriceLineRows } from './price-lines.tsx'

/** Changes a draft of prices. */
export default function PriceEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const price = useLoaded(priceOperations.get, { params: { id } })
  return <PriceForm key={price.version} base={price} draft={price} />
}

/** @param draft the one that is changed; a new one is made from the base when it is null. */
export function PriceForm({
  base,
  draft,
}: {
  readonly base: PriceVersion | null
  readonly draft: PriceVersion | null
}) {
  const t = useText('catalogue')
  const go = useGoTo()
  const because = useBlockedBecause()
  const [lines, setLines] = useState<readonly PriceLine[]>(base?.lines ?? [])
  const form = useForm(HEAD, {
    name: draft?.name ?? '',
    effectiveFrom: draft?.effectiveFrom,
    source: draft?.source ?? '',
    isProductDefault: draft?.isProductDefault ?? false,
    providerBodyId: base?.providerBodyId ?? null,
    termFactors: base?.termFactors ?? [],
  })
  const fields = {
    name: { label: t('price.name') },
    effectiveFrom: { label: t('price.from'), help: t('price.from-help') },
    source: { label: t('price.source') },
    isProductDefault: { label: t('price.default') },
    providerBodyId: {
      label: t('price.provider'),
      help: t('price.provider-help'),
      widget: (props: Parameters<typeof ProviderPicker>[0]) => <ProviderPicker {...props} />,
    },
    termFactors: {
      label: t('price.factors'),
      fields: {
        fromMonths: { label: t('price.factor-from') },
        factor: { label: t('price.factor') },
      },
    },
  }
  const done = { onDone: () => go(to('prices')) }
  const create = useAct(priceOperations.create, done)
  const update = useAct(priceOperations.update, done)
  const error = create.error ?? update.error
  const save = () => {
    const head = form.submit(labelOf(fields))
    if (!head) return
    const body = { ...head, lines: [...lines] } as PriceVersionCreate
    const refuse = { onError: (problem: unknown) => void form.refuse(problem) }
    if (draft) update.mutate({ params: { id: draft.id }, body: { ...body, version: draft.version } }, refuse)
    else create.mutate({ body }, refuse)
  }
  return (
    <FormPage title={t(draft ? 'price.edit-title' : 'price.new-title')}>
      <ErrorSummary form={form} />
      {error && form.errors.length === 0 && <ProblemPanel error={error} />}
      <Notice tone="busy">{t('price.draft-what')}</Notice>
      <SchemaFields form={form} fields={fields} />
      <Panel title={t('price.open')}>
        <PriceLineRows lines={lines} onChange={setLines} />
      </Panel>
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('price.save')}
          loading={create.isPending || update.isPending}
          blockedBecause={
            draft ? because(draft.actions.modify) : lines.length === 0 ? t('price.no-lines') : null
          }
          onClick={save}
        />
      </div>
    </FormPage>
  )
}

const body = priceOperations.create.body as unknown as JsonSchema
const HEAD: JsonSchema = {
  ...body,
  properties: Object.fromEntries(Object.entries(body.properties ?? {}).filter(([name]) => name !== 'lines')),
  required: (body.required ?? []).filter((name) => name !== 'lines'),
}
