import type { FlowInstance, Text } from '@yunheng/contract'
import { type Column, GoTo } from '../../kit/index.ts'
import { subjectPlace } from '../../kit/subject-place.ts'
import { inSeries, type TextOf } from '../../text/index.ts'
import { StateMark, Time } from '../../ui/index.ts'
import { outcomeTones } from './task-words.ts'

type Pick = (text: Text) => string

export function startedColumns(
  t: TextOf<'task'>,
  pick: Pick,
  form: 'full' | 'short',
): readonly Column<FlowInstance>[] {
  const columns: readonly Column<FlowInstance>[] = [
    { key: 'state', title: t('column.state'), oneLine: true, render: (row) => <State row={row} t={t} /> },
    {
      key: 'subject',
      title: t('column.subject'),
      render: (row) => {
        const place = subjectPlace(row.subject)
        return place ? <GoTo to={place}>{row.subject.title}</GoTo> : row.subject.title
      },
    },
    {
      key: 'now',
      title: t('column.now-at'),
      render: (row) => inSeries(row.currentSteps.map((step) => pick(step.name))),
    },
    { key: 'flow', title: t('column.flow'), wideOnly: true, render: (row) => pick(row.flowName) },
    {
      key: 'started',
      title: t('column.started'),
      oneLine: true,
      render: (row) => <Time at={row.startedAt} />,
    },
  ]
  return form === 'full' ? columns : columns.slice(0, 3)
}

function State({ row, t }: { readonly row: FlowInstance; readonly t: TextOf<'task'> }) {
  if (row.outcome)
    return <StateMark tone={outcomeTones[row.outcome]}>{t(`outcome.${row.outcome}`)}</StateMark>
  const overdue = row.currentSteps.some((step) => step.overdue)
  return <StateMark tone={overdue ? 'bad' : 'busy'}>{t(`instance.state.${row.state}`)}</StateMark>
}
