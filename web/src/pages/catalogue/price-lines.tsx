import { catalogueOperations, DIMENSIONS, type Offering, type PriceLine } from '@yunheng/contract'
import { Input, Select } from 'antd'
import { useAsked } from '../../api/index.ts'
import { FieldBox, type FormState, optionsOf } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

const EMPTY: PriceLine = {
  offeringCode: '',
  planCode: null,
  dimension: 'instance',
  per: 'month',
  unitPrice: '0',
}

/** Prices line by line, with what is wrong at its field; the plans offered are those of the line's offering. */
export function PriceLineRows({
  form,
  lines,
}: {
  readonly form: FormState
  readonly lines: readonly PriceLine[]
}) {
  const t = useText('catalogue')
  const offerings = useAsked(catalogueOperations.list, { query: { pageSize: 200 } })
  return (
    <div className="yh-stack">
      {lines.map((line, at) => (
        <LineRow
          // Lines have no identity of their own before they are saved.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          form={form}
          at={at}
          line={line}
          offerings={offerings.data?.items ?? []}
          onRemove={() => form.set('lines', lines.toSpliced(at, 1))}
        />
      ))}
      <div>
        <ActionButton
          type="dashed"
          label={t('price.line-add')}
          onClick={() => form.set(`lines.${lines.length}`, { ...EMPTY, ...lines.at(-1), unitPrice: '0' })}
        />
      </div>
    </div>
  )
}

interface LineRowProps {
  readonly form: FormState
  readonly at: number
  readonly line: PriceLine
  readonly offerings: readonly Offering[]
  readonly onRemove: () => void
}

function LineRow({ form, at, line, offerings, onRemove }: LineRowProps) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const pick = usePick()
  const number = at + 1
  const offering = offerings.find((one) => one.code === line.offeringCode)
  const path = (name: keyof PriceLine) => `lines.${at}.${name}`
  const select = <V extends string>(
    name: keyof PriceLine,
    label: string,
    options: readonly { readonly value: V; readonly label: string }[],
    onValue: (value: V | null) => void,
    clearable = false,
  ) => (
    <FieldBox form={form} path={path(name)} label={label}>
      {(ties) => (
        <Select
          {...ties}
          aria-label={label}
          value={line[name] || null}
          allowClear={clearable}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={clearable ? t('price.all-plans') : undefined}
          options={[...options]}
          onChange={(next) => onValue((next as V | undefined) ?? null)}
        />
      )}
    </FieldBox>
  )
  return (
    <fieldset className="yh-form-row" aria-label={t('price.line', { number })}>
      {select(
        'offeringCode',
        t('price.offering'),
        offerings.map((one) => ({ value: one.code, label: `${pick(one.title)} · ${one.code}` })),
        (offeringCode) => {
          form.set(path('offeringCode'), offeringCode ?? '')
          form.set(path('planCode'), null)
        },
      )}
      {select(
        'planCode',
        t('price.plan'),
        (offering?.plans ?? []).map((plan) => ({ value: plan.code, label: pick(plan.title) })),
        (planCode) => form.set(path('planCode'), planCode),
        true,
      )}
      {select(
        'dimension',
        t('price.dimension'),
        optionsOf(DIMENSIONS, (value) => terms(`dimension.${value}`)),
        (dimension) => dimension && form.set(path('dimension'), dimension),
      )}
      {select(
        'per',
        t('price.per'),
        optionsOf(['month', 'once'] as const, (value) => t(`price.per.${value}`)),
        (per) => per && form.set(path('per'), per),
      )}
      <FieldBox form={form} path={path('unitPrice')} label={t('price.unit')}>
        {(ties) => (
          <Input
            {...ties}
            inputMode="decimal"
            value={line.unitPrice}
            onChange={(event) => form.set(path('unitPrice'), event.target.value.trim())}
          />
        )}
      </FieldBox>
      <ActionButton type="text" label={t('price.line-remove', { number })} onClick={onRemove} />
    </fieldset>
  )
}
