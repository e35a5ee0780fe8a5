import { type RuleSetSummary, ruleSetOperations } from '@yunheng/contract'
import { choice, FilterBar, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage, StateMark } from '../../ui/index.ts'

export default function RuleListPage() {
  const t = useText('rule')
  return (
    <ListPage
      title={t('list.title')}
      actions={<GoTo to={to('rulesInForce')}>{t('effective.look')}</GoTo>}
      filters={
        <FilterBar
          filters={[choice('state', t('state'), ['draft', 'published'], (value) => t(`state.${value}`))]}
        />
      }
    >
      <p className="yh-quiet">{t('list.what')}</p>
      <ListTable
        operation={ruleSetOperations.list}
        filters={['state']}
        label={t('list.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('list.empty'), why: t('list.empty-why') }}
        columns={[
          { key: 'state', title: t('state'), render: (row) => <RuleState row={row} /> },
          {
            key: 'number',
            title: t('list.title'),
            render: (row) => (
              <GoTo to={to('rule', { id: row.id })}>{t('number', { number: row.number })}</GoTo>
            ),
          },
          { key: 'level', title: t('level'), render: (row) => row.region?.name ?? t('level.whole') },
          { key: 'from', title: t('from'), oneLine: true, render: (row) => row.effectiveFrom },
          { key: 'reason', title: t('reason'), render: (row) => row.reason },
          { key: 'changes', title: t('changes'), number: true, render: (row) => row.changes },
          { key: 'drafted', title: t('drafted-by'), render: (row) => row.draftedBy },
          { key: 'published', title: t('published-by'), render: (row) => row.publishedBy ?? '—' },
        ]}
      />
    </ListPage>
  )
}

export function RuleState({ row }: { readonly row: Pick<RuleSetSummary, 'state' | 'isInForce'> }) {
  const t = useText('rule')
  if (row.isInForce) return <StateMark tone="good">{t('state.in-force')}</StateMark>
  return <StateMark tone={row.state === 'draft' ? 'busy' : 'off'}>{t(`state.${row.state}`)}</StateMark>
}
