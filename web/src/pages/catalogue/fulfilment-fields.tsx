import { FULFILMENT_KINDS, type Fulfilment } from '@yunheng/contract'
import { Checkbox, InputNumber, Radio } from 'antd'
import { useId } from 'react'
import { optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** By the platform through a cloud's API, or by a work order with so many working days. */
export function FulfilmentFields({
  value,
  onChange,
}: {
  readonly value: Fulfilment
  readonly onChange: (value: Fulfilment) => void
}) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const id = useId()
  return (
    <div className="yh-fields">
      <Radio.Group
        aria-label={t('offering.delivery')}
        value={value.by}
        options={[
          { value: 'connector', label: t('offering.by-connector') },
          { value: 'work-order', label: t('edit.by-work-order') },
        ]}
        onChange={(event) =>
          onChange(
            event.target.value === 'connector'
              ? { by: 'connector', kinds: ['server'] }
              : { by: 'work-order', workingDays: 3 },
          )
        }
      />
      {value.by === 'connector' ? (
        <div className="yh-field">
          <span>{t('edit.kinds')}</span>
          <Checkbox.Group
            aria-label={t('edit.kinds')}
            value={[...value.kinds]}
            options={[...optionsOf(FULFILMENT_KINDS, (kind) => terms(`resource-kind.${kind}`))]}
            onChange={(kinds) => kinds.length > 0 && onChange({ ...value, kinds })}
          />
          <label htmlFor={`${id}-otherwise`}>{t('edit.otherwise-days')}</label>
          <InputNumber
            controls={false}
            id={`${id}-otherwise`}
            className="yh-field-number"
            min={1}
            max={60}
            precision={0}
            value={value.workingDays ?? null}
            onChange={(days) => {
              const { workingDays: _, ...connector } = value
              onChange(days === null ? connector : { ...connector, workingDays: Number(days) })
            }}
          />
        </div>
      ) : (
        <div className="yh-field">
          <label htmlFor={`${id}-days`}>{t('edit.working-days')}</label>
          <InputNumber
            controls={false}
            id={`${id}-days`}
            className="yh-field-number"
            min={1}
            max={60}
            precision={0}
            value={value.workingDays}
            onChange={(days) => days !== null && onChange({ by: 'work-order', workingDays: Number(days) })}
          />
        </div>
      )}
    </div>
  )
}
