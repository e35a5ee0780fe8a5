import { serviceContractOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { EmptyState, Figure, formatNumber, formatTime, ListPage, Panel } from '../../ui/index.ts'

/** R33: how many departments have connected by lease, and which; beside it what is exempt. */
export default function ConnectedPage() {
  const t = useText('service-contract')
  const pick = usePick()
  const { count, departments, basis, items, asOf } = useLoaded(operations.connected, {})
  return (
    <ListPage title={t('connected')} meta={<span>{t('as-of', { time: formatTime(asOf) })}</span>}>
      <section className="yh-figures" aria-label={t('connected')}>
        <Figure
          label={t('connected')}
          value={formatNumber(count)}
          unit={t('of-departments', { departments })}
          note={pick(basis)}
        />
        <GoTo to={to('filings', { connection: 'exempt', state: 'accepted' })}>
          <Figure label={t('exempt')} value={t('exempt-list')} note={t('exempt-note')} />
        </GoTo>
      </section>
      <Panel title={t('connected-list')} flush={items.length > 0}>
        {items.length === 0 ? (
          <EmptyState title={t('connected-empty')} why={t('connected-empty-why')} />
        ) : (
          <Table
            label={t('connected-list')}
            rows={items}
            rowKey={(row) => row.body.id}
            columns={[
              { key: 'body', title: t('body'), render: (row) => row.body.name },
              {
                key: 'leases',
                title: t('leases'),
                number: true,
                render: (row) => (
                  <GoTo to={to('contracts', { bodyId: row.body.id, kind: 'lease', state: 'running' })}>
                    {formatNumber(row.leases)}
                  </GoTo>
                ),
              },
              { key: 'since', title: t('since'), oneLine: true, render: (row) => row.since },
              { key: 'until', title: t('until'), oneLine: true, render: (row) => row.until },
            ]}
          />
        )}
      </Panel>
    </ListPage>
  )
}
