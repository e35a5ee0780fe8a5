import { catalogueOperations, DIMENSIONS, type Offering, type PriceLine } from '@yunheng/contract'
import { Input, Select } from 'antd'
import { useId } from 'react'
import { useAsked } from '../../api/index.ts'
import { optionsOf } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

const EMPTY: PriceLine = {
  offeringCode: '',
  planCode: null,
  dimension: 'instance',
  per: 'month',
  unitPrice: '0',
}

/** Prices line by line; the plans offered are those of the line's offering. */
export function PriceLineRows({
  lines,
  onChange,
}: {
  readonly lines: readonly PriceLine[]
  readonly onChange: (lines: readonly PriceLine[]) => void
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
          number={at + 1}
          line={line}
          offerings={offerings.data?.items ?? []}
          onChange={(next) => onChange(lines.with(at, next))}
          onRemove={() => onChange(lines.toSpliced(at, 1))}
        />
      ))}
      <div>
        <ActionButton
          type="dashed"
          label={t('price.line-add')}
          onClick={() => onChange([...lines, { ...EMPTY, ...lines.at(-1), unitPrice: '0' }])}
        />
      </div>
    </div>
  )
}

interface LineRowProps {
  readonly number: number
  readonly line: PriceLine
  readonly offerings: readonly Offering[]
  readonly onChange: (line: PriceLine) => void
  readonly onRemove: () => void
}

function LineRow({ number, line, offerings, onChange, onRemove }: LineRowProps) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const pick = usePick()
  const id = useId()
  const offering = offerings.find((one) => one.code === line.offeringCode)
  const set = (patch: Partial<PriceLine>) => onChange({ ...line, ...patch })
  const select = <V extends string>(
    name: string,
    label: string,
    value: V | null,
    options: readonly { readonly value: V; readonly label: string }[],
    onValue: (value: V | null) => void,
    clearable = false,
  ) => (
    <div className="yh-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <Select
        id={`${id}-${name}`}
        aria-label={label}
        value={value}
        allowClear={clearable}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={clearable ? t('price.all-plans') : undefined}
        options={[...options]}
        onChange={(next: V | undefined) => onValue(next ?? null)}
      />
    </div>
  )
  return (
    <fieldset className="yh-form-row" aria-label={t('price.line', { number })}>
      {select(
        'offering',
        t('price.offering'),
        line.offeringCode || null,
        offerings.map((one) => ({ value: one.code, label: `${pick(one.title)} · ${one.code}` })),
        (offeringCode) => set({ offeringCode: offeringCode ?? '', planCode: null }),
      )}
      {select(
        'plan',
        t('price.plan'),
        line.planCode,
        (offering?.plans ?? []).map((plan) => ({ value: plan.code, label: pick(plan.title) })),
        (planCode) => set({ planCode }),
        true,
      )}
      {select(
        'dimension',
        t('price.dimension'),
        line.dimension,
        optionsOf(DIMENSIONS, (value) => terms(`dimension.${value}`)),
        (dimension) => dimension && set({ dimension }),
      )}
      {select(
        'per',
        t('price.per'),
        line.per,
        optionsOf(['month', 'once'] as const, (value) => t(`price.per.${value}`)),
        (per) => per && set({ per }),
      )}
      <div className="yh-field">
        <label htmlFor={`${id}-unit`}>{t('price.unit')}</label>
        <Input
          id={`${id}-unit`}
          inputMode="decimal"
          value={line.unitPrice}
          onChange={(event) => set({ unitPrice: event.target.value.trim() })}
        />
      </div>
      <ActionButton type="text" label={t('price.line-remove', { number })} onClick={onRemove} />
    </fieldset>
  )
}
