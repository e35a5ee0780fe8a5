import {
  NETWORK_ZONES,
  POOL_CLASSES,
  REQUEST_KINDS,
  REQUEST_PURPOSES,
  REQUEST_STATES,
  requestOperations,
} from '@yunheng/contract'
import { FilterBar, ListExport, ListTable, optionsOf, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, ListPage } from '../../ui/index.ts'
import { requestColumns } from './request-columns.tsx'

const names = [
  'q',
  'state',
  'kind',
  'purpose',
  'networkZone',
  'poolClass',
  'mine',
  'waiting',
  'systemId',
  'bodyId',
] as const

export default function RequestListPage() {
  const t = useText('request')
  const terms = useText('terms')
  const pick = usePick()
  const go = useGoTo()
  const mayAsk = useMay('create', 'request')
  const draft = <ActionButton type="primary" label={t('list.new')} onClick={() => go(to('requestNew'))} />
  return (
    <ListPage
      title={t('list.title')}
      actions={
        <>
          <ListExport operation={requestOperations.export} filters={names} />
          {mayAsk && draft}
        </>
      }
      filters={
        <FilterBar
          search={{ key: 'q', label: t('list.search') }}
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('filter.state'),
              options: optionsOf(REQUEST_STATES, (value) => terms(`request.${value}`)),
            },
            {
              kind: 'choice',
              key: 'kind',
              label: t('filter.kind'),
              options: optionsOf(REQUEST_KINDS, (value) => terms(`request-kind.${value}`)),
            },
            {
              kind: 'choice',
              key: 'purpose',
              label: t('filter.purpose'),
              options: optionsOf(REQUEST_PURPOSES, (value) => terms(`purpose.${value}`)),
            },
            {
              kind: 'choice',
              key: 'networkZone',
              label: t('filter.zone'),
              options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
            },
            {
              kind: 'choice',
              key: 'poolClass',
              label: t('filter.pool-class'),
              options: optionsOf(POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
            },
            { kind: 'flag', key: 'waiting', label: t('filter.waiting') },
            { kind: 'flag', key: 'mine', label: t('filter.mine') },
          ]}
        />
      }
    >
      <ListTable
        operation={requestOperations.list}
        filters={names}
        label={t('list.title')}
        rowKey={(row) => row.id}
        columns={requestColumns(t, terms, pick)}
        empty={{ title: t('list.empty'), why: t('list.empty-why'), action: mayAsk ? draft : null }}
      />
    </ListPage>
  )
}
