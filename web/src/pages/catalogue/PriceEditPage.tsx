import { useParams } from '@tanstack/react-router'
import {
  PRORATIONS,
  type PriceLine,
  type PriceVersion,
  type PriceVersionCreate,
  priceOperations,
} from '@yunheng/contract'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  FormFrame,
  type JsonSchema,
  labelOf,
  optionsOf,
  ProviderPicker,
  SchemaFields,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
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
  const form = useForm(BODY, {
    name: draft?.name ?? '',
    effectiveFrom: draft?.effectiveFrom,
    effectiveTo: draft?.effectiveTo ?? null,
    source: draft?.source ?? '',
    isProductDefault: draft?.isProductDefault ?? false,
    providerBodyId: base?.providerBodyId ?? null,
    proration: base?.proration ?? 'day',
    pinsOrders: base?.pinsOrders ?? false,
    termFactors: base?.termFactors ?? [],
    lines: base?.lines ?? [],
  })
  const lines = form.values.lines as readonly PriceLine[]
  const chosen = base?.provider ? { value: base.provider.id, label: base.provider.name } : undefined
  const fields = {
    name: { label: t('price.name') },
    effectiveFrom: { label: t('price.from'), help: t('price.from-help') },
    effectiveTo: { label: t('price.to'), help: t('price.to-help') },
    source: { label: t('price.source') },
    isProductDefault: { label: t('price.default') },
    providerBodyId: {
      label: t('price.provider'),
      help: t('price.provider-help'),
      widget: (props: Parameters<typeof ProviderPicker>[0]) => <ProviderPicker {...props} chosen={chosen} />,
    },
    proration: {
      label: t('price.proration'),
      help: t('price.proration-help'),
      as: 'radio' as const,
      options: optionsOf(PRORATIONS, (value) => t(`price.proration.${value}`)),
    },
    pinsOrders: { label: t('price.pins-label'), help: t('price.pins-help') },
    termFactors: {
      label: t('price.factors'),
      fields: {
        fromMonths: { label: t('price.factor-from') },
        factor: { label: t('price.factor') },
      },
    },
  }
  const labels = {
    ...fields,
    lines: {
      label: t('price.open'),
      fields: {
        offeringCode: { label: t('price.offering') },
        planCode: { label: t('price.plan') },
        dimension: { label: t('price.dimension') },
        per: { label: t('price.per') },
        poolId: { label: t('price.pool') },
        tiers: {
          label: t('price.tiers'),
          fields: {
            upTo: { label: t('price.tier-end-bare') },
            unitPrice: { label: t('price.unit') },
          },
        },
        includes: {
          label: t('price.package'),
          fields: {
            dimension: { label: t('price.dimension') },
            amount: { label: t('price.package-count') },
          },
        },
        weights: {
          label: t('price.weights'),
          fields: {
            stopped: { label: t('price.weight.stopped') },
            unseen: { label: t('price.weight.unseen') },
          },
        },
      },
    },
  }
  const labelOfField = (path: string) => {
    const [, at] = /^lines\.(\d+)\./.exec(path) ?? []
    const line = at === undefined ? '' : `${t('price.line', { number: Number(at) + 1 })} · `
    return `${line}${labelOf(labels)(path)}`
  }
  const done = { onDone: () => go(to('prices')) }
  const create = useAct(priceOperations.create, done)
  const update = useAct(priceOperations.update, done)
  const save = () => {
    const body = form.submit(labelOfField) as PriceVersionCreate | null
    if (!body) return
    const refuse = { onError: (problem: unknown) => void form.refuse(problem) }
    if (draft) update.mutate({ params: { id: draft.id }, body: { ...body, version: draft.version } }, refuse)
    else create.mutate({ body }, refuse)
  }
  return (
    <FormFrame
      title={t(draft ? 'price.edit-title' : 'price.new-title')}
      what={t('price.draft-what')}
      form={form}
      error={create.error ?? update.error}
      verb={t('price.save')}
      pending={create.isPending || update.isPending}
      blockedBecause={draft ? because(draft.actions.modify) : lines.length === 0 ? t('price.no-lines') : null}
      onSend={save}
    >
      <SchemaFields form={form} fields={fields} />
      <Panel title={t('price.open')}>
        <p className="yh-quiet">{t('price.weights-what')}</p>
        <PriceLineRows form={form} lines={lines} pools={base?.pools ?? []} />
      </Panel>
    </FormFrame>
  )
}

const BODY = priceOperations.create.body as unknown as JsonSchema
