import { type RoleNetwork, roleNetworkOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { type Column, ListTable, RowAct } from '../../kit/index.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { ListPage, Notice, StateMark, Time } from '../../ui/index.ts'
import { SetRoleNetwork } from './set-role-network.tsx'

export default function RoleNetworkListPage() {
  const t = useText('identity')
  const pick = usePick()
  const [setting, setSetting] = useState<RoleNetwork | null>(null)
  const { data } = useAsked(roleNetworkOperations.list, {})
  return (
    <ListPage title={t('network.title')} meta={data && t('network.here', { address: data.address })}>
      <Notice tone="off">{t('network.what')}</Notice>
      <ListTable
        operation={roleNetworkOperations.list}
        label={t('network.title')}
        rowKey={(row) => row.role}
        empty={{ title: t('network.empty'), why: t('network.empty-why') }}
        columns={columns({ t, pick, onSet: setSetting })}
      />
      {setting && <SetRoleNetwork network={setting} onClose={() => setSetting(null)} />}
    </ListPage>
  )
}

function columns({
  t,
  pick,
  onSet,
}: {
  readonly t: TextOf<'identity'>
  readonly pick: ReturnType<typeof usePick>
  readonly onSet: (network: RoleNetwork) => void
}): readonly Column<RoleNetwork>[] {
  return [
    {
      key: 'yours',
      title: t('network.yours'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={row.within ? 'good' : 'attention'}>
          {t(row.within ? 'network.within' : 'network.outside')}
        </StateMark>
      ),
    },
    { key: 'role', title: t('network.role'), render: (row) => pick(row.title) },
    {
      key: 'ranges',
      title: t('network.ranges'),
      render: (row) =>
        row.ranges.length === 0 ? (
          <span className="yh-quiet">{t('network.any')}</span>
        ) : (
          <span className="yh-mono">{row.ranges.join(' ')}</span>
        ),
    },
    { key: 'people', title: t('network.people'), number: true, render: (row) => row.peopleCount },
    {
      key: 'changed',
      title: t('network.changed'),
      wideOnly: true,
      render: (row) =>
        row.changedAt && (
          <>
            <Time at={row.changedAt} />{' '}
            {t('network.changed-by', { name: row.changedByName ?? '', reason: row.reason ?? '' })}
          </>
        ),
    },
    {
      key: 'action',
      title: t('network.action'),
      oneLine: true,
      render: (row) => (
        <RowAct label={t('network.set')} allowance={row.actions.set} onAct={() => onSet(row)} />
      ),
    },
  ]
}
