import { DIMENSIONS, type PlanContent, type PlanDimension } from '@yunheng/contract'
import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useId } from 'react'
import { optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Panel } from '../../ui/index.ts'
import { Labelled } from './labelled.tsx'
import { ParameterRows } from './parameter-rows.tsx'
import { parametersOf, schemaOf } from './plan-parameters.ts'

export function emptyPlan(like?: PlanContent): PlanContent {
  return {
    code: '',
    title: { zh: '', en: '' },
    isRecommended: false,
    dimensions: like?.dimensions ?? [{ dimension: 'instance', amount: { fixed: 1 } }],
    parameters: like?.parameters ?? schemaOf([]),
  }
}

interface PlanEditorProps {
  readonly number: number
  readonly plan: PlanContent
  readonly onChange: (plan: PlanContent) => void
  readonly onRemove: (() => void) | null
}

/** One plan: its name, what of it is counted, and what the applicant fills in. */
export function PlanEditor({ number, plan, onChange, onRemove }: PlanEditorProps) {
  const t = useText('catalogue')
  const id = useId()
  const set = (patch: Partial<PlanContent>) => onChange({ ...plan, ...patch })
  const parameters = parametersOf(plan.parameters)
  const text = (name: string, label: string, value: string, onText: (text: string) => void) => (
    <Labelled id={`${id}-${name}`} label={label}>
      <Input id={`${id}-${name}`} value={value} onChange={(event) => onText(event.target.value)} />
    </Labelled>
  )
  return (
    <Panel
      title={t('edit.plan', { number })}
      extra={
        onRemove && (
          <ActionButton
            type="text"
            size="small"
            label={t('edit.plan-remove', { number })}
            onClick={onRemove}
          />
        )
      }
    >
      <div className="yh-fields">
        <div className="yh-form-row">
          {text('code', t('offering.code'), plan.code, (code) => set({ code }))}
          {text('zh', `${t('plan.name')} · ${t('edit.zh')}`, plan.title.zh, (zh) =>
            set({ title: { ...plan.title, zh } }),
          )}
          {text('en', `${t('plan.name')} · ${t('edit.en')}`, plan.title.en, (en) =>
            set({ title: { ...plan.title, en } }),
          )}
          <Checkbox
            checked={plan.isRecommended}
            onChange={(event) => set({ isRecommended: event.target.checked })}
          >
            {t('plan.recommended')}
          </Checkbox>
          <Checkbox
            checked={plan.isDomestic === true}
            onChange={(event) => set({ isDomestic: event.target.checked })}
          >
            {t('plan.domestic')}
          </Checkbox>
        </div>
        <fieldset className="yh-fieldset">
          <legend>{t('plan.content')}</legend>
          {plan.dimensions.map((dimension, at) => (
            <DimensionRow
              // A row stands for nothing but itself before it is saved.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={at}
              number={at + 1}
              value={dimension}
              counted={parameters.filter((one) => one.type === 'integer').map((one) => one.name)}
              onChange={(next) => set({ dimensions: plan.dimensions.with(at, next) })}
              onRemove={
                plan.dimensions.length > 1
                  ? () => set({ dimensions: plan.dimensions.toSpliced(at, 1) })
                  : null
              }
            />
          ))}
          <div>
            <ActionButton
              type="dashed"
              label={t('edit.dimension-add')}
              onClick={() =>
                set({ dimensions: [...plan.dimensions, { dimension: 'instance', amount: { fixed: 1 } }] })
              }
            />
          </div>
        </fieldset>
        <ParameterRows
          parameters={parameters}
          onChange={(next) => set({ parameters: schemaOf(next, plan.parameters) })}
        />
      </div>
    </Panel>
  )
}

interface DimensionRowProps {
  readonly number: number
  readonly value: PlanDimension
  /** Integer parameters of the plan: what an amount may be taken from. */
  readonly counted: readonly string[]
  readonly onChange: (value: PlanDimension) => void
  readonly onRemove: (() => void) | null
}

const FIXED = ''

function DimensionRow({ number, value, counted, onChange, onRemove }: DimensionRowProps) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const id = useId()
  const { amount } = value
  const limit = (name: 'minimum' | 'recommended', label: string) => (
    <Labelled id={`${id}-${name}`} label={label}>
      <InputNumber
        controls={false}
        id={`${id}-${name}`}
        min={0}
        precision={0}
        value={value[name] ?? null}
        onChange={(next) => {
          const { [name]: _, ...rest } = value
          onChange(next === null ? rest : { ...rest, [name]: Number(next) })
        }}
      />
    </Labelled>
  )
  return (
    <fieldset className="yh-form-row" aria-label={t('edit.dimension', { number })}>
      <Labelled id={`${id}-dimension`} label={t('price.dimension')}>
        <Select
          id={`${id}-dimension`}
          aria-label={t('price.dimension')}
          value={value.dimension}
          options={[...optionsOf(DIMENSIONS, (one) => terms(`dimension.${one}`))]}
          onChange={(dimension) => onChange({ ...value, dimension })}
        />
      </Labelled>
      <Labelled id={`${id}-from`} label={t('edit.amount-from')}>
        <Select
          id={`${id}-from`}
          aria-label={t('edit.amount-from')}
          value={'parameter' in amount ? amount.parameter : FIXED}
          options={[
            { value: FIXED, label: t('edit.amount-fixed') },
            ...counted.map((name) => ({ value: name, label: t('plan.by-parameter', { name }) })),
          ]}
          onChange={(name) =>
            onChange({ ...value, amount: name === FIXED ? { fixed: 1 } : { parameter: name } })
          }
        />
      </Labelled>
      {'fixed' in amount && (
        <Labelled id={`${id}-fixed`} label={t('edit.amount')}>
          <InputNumber
            controls={false}
            id={`${id}-fixed`}
            min={0}
            precision={0}
            value={amount.fixed}
            onChange={(fixed) => onChange({ ...value, amount: { fixed: Number(fixed ?? 0) } })}
          />
        </Labelled>
      )}
      {limit('minimum', t('edit.minimum'))}
      {limit('recommended', t('edit.recommended'))}
      {onRemove && (
        <ActionButton type="text" label={t('edit.dimension-remove', { number })} onClick={onRemove} />
      )}
    </fieldset>
  )
}
