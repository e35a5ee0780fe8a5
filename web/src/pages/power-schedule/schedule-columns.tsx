import { type PowerScheduleItem, powerScheduleOperations } from '@yunheng/contract'
import { type Column, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Money, StateMark } from '../../ui/index.ts'
import { windowWords } from './window-words.ts'

export function scheduleColumns(t: TextOf<'power-schedule'>): readonly Column<PowerScheduleItem>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={row.state === 'active' ? 'good' : 'off'}>{t(`state.${row.state}`)}</StateMark>
      ),
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => (
        <>
          <GoTo to={to('powerSchedule', { id: row.id })}>{row.name}</GoTo>
          <div className="yh-quiet yh-small">{windowWords(row.windows, t)}</div>
        </>
      ),
    },
    {
      key: 'system',
      title: t('column.system'),
      render: (row) => (
        <>
          <GoTo to={to('system', { id: row.system.id })}>{row.system.name}</GoTo>
          <div className="yh-quiet yh-small">{row.body.name}</div>
        </>
      ),
    },
    { key: 'servers', title: t('column.servers'), number: true, render: (row) => row.serverCount },
    {
      key: 'off',
      title: t('column.off'),
      number: true,
      render: (row) => t('unit.hours', { hours: row.offHoursPerWeek }),
    },
    {
      key: 'saving',
      title: t('column.saving'),
      number: true,
      render: (row) => (row.estimate === null ? t('saving.unpriced') : <Money money={row.estimate} />),
    },
    { key: 'valid', title: t('column.valid'), wideOnly: true, render: (row) => validWords(row, t) },
  ]
}

export const validWords = (
  { validFrom, validUntil }: Pick<PowerScheduleItem, 'validFrom' | 'validUntil'>,
  t: TextOf<'power-schedule'>,
) =>
  validUntil === null
    ? t('valid.from', { from: validFrom })
    : t('valid.between', { from: validFrom, to: validUntil })

/** On the page of a system or of a server: the schedules that it follows or followed. */
export function SchedulesOf(props: { readonly query: { systemId: string } | { resourceId: string } }) {
  const t = useText('power-schedule')
  return (
    <ListTable
      operation={powerScheduleOperations.list}
      query={props.query}
      urlName="schedules"
      label={t('list.title')}
      rowKey={(row) => row.id}
      columns={scheduleColumns(t)}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
    />
  )
}
