import { useParams } from '@tanstack/react-router'
import { savingRunOperations as operations, type SavingRun, type SavingRunItem } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import {
  type Column,
  GoTo,
  ListTable,
  RunPage,
  runItems,
  useOutcomeColumn,
  whileRunning,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { RuleMark } from './proposal-columns.tsx'
import { useRunFilter } from './run-bar.tsx'

/** How far a run of notices is, and what came of each. */
export default function SavingRunPage() {
  const t = useText('saving')
  const { id } = useParams({ strict: false }) as { id: string }
  const run = useLoaded(operations.get, { params: { id } }, { everyMs: whileRunning })
  return (
    <RunPage
      run={run}
      t={t}
      title={t('run.title')}
      of={useRunFilter()(run.filters)}
      stop={operations.stop}
      place={(search) => to('savingRun', { id }, search)}
    >
      <ListTable operation={operations.items} {...runItems(run, t)} columns={useColumns(run)} />
    </RunPage>
  )
}

function useColumns(run: SavingRun): readonly Column<SavingRunItem>[] {
  const t = useText('saving')
  return [
    useOutcomeColumn(run, t),
    { key: 'rule', title: t('column.rule'), oneLine: true, render: (row) => <RuleMark rule={row.rule} /> },
    {
      key: 'resource',
      title: t('column.resource'),
      render: (row) => <GoTo to={to('resource', { id: row.resource.id })}>{row.resource.name}</GoTo>,
    },
    { key: 'body', title: t('column.body'), render: (row) => row.body.name },
    {
      key: 'notice',
      title: t('notice.title'),
      oneLine: true,
      render: (row) =>
        row.noticeId === null ? (
          '—'
        ) : (
          <GoTo to={to('savingNotices', { id: row.noticeId })}>{t('notify.sent')}</GoTo>
        ),
    },
  ]
}
