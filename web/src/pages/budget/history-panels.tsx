import type { Budget, BudgetVersionState } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Money, Panel, StateMark, Time, type Tone } from '../../ui/index.ts'

const tones: Record<BudgetVersionState, Tone> = {
  proposed: 'attention',
  'in-force': 'good',
  superseded: 'off',
  declined: 'bad',
}

/** How the figures came to be: who proposed, who decided, and why. */
export function VersionsPanel({ budget }: { readonly budget: Budget }) {
  const t = useText('budget')
  return (
    <Panel title={t('versions')} flush>
      <Table
        label={t('versions')}
        rows={budget.versions}
        rowKey={(row) => String(row.number)}
        columns={[
          {
            key: 'state',
            title: t('state'),
            oneLine: true,
            render: (row) => <StateMark tone={tones[row.state]}>{t(`version.${row.state}`)}</StateMark>,
          },
          { key: 'number', title: t('number'), number: true, render: (row) => row.number },
          {
            key: 'name',
            title: t('name'),
            render: (row) => (
              <>
                {row.name}
                <div className="yh-quiet yh-small">{row.sourceDocument}</div>
              </>
            ),
          },
          { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
          { key: 'reason', title: t('reason'), render: (row) => row.reason || t('first-proposal') },
          {
            key: 'proposed',
            title: t('proposed-by'),
            render: (row) => (
              <>
                {row.proposedBy}
                <div className="yh-quiet yh-small">
                  <Time at={row.proposedAt} />
                </div>
              </>
            ),
          },
          {
            key: 'decided',
            title: t('decided-by'),
            render: (row) => (
              <>
                {row.decidedBy ?? '—'}
                {row.comment && <div className="yh-quiet yh-small">{row.comment}</div>}
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}

export function PermitsPanel({ budget }: { readonly budget: Budget }) {
  const t = useText('budget')
  return (
    <Panel title={t('permits')} flush={budget.permits.length > 0}>
      {budget.permits.length === 0 ? (
        <EmptyState title={t('permits-none')} why={t('permits-none-why')} />
      ) : (
        <Table
          label={t('permits')}
          rows={budget.permits}
          rowKey={(row) => row.at}
          columns={[
            {
              key: 'amount',
              title: t('permit-amount'),
              number: true,
              render: (row) => <Money money={row.amount} />,
            },
            { key: 'reason', title: t('permit-reason'), render: (row) => row.reason },
            { key: 'document', title: t('permit-document'), render: (row) => row.document },
            { key: 'by', title: t('by'), render: (row) => row.by },
            { key: 'at', title: t('at'), oneLine: true, render: (row) => <Time at={row.at} /> },
          ]}
        />
      )}
    </Panel>
  )
}
