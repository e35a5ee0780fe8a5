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
import { choice, choiceOf, type Filter, RegisterPage, useGoTo, useSelection } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
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
  'project',
  'bodyId',
] as const

/** By its number: budgets and spending lead here with it. */
const project = (label: string): Filter => ({ kind: 'text', key: 'project', label })

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
  return (
    <RegisterPage
      title={t('list.title')}
      list={systemOperations.list}
      file={systemOperations.export}
      names={names}
      search={{ key: 'q', label: t('list.search') }}
      filters={[
        choice('lifecycle', t('filter.lifecycle'), SYSTEM_LIFECYCLES, (value) => terms(`lifecycle.${value}`)),
        choice('deployment', t('filter.deployment'), DEPLOYMENTS, (value) => terms(`deployment.${value}`)),
        choice('kind', t('filter.kind'), SYSTEM_KINDS, (value) => terms(`system-kind.${value}`)),
        choice('networkZone', t('filter.zone'), NETWORK_ZONES, (value) => terms(`zone.${value}`)),
        choice('protectionLevel', t('filter.level'), ['1', '2', '3', '4', '5'], (value) =>
          terms(`level.${value}`),
        ),
        choiceOf(
          'waveId',
          t('filter.wave'),
          (waves.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ),
        project(t('filter.project')),
        choice('gap', t('filter.gap'), ['no-wave', 'no-responsible-person', 'exemption-expired'], (value) =>
          t(`gap.${value}`),
        ),
      ]}
      above={selection.bar(
        <ActionButton size="small" label={t('wave.assign')} onClick={() => setAssigning(true)} />,
      )}
      columns={mayAssign ? [selection.column, ...systemColumns(t, terms)] : systemColumns(t, terms)}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
      add={mayAdd && { label: t('list.new'), onClick: () => go(to('systemNew')) }}
    >
      {assigning && (
        <AssignWaveDialog
          systems={selection.rows}
          onClose={() => setAssigning(false)}
          onDone={selection.clear}
        />
      )}
    </RegisterPage>
  )
}
