import { type Calendar, calendarOperations } from '@yunheng/contract'
import { Checkbox } from 'antd'
import { ActDialog, type WidgetProps } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

/** Weekdays and hours of the week; the arrangement of a year stands beside them. */
export function CalendarHoursDialog({
  calendar,
  onClose,
}: {
  readonly calendar: Calendar
  readonly onClose: () => void
}) {
  const t = useText('workflow')
  return (
    <ActDialog
      operation={calendarOperations.calendarUpdate}
      open
      onClose={onClose}
      params={{ id: calendar.id }}
      fixed={{ version: calendar.version }}
      initial={{ weekdays: calendar.weekdays, hours: calendar.hours, hoursSource: calendar.hoursSource }}
      title={t('calendar.hours-title')}
      verb={t('calendar.hours-edit')}
      also={['task', 'flow-instance']}
      width={640}
      fields={{
        weekdays: { label: t('calendar.weekdays'), widget: (props) => <Weekdays {...props} /> },
        hours: {
          label: t('calendar.hours'),
          fields: {
            from: { label: t('calendar.hours-from'), placeholder: '09:00' },
            to: { label: t('calendar.hours-to'), placeholder: '12:00' },
          },
        },
        hoursSource: { label: t('calendar.hours-source') },
      }}
    >
      <p>{t('calendar.hours-what')}</p>
    </ActDialog>
  )
}

function Weekdays({ id, value, onChange, label }: WidgetProps) {
  const t = useText('workflow')
  return (
    <Checkbox.Group
      {...{ id }}
      aria-label={label}
      value={(value as number[] | undefined) ?? []}
      options={WEEKDAYS.map((day) => ({ value: Number(day), label: t(`weekday.${day}`) }))}
      onChange={(days) => onChange(days.toSorted())}
    />
  )
}
