import type { Task, Text } from '@yunheng/contract'
import { type Column, GoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import type { TextOf } from '../../text/index.ts'
import { formatTime, StateMark, Tag, Time } from '../../ui/index.ts'
import { outcomeTones } from './task-words.ts'

type Pick = (text: Text) => string

export function taskColumns(t: TextOf<'task'>, pick: Pick, box: 'todo' | 'done'): readonly Column<Task>[] {
  const state: Column<Task> =
    box === 'todo'
      ? { key: 'due', title: t('column.due'), oneLine: true, render: (row) => <Due task={row} t={t} /> }
      : { key: 'outcome', title: t('column.outcome'), render: (row) => <Outcome task={row} t={t} /> }
  return [
    state,
    {
      key: 'subject',
      title: t('column.subject'),
      render: (row) => (
        <span>
          <GoTo to={to('task', { id: row.id })}>{row.subject.title}</GoTo>{' '}
          {row.urgedCount > 0 && <Tag>{t('urged.count', { count: row.urgedCount })}</Tag>}{' '}
          {row.onBehalfOf && <Tag>{t('behalf.of', { name: row.onBehalfOf.name })}</Tag>}
        </span>
      ),
    },
    { key: 'step', title: t('column.step'), render: (row) => pick(row.stepName) },
    { key: 'body', title: t('column.body'), wideOnly: true, render: (row) => row.subject.bodyName },
    { key: 'starter', title: t('column.starter'), oneLine: true, render: (row) => row.starter?.name },
    box === 'todo'
      ? {
          key: 'opened',
          title: t('column.opened'),
          oneLine: true,
          wideOnly: true,
          render: (row) => <Time at={row.openedAt} />,
        }
      : {
          key: 'closed',
          title: t('column.closed'),
          oneLine: true,
          render: (row) => <Time at={row.closedAt} />,
        },
  ]
}

function Due({ task, t }: { readonly task: Task; readonly t: TextOf<'task'> }) {
  if (task.state === 'waiting') return <StateMark tone="unknown">{t('task.waiting')}</StateMark>
  if (!task.dueAt) return <span className="yh-quiet">{t('due.none')}</span>
  const words = formatTime(task.dueAt)
  return task.overdue ? (
    <StateMark tone="bad">{t('due.overdue', { time: words })}</StateMark>
  ) : (
    <StateMark tone="busy">{words}</StateMark>
  )
}

function Outcome({ task, t }: { readonly task: Task; readonly t: TextOf<'task'> }) {
  if (!task.outcome) return null
  return <StateMark tone={outcomeTones[task.outcome]}>{t(`outcome.${task.outcome}`)}</StateMark>
}
