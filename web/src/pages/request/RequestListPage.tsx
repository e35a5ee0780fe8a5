import {
  NETWORK_ZONES,
  POOL_CLASSES,
  REQUEST_KINDS,
  REQUEST_PURPOSES,
  REQUEST_STATES,
  requestOperations,
} from '@yunheng/contract'
import { choice, flag, RegisterPage, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
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
  return (
    <RegisterPage
      title={t('list.title')}
      list={requestOperations.list}
      file={requestOperations.export}
      names={names}
      search={{ key: 'q', label: t('list.search') }}
      filters={[
        choice('state', t('filter.state'), REQUEST_STATES, (value) => terms(`request.${value}`)),
        choice('kind', t('filter.kind'), REQUEST_KINDS, (value) => terms(`request-kind.${value}`)),
        choice('purpose', t('filter.purpose'), REQUEST_PURPOSES, (value) => terms(`purpose.${value}`)),
        choice('networkZone', t('filter.zone'), NETWORK_ZONES, (value) => terms(`zone.${value}`)),
        choice('poolClass', t('filter.pool-class'), POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
        flag('waiting', t('filter.waiting')),
        flag('mine', t('filter.mine')),
      ]}
      columns={requestColumns(t, terms, pick)}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
      add={mayAsk && { label: t('list.new'), onClick: () => go(to('requestNew')) }}
    />
  )
}
