import type { Gate, Offering, Plan, RequestLineInput } from '@yunheng/contract'
import { Select } from 'antd'
import { usePick, useText } from '../../text/index.ts'

/** A line of the request that brings servers. */
export interface ServerChoice {
  readonly number: number
  readonly plan: Plan
}

/** A volume goes onto a server that the same request brings. */
export function ServerLine({
  id,
  servers,
  value,
  error,
  onChange,
}: {
  readonly id: string
  readonly servers: readonly ServerChoice[]
  readonly value: number | null
  readonly error: string | undefined
  readonly onChange: (number: number | null) => void
}) {
  const t = useText('request')
  const pick = usePick()
  return (
    <div className={error ? 'yh-field yh-field-wrong' : 'yh-field'}>
      <label htmlFor={id}>{t('line.server-line')}</label>
      <div id={`${id}-help`} className="yh-field-help">
        {t('line.server-line-help')}
      </div>
      {error && (
        <div id={`${id}-error`} className="yh-field-error">
          {error}
        </div>
      )}
      <Select
        id={id}
        aria-label={t('line.server-line')}
        aria-describedby={`${id}-help${error ? ` ${id}-error` : ''}`}
        aria-invalid={error ? true : undefined}
        status={error ? 'error' : ''}
        allowClear={{ label: t('line.server-line-none') }}
        placeholder={t('line.server-line-none')}
        value={value}
        options={servers.map(({ number, plan }) => ({
          value: number,
          label: `${t('line.title', { number })} · ${pick(plan.title)}`,
        }))}
        onChange={(number: number | undefined) => onChange(number ?? null)}
      />
    </div>
  )
}

const delivers = ({ fulfilment }: Offering, kind: 'server' | 'volume') =>
  fulfilment.by === 'connector' && fulfilment.kinds.includes(kind)

export const isVolume = (offering: Offering, plan: Plan) =>
  delivers(offering, 'volume') &&
  !delivers(offering, 'server') &&
  plan.dimensions.some((each) => each.dimension === 'storage-gib')

/** Lines of the request that bring servers. */
export function serversIn(
  lines: readonly RequestLineInput[],
  offerings: readonly Offering[],
): readonly ServerChoice[] {
  return lines.flatMap((line, index) => {
    const offering = offerings.find((one) => one.plans.some((plan) => plan.id === line.planId))
    const plan = offering?.plans.find((one) => one.id === line.planId)
    return offering && plan && delivers(offering, 'server') ? [{ number: index + 1, plan }] : []
  })
}

export function problemAt(gates: readonly Gate[], path: string, pick: ReturnType<typeof usePick>) {
  const field = gates.flatMap((gate) => gate.fields ?? []).find((each) => each.path === path)
  return field && pick(field)
}
