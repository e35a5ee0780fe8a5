import {
  catalogueOperations,
  DEFAULT_WEIGHTS,
  DIMENSIONS,
  type Offering,
  type PriceLine,
  poolOperations,
} from '@yunheng/contract'
import { Input, Select } from 'antd'
import { memo, useCallback, useMemo, useRef } from 'react'
import { useAsked } from '../../api/index.ts'
import { FieldBox, type FormState, optionsOf } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
import './catalogue.css'
import { PricePackageFields } from './price-package.tsx'
import { PriceTierFields } from './price-tiers.tsx'

const OPEN_TIER = [{ upTo: null, unitPrice: '0' }]
const EMPTY: PriceLine = {
  offeringCode: '',
  planCode: null,
  poolId: null,
  dimension: 'instance',
  per: 'month',
  tiers: OPEN_TIER,
  weights: DEFAULT_WEIGHTS,
}

const NONE: readonly Offering[] = []

type Named = { readonly id: string; readonly name: string }

/** Prices line by line, with what is wrong at its field; the plans offered are those of the line's offering. */
export function PriceLineRows({
  form,
  lines,
  pools,
}: {
  readonly form: FormState
  readonly lines: readonly PriceLine[]
  /** Those that are named already. */
  readonly pools: readonly Named[]
}) {
  const t = useText('catalogue')
  const offerings = useAsked(catalogueOperations.list, { query: { pageSize: 200 } })
  const listed = useAsked(poolOperations.list, { query: { pageSize: 200 } })
  const poolOptions = useMemo(() => {
    const all = new Map([...pools, ...(listed.data?.items ?? [])].map((pool) => [pool.id, pool.name]))
    return [...all].map(([value, label]) => ({ value, label }))
  }, [pools, listed.data])
  const latest = useRef(lines)
  latest.current = lines
  const { set } = form
  const remove = useCallback((at: number) => set('lines', latest.current.toSpliced(at, 1)), [set])
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
          offerings={offerings.data?.items ?? NONE}
          pools={poolOptions}
          onRemove={remove}
        />
      ))}
      <div>
        <ActionButton
          type="dashed"
          label={t('price.line-add')}
          onClick={() =>
            form.set(`lines.${lines.length}`, { ...EMPTY, ...lines.at(-1), tiers: OPEN_TIER, includes: null })
          }
        />
      </div>
    </div>
  )
}

interface Choice<V extends string = string> {
  readonly value: V
  readonly label: string
}

interface LineRowProps {
  readonly form: FormState
  readonly at: number
  readonly line: PriceLine
  readonly offerings: readonly Offering[]
  readonly pools: readonly Choice[]
  readonly onRemove: (at: number) => void
}

/** A list of prices has dozens of lines: those that nothing happened to are not drawn again at every key. */
const LineRow = memo(DrawnLine, (before, after) => {
  const { at, line, offerings, pools } = after
  const isSame =
    before.at === at && before.line === line && before.offerings === offerings && before.pools === pools
  return isSame && saidOf(before) === saidOf(after)
})

/** What stands at the fields of the line. */
const saidOf = ({ form, at }: Pick<LineRowProps, 'form' | 'at'>): string =>
  form.errors
    .filter(({ path }) => path === `lines.${at}` || path.startsWith(`lines.${at}.`))
    .map(({ path, sentence }) => `${path} ${sentence}`)
    .join('\n')

function DrawnLine({ form, at, line, offerings, pools, onRemove }: LineRowProps) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const pick = usePick()
  const number = at + 1
  const offering = offerings.find((one) => one.code === line.offeringCode)
  const path = (name: string) => `lines.${at}.${name}`
  const choose = (name: 'offeringCode' | 'planCode' | 'poolId' | 'dimension' | 'per') => ({
    form,
    path: path(name),
    value: line[name] || null,
  })
  return (
    <fieldset className="yh-form-row yh-price-line" aria-label={t('price.line', { number })}>
      <ChoiceField
        {...choose('offeringCode')}
        label={t('price.offering')}
        options={offerings.map((one) => ({ value: one.code, label: `${pick(one.title)} · ${one.code}` }))}
        onChoose={(offeringCode) => {
          form.set(path('offeringCode'), offeringCode ?? '')
          form.set(path('planCode'), null)
          form.set(path('includes'), null)
        }}
      />
      <ChoiceField
        {...choose('planCode')}
        label={t('price.plan')}
        none={t('price.all-plans')}
        options={(offering?.plans ?? []).map((plan) => ({ value: plan.code, label: pick(plan.title) }))}
        onChoose={(planCode) => {
          form.set(path('planCode'), planCode)
          form.set(path('includes'), null)
        }}
      />
      <ChoiceField
        {...choose('poolId')}
        label={t('price.pool')}
        none={t('price.all-pools')}
        options={pools}
        onChoose={(poolId) => form.set(path('poolId'), poolId)}
      />
      <ChoiceField
        {...choose('dimension')}
        label={t('price.dimension')}
        options={optionsOf(DIMENSIONS, (value) => terms(`dimension.${value}`))}
        onChoose={(dimension) => dimension && form.set(path('dimension'), dimension)}
      />
      <ChoiceField
        {...choose('per')}
        label={t('price.per')}
        options={optionsOf(['month', 'once'] as const, (value) => t(`price.per.${value}`))}
        onChoose={(per) => per && form.set(path('per'), per)}
      />
      <PriceTierFields form={form} path={`lines.${at}`} line={line} />
      <PricePackageFields
        form={form}
        path={`lines.${at}`}
        line={line}
        plan={offering?.plans.find((plan) => plan.code === line.planCode) ?? null}
      />
      {(['stopped', 'unseen'] as const).map((way) => (
        <FieldBox key={way} form={form} path={path(`weights.${way}`)} label={t(`price.weight.${way}`)}>
          {(ties) => (
            <Input
              {...ties}
              inputMode="decimal"
              value={line.weights[way]}
              onChange={(event) => form.set(path(`weights.${way}`), event.target.value.trim())}
            />
          )}
        </FieldBox>
      ))}
      <ActionButton type="text" label={t('price.line-remove', { number })} onClick={() => onRemove(at)} />
    </fieldset>
  )
}

interface ChoiceFieldProps {
  readonly form: FormState
  readonly path: string
  readonly label: string
  readonly value: string | null
  readonly options: readonly Choice[]
  /** What choosing nothing means, where that may be. */
  readonly none?: string
  readonly onChoose: (value: string | null) => void
}

function ChoiceField({ form, path, label, value, options, none, onChoose }: ChoiceFieldProps) {
  const ui = useText('ui')
  return (
    <FieldBox form={form} path={path} label={label}>
      {(ties) => (
        <Select
          {...ties}
          aria-label={label}
          value={value}
          allowClear={none !== undefined && { label: ui('filter.clear-choice') }}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={none}
          options={[...options]}
          onChange={(next: string | undefined) => onChoose(next ?? null)}
        />
      )}
    </FieldBox>
  )
}
