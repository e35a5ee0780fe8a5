import { Checkbox } from 'antd'
import type { Fields, WidgetProps } from '../../kit/index.ts'
import type { TextOf } from '../../text/index.ts'
import './power-schedule.css'

/** When servers run, and until which day: asked of a new schedule and of a change alike. */
export const hoursFields = (t: TextOf<'power-schedule'>) =>
  ({
    windows: {
      label: t('field.windows'),
      fields: {
        days: { label: t('field.days'), widget: (props) => <DayChoice {...props} t={t} /> },
        from: { label: t('field.from'), placeholder: '08:00' },
        to: { label: t('field.to'), help: t('field.to-help'), placeholder: '20:00' },
      },
    },
    validUntil: { label: t('field.valid-until'), help: t('field.valid-until-help') },
  }) satisfies Fields

function DayChoice({ t, ...props }: WidgetProps & { readonly t: TextOf<'power-schedule'> }) {
  return (
    <fieldset
      id={props.id}
      className="yh-days"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      tabIndex={-1}
    >
      <Checkbox.Group
        value={(props.value as number[] | undefined) ?? []}
        options={(['1', '2', '3', '4', '5', '6', '7'] as const).map((day) => ({
          value: Number(day),
          label: t(`weekday.${day}`),
        }))}
        onChange={(days) => props.onChange([...days].sort((a, b) => a - b))}
      />
    </fieldset>
  )
}
