import { CLOUD_STATES, cloudOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { choice, GoTo, RegisterPage, SimulatedTag, State, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSide } from '../../shell/persona.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'
import { CloudAge } from '../inventory/cloud-age.tsx'
import { TopologyPanel } from './topology-panel.tsx'

export default function CloudListPage() {
  const t = useText('cloud')
  const terms = useText('terms')
  const pick = usePick()
  const go = useGoTo()
  const side = useSide()
  const kinds = useAsked(cloudOperations.kinds, {})
  const titleOf = (kind: string) => {
    const known = kinds.data?.items.find((one) => one.kind === kind)
    return known ? pick(known.title) : kind
  }
  const mayAdd = useMay('create', 'cloud')
  return (
    <RegisterPage
      title={t('clouds.title')}
      list={cloudOperations.list}
      names={['q', 'state', 'providerBodyId']}
      search={{ key: 'q', label: t('clouds.search') }}
      filters={[choice('state', t('filter.state'), CLOUD_STATES, (value) => terms(`cloud.${value}`))]}
      columns={[
        {
          key: 'state',
          title: t('column.state'),
          oneLine: true,
          render: (row) => <State of="cloud" state={row.state} />,
        },
        {
          key: 'name',
          title: t('column.name'),
          render: (row) => (
            <>
              <GoTo to={to('cloud', { id: row.id })}>{row.name}</GoTo> <SimulatedTag when={row.isSimulated} />
            </>
          ),
        },
        { key: 'kind', title: t('column.kind'), render: (row) => titleOf(row.kind) },
        { key: 'provider', title: t('column.provider'), render: (row) => row.provider.name },
        {
          key: 'probed',
          title: t('column.probed'),
          oneLine: true,
          render: (row) => <Time at={row.lastProbedAt} />,
        },
        {
          key: 'scanned',
          title: t('column.scanned'),
          oneLine: true,
          render: (row) => <CloudAge cloudId={row.id} />,
        },
      ]}
      empty={{ title: t('clouds.empty'), why: t('clouds.empty-why') }}
      add={mayAdd && { label: t('clouds.new'), onClick: () => go(to('cloudNew')) }}
    >
      {side !== 'provider' && <TopologyPanel />}
    </RegisterPage>
  )
}
