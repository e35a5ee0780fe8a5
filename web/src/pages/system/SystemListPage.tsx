import {
  DEPLOYMENTS,
  migrationWaveOperations,
  NETWORK_ZONES,
  SYSTEM_KINDS,
  SYSTEM_LIFECYCLES,
  type System,
  systemOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { FilterBar, ListExport, ListTable, optionsOf, useGoTo, useSelection } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, ListPage } from '../../ui/index.ts'
import { AssignWaveDialog } from './assign-wave.tsx'
import { systemColumns } from './system-columns.tsx'

const names = [
  'q',
  'lifecycle',
  'deployment',
  'kind',
  'networkZone',
  'protectionLevel',
  'gap',
  'waveId',
  'bodyId',
] as const

export default function SystemListPage() {
  const t = useText('system')
  const terms = useText('terms')
  const go = useGoTo()
  const mayAdd = useMay('create', 'system')
  const mayAssign = useMay('modify', 'system')
  const waves = useAsked(migrationWaveOperations.list, { query: { pageSize: 200 } })
  const [assigning, setAssigning] = useState(false)
  const selection = useSelection<System>(
    (row) => row.id,
    (row) => row.name,
  )
  const add = <ActionButton type="primary" label={t('list.new')} onClick={() => go(to('systemNew'))} />
  return (
    <ListPage
      title={t('list.title')}
      actions={
        <>
          <ListExport operation={systemOperations.export} filters={names} />
          {mayAdd && add}
        </>
      }
      filters={
        <FilterBar
          search={{ key: 'q', label: t('list.search') }}
          filters={[
            {
              kind: 'choice',
              key: 'lifecycle',
              label: t('filter.lifecycle'),
              options: optionsOf(SYSTEM_LIFECYCLES, (value) => terms(`lifecycle.${value}`)),
            },
            {
              kind: 'choice',
              key: 'deployment',
              label: t('filter.deployment'),
              options: optionsOf(DEPLOYMENTS, (value) => terms(`deployment.${value}`)),
            },
            {
              kind: 'choice',
              key: 'kind',
              label: t('filter.kind'),
              options: optionsOf(SYSTEM_KINDS, (value) => terms(`system-kind.${value}`)),
            },
            {
              kind: 'choice',
              key: 'networkZone',
              label: t('filter.zone'),
              options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
            },
            {
              kind: 'choice',
              key: 'protectionLevel',
              label: t('filter.level'),
              options: optionsOf(['1', '2', '3', '4', '5'] as const, (value) => terms(`level.${value}`)),
            },
            {
              kind: 'choice',
              key: 'waveId',
              label: t('filter.wave'),
              options: (waves.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            },
            {
              kind: 'choice',
              key: 'gap',
              label: t('filter.gap'),
              options: optionsOf(
                ['no-wave', 'no-responsible-person', 'exemption-expired'] as const,
                (value) => t(`gap.${value}`),
              ),
            },
          ]}
        />
      }
    >
      {selection.bar(
        <ActionButton size="small" label={t('wave.assign')} onClick={() => setAssigning(true)} />,
      )}
      <ListTable
        operation={systemOperations.list}
        filters={names}
        label={t('list.title')}
        rowKey={(row) => row.id}
        columns={mayAssign ? [selection.column, ...systemColumns(t, terms)] : systemColumns(t, terms)}
        empty={{ title: t('list.empty'), why: t('list.empty-why'), action: mayAdd ? add : null }}
      />
      {assigning && (
        <AssignWaveDialog
          systems={selection.rows}
          onClose={() => setAssigning(false)}
          onDone={selection.clear}
        />
      )}
    </ListPage>
  )
}
