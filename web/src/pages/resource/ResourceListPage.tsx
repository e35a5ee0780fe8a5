import {
  AGREEMENTS,
  NETWORK_ZONES,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  resourceOperations,
} from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { FilterBar, GoTo, ListExport, ListTable, optionsOf, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { formatNumber, ListPage } from '../../ui/index.ts'
import { resourceColumns } from './resource-columns.tsx'

const names = [
  'search',
  'kind',
  'state',
  'agreement',
  'networkZone',
  'systemId',
  'bodyId',
  'cloudId',
  'poolId',
  'requestId',
] as const

export default function ResourceListPage() {
  const t = useText('resource')
  const terms = useText('terms')
  const pick = usePick()
  const mayAsk = useMay('create', 'request')
  const [url] = useUrlState()
  const query = Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, url[name]] as const] : [])))
  const count = useAsked(resourceOperations.count, { query: query as never })
  return (
    <ListPage
      title={t('list.title')}
      actions={<ListExport operation={resourceOperations.export} filters={names} />}
      meta={
        count.data && (
          <span>
            {t(count.data.isEstimate ? 'list.count-about' : 'list.count', {
              count: formatNumber(count.data.count),
            })}
          </span>
        )
      }
      filters={
        <FilterBar
          search={{ key: 'search', label: t('list.search') }}
          filters={[
            {
              kind: 'choice',
              key: 'kind',
              label: t('filter.kind'),
              options: optionsOf(RESOURCE_KINDS, (value) => terms(`resource-kind.${value}`)),
            },
            {
              kind: 'choice',
              key: 'state',
              label: t('filter.state'),
              options: optionsOf(RESOURCE_STATES, (value) => terms(`resource.${value}`)),
            },
            {
              kind: 'choice',
              key: 'agreement',
              label: t('filter.agreement'),
              options: optionsOf(AGREEMENTS, (value) => t(`agreement.${value}`)),
            },
            {
              kind: 'choice',
              key: 'networkZone',
              label: t('filter.zone'),
              options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
            },
          ]}
        />
      }
    >
      <ListTable
        operation={resourceOperations.list}
        filters={names}
        label={t('list.title')}
        rowKey={(row) => row.id}
        columns={resourceColumns(t, terms, pick)}
        empty={{
          title: t('list.empty'),
          why: t('list.empty-why'),
          action: mayAsk && <GoTo to={to('requestNew')}>{t('list.empty-go')}</GoTo>,
        }}
      />
    </ListPage>
  )
}
