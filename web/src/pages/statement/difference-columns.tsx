import type { StatementDifference } from '@yunheng/contract'
import { type Column, GoTo, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Money, StateMark } from '../../ui/index.ts'
import { SignedMoney } from './signed-money.tsx'

export function useDifferenceColumns(): readonly Column<StatementDifference>[] {
  const t = useText('statement')
  const terms = useText('terms')
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="difference" state={row.state} />,
    },
    {
      key: 'kind',
      title: t('kind'),
      render: (row) => (
        <>
          <GoTo to={to('difference', { id: row.id })}>{t(`kind.${row.kind}`)}</GoTo>
          <div className="yh-quiet yh-small">
            {[
              row.month,
              row.serviceMonth && t('corrects-month', { month: row.serviceMonth }),
              row.provider.name,
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </>
      ),
    },
    {
      key: 'resource',
      title: t('resource'),
      render: (row) => (
        <>
          {row.resource?.name || row.resourceRef}
          <div className="yh-quiet yh-small">
            {[
              row.dimension === null ? t('whole') : terms(`dimension.${row.dimension}`),
              row.body?.name ?? null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </>
      ),
    },
    {
      key: 'billed',
      title: t('billed'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.billed} />,
    },
    {
      key: 'platform',
      title: t('platform'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.platform} />,
    },
    { key: 'delta', title: t('delta'), number: true, render: (row) => <SignedMoney money={row.delta} /> },
    { key: 'owner', title: t('owner'), wideOnly: true, render: (row) => t(`owner.${row.owner}`) },
    { key: 'due', title: t('due'), oneLine: true, render: (row) => <Due row={row} /> },
  ]
}

/** The day by which it is to be answered; whether that has passed matters while it waits. */
export function Due({ row }: { readonly row: Pick<StatementDifference, 'dueOn' | 'state' | 'isOverdue'> }) {
  const t = useText('statement')
  if (row.dueOn === null || row.state !== 'open') return <span className="yh-quiet">—</span>
  return row.isOverdue ? <StateMark tone="attention">{`${row.dueOn} ${t('overdue')}`}</StateMark> : row.dueOn
}
