import { NETWORK_ZONES, POOL_CLASSES } from '@yunheng/contract'
import { choice, FilterBar, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, ListPage } from '../../ui/index.ts'
import { PoolTable } from './pool-table.tsx'

export default function PoolListPage() {
  const t = useText('cloud')
  const terms = useText('terms')
  const go = useGoTo()
  const mayAdd = useMay('create', 'pool')
  return (
    <ListPage
      title={t('pools.title')}
      actions={
        mayAdd && <ActionButton type="primary" label={t('pools.new')} onClick={() => go(to('poolNew'))} />
      }
      filters={
        <FilterBar
          filters={[
            choice('class', t('pool.class'), POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
            choice('networkZone', t('pool.zone'), NETWORK_ZONES, (value) => terms(`zone.${value}`)),
            choice('state', t('filter.state'), ['open', 'closed'], (value) => terms(`pool.${value}`)),
          ]}
        />
      }
    >
      <PoolTable filters={['cloudId', 'class', 'networkZone', 'state']} />
    </ListPage>
  )
}
