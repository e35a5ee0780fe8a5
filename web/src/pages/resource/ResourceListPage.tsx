import {
  AGREEMENTS,
  NETWORK_ZONES,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  type ResourceItem,
  resourceOperations,
} from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { choice, flag, GoTo, RegisterPage, useSelection, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { formatNumber } from '../../ui/index.ts'
import { PricePlanBar } from './price-plan-bar.tsx'
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
  'withoutPlan',
] as const

export default function ResourceListPage() {
  const t = useText('resource')
  const terms = useText('terms')
  const pick = usePick()
  const mayAsk = useMay('create', 'request')
  const [url] = useUrlState()
  const query = Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, url[name]] as const] : [])))
  const columns = resourceColumns(t, terms, pick)
  const selection = useSelection<ResourceItem>(
    (row) => row.id,
    (row) => row.name,
  )
  // Only what has none gets a plan here; what was ordered changes by a request.
  const isChoosing = useMay('create', 'adoption') && url.withoutPlan === 'true'
  const count = useAsked(resourceOperations.count, { query: query as never })
  return (
    <RegisterPage
      title={t('list.title')}
      meta={
        count.data && (
          <span>
            {t(count.data.isEstimate ? 'list.count-about' : 'list.count', {
              count: formatNumber(count.data.count),
            })}
          </span>
        )
      }
      list={resourceOperations.list}
      file={resourceOperations.export}
      names={names}
      search={{ key: 'search', label: t('list.search') }}
      filters={[
        choice('kind', t('filter.kind'), RESOURCE_KINDS, (value) => terms(`resource-kind.${value}`)),
        choice('state', t('filter.state'), RESOURCE_STATES, (value) => terms(`resource.${value}`)),
        choice('agreement', t('filter.agreement'), AGREEMENTS, (value) => t(`agreement.${value}`)),
        flag('withoutPlan', t('without-plan')),
        choice('networkZone', t('filter.zone'), NETWORK_ZONES, (value) => terms(`zone.${value}`)),
      ]}
      above={isChoosing && <PricePlanBar selection={selection} filter={url} />}
      columns={isChoosing ? [selection.column, ...columns] : columns}
      empty={{
        title: t('list.empty'),
        why: t('list.empty-why'),
        action: mayAsk && <GoTo to={to('requestNew')}>{t('list.empty-go')}</GoTo>,
      }}
    />
  )
}
