import type { RequestSummary, Text } from '@yunheng/contract'
import { type Column, GoTo, State, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import type { TextOf } from '../../text/index.ts'
import { Money, Time } from '../../ui/index.ts'

export function requestColumns(
  t: TextOf<'request'>,
  terms: Terms,
  pick: (text: Text) => string,
): readonly Column<RequestSummary>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => <State of="request" state={row.state} />,
    },
    {
      key: 'title',
      title: t('column.title'),
      render: (row) => (
        <>
          <GoTo to={to('request', { id: row.id })}>{row.title}</GoTo>
          <div className="yh-quiet yh-small yh-mono">{row.no}</div>
        </>
      ),
    },
    {
      key: 'kind',
      title: t('column.kind'),
      oneLine: true,
      render: (row) => terms(`request-kind.${row.kind}`),
    },
    { key: 'summary', title: t('column.summary'), render: (row) => pick(row.summary) },
    { key: 'system', title: t('column.system'), wideOnly: true, render: (row) => row.system.name },
    { key: 'body', title: t('column.body'), wideOnly: true, render: (row) => row.body.name },
    {
      key: 'cost',
      title: t('column.cost'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.cost} />,
    },
    {
      key: 'submitted',
      title: t('column.submitted'),
      oneLine: true,
      render: (row) => <Time at={row.submittedAt} />,
    },
  ]
}
