import {
  AGREEMENTS,
  NETWORK_ZONES,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  resourceOperations,
} from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { choice, GoTo, RegisterPage, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { formatNumber } from '../../ui/index.ts'
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
        choice('networkZone', t('filter.zone'), NETWORK_ZONES, (value) => terms(`zone.${value}`)),
      ]}
      columns={resourceColumns(t, terms, pick)}
      empty={{
        title: t('list.empty'),
        why: t('list.empty-why'),
        action: mayAsk && <GoTo to={to('requestNew')}>{t('list.empty-go')}</GoTo>,
      }}
    />
  )
}
