import { catalogueOperations, type Plan } from '@yunheng/contract'
import { InputNumber, Select } from 'antd'
import { useDeferredValue, useId, useState } from 'react'
import { useAsked } from '../../api/index.ts'
import {
  checkValue,
  defaultParameters,
  EstimateView,
  type JsonSchema,
  ParameterFields,
  ProblemPanel,
} from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import './catalogue.css'

/** What it would cost, before anybody applies. */
export function EstimatePanel({ plans }: { readonly plans: readonly Plan[] }) {
  const t = useText('catalogue')
  const pick = usePick()
  const id = useId()
  const [planId, setPlanId] = useState(plans[0]?.id ?? '')
  const [quantity, setQuantity] = useState(1)
  const [months, setMonths] = useState(12)
  const plan = plans.find((one) => one.id === planId)
  const [parameters, setParameters] = useState(() => defaultParameters(plan?.parameters))
  const choose = (next: string) => {
    setPlanId(next)
    setParameters(defaultParameters(plans.find((one) => one.id === next)?.parameters))
  }
  const body = useDeferredValue({
    lines: [{ planId, quantity, parameters }],
    term: { months, days: 0 },
    providerBodyId: null,
  })
  // What is still being filled in is no error: it is asked for once every parameter is there.
  const complete = checkValue((plan?.parameters ?? {}) as JsonSchema, parameters).length === 0
  const asked = useAsked(
    catalogueOperations.estimate,
    { body },
    { enabled: plan !== undefined && complete, keep: true },
  )
  return (
    <Panel title={t('estimate.title')}>
      <div className="yh-estimate-form">
        <label htmlFor={`${id}-plan`}>{t('estimate.plan')}</label>
        <Select
          id={`${id}-plan`}
          aria-label={t('estimate.plan')}
          value={planId}
          options={plans.map((one) => ({ value: one.id, label: pick(one.title) }))}
          onChange={choose}
        />
        {plan && (
          <ParameterFields
            id={`${id}-parameters`}
            schema={plan.parameters}
            values={parameters}
            onChange={setParameters}
          />
        )}
        <label htmlFor={`${id}-quantity`}>{t('estimate.quantity')}</label>
        <InputNumber
          controls={false}
          id={`${id}-quantity`}
          min={1}
          max={10_000}
          value={quantity}
          onChange={(value) => setQuantity(value ?? 1)}
        />
        <label htmlFor={`${id}-months`}>{t('estimate.months')}</label>
        <InputNumber
          controls={false}
          id={`${id}-months`}
          min={1}
          max={120}
          value={months}
          onChange={(value) => setMonths(value ?? 1)}
        />
        {asked.error && <ProblemPanel error={asked.error} />}
        {!complete && <p className="yh-quiet">{t('estimate.wanted')}</p>}
        {complete && asked.data && (
          <EstimateView estimate={asked.data} term={t('estimate.term', { months })} />
        )}
      </div>
    </Panel>
  )
}
