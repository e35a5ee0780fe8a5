import { savingOperations as operations, type SavingEvidence } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, ProblemPanel, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Facts, formatMoney, formatTime, Panel, Waiting } from '../../ui/index.ts'
import { NoticeFiles } from './notice-files.tsx'
import { evidenceWords, RuleMark, Sizes } from './proposal-columns.tsx'

/** Beside the answer to a saving notice, and beside the decision about an objection: what was found, and what was said. */
export default function NoticeEvidence({ id }: { readonly id: string }) {
  const t = useText('saving')
  const asked = useAsked(operations.notices, { query: { id } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const [notice] = asked.data.items
  if (notice === undefined) return null
  const { resource, saving, answer, answeredAt, answeredBy, evidence } = notice
  return (
    <Panel title={t('notice.found')}>
      <div className="yh-stack">
        <Facts
          facts={[
            { label: t('column.rule'), value: <RuleMark rule={notice.rule} /> },
            {
              label: t('column.resource'),
              value: <GoTo to={to('resource', { id: resource.id })}>{resource.name}</GoTo>,
            },
            { label: t('column.size'), value: <Sizes row={notice} t={t} /> },
            {
              label: t('column.saving'),
              value: saving === null ? t('saving.unpriced') : formatMoney(saving),
            },
            ...(notice.dueOn === null ? [] : [{ label: t('due.title'), value: notice.dueOn }]),
            ...(notice.actions.plan.allowed
              ? [
                  {
                    label: t('plan.do'),
                    value: (
                      <GoTo to={to('savingNotices', { id: notice.id })}>
                        {notice.plannedOn === null
                          ? t('plan.choose')
                          : t('plan.says', { day: notice.plannedOn, name: notice.plannedBy ?? '' })}
                      </GoTo>
                    ),
                  },
                ]
              : []),
            ...(answeredAt === null
              ? []
              : [
                  {
                    label: t('notice.answer'),
                    value: `${t('notice.by', { time: formatTime(answeredAt), name: answeredBy ?? '' })} ${answer ?? ''}`,
                  },
                ]),
          ]}
        />
        <NoticeFiles notice={notice} />
        <Table<SavingEvidence>
          compact
          label={t('column.evidence')}
          rows={evidence}
          rowKey={(row) => `${row.figure} ${row.from}`}
          columns={[
            {
              key: 'window',
              title: t('exemption.period'),
              oneLine: true,
              render: (row) => t('window.between', { from: row.from, to: row.to }),
            },
            { key: 'figure', title: t('column.evidence'), render: (row) => evidenceWords(row, t) },
          ]}
        />
      </div>
    </Panel>
  )
}
