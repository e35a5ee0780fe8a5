import type { InventoryItem } from '@yunheng/contract'
import { type Column, GoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { StateMark, Time, type Tone } from '../../ui/index.ts'
import { OldTag } from './cloud-age.tsx'

export const standingTones: Record<InventoryItem['standing'], Tone> = {
  managed: 'good',
  unmanaged: 'unknown',
  ignored: 'off',
  duplicate: 'bad',
  leftover: 'attention',
  foreign: 'off',
  vanished: 'bad',
}

export const SHOWN_FIRST = ['standing', 'name', 'kind', 'cloud', 'project', 'state', 'changed']

/** Every column that the explorer can show. */
export function useItemColumns(): readonly Column<InventoryItem>[] {
  const t = useText('inventory')
  const terms = useText('terms')
  return [
    {
      key: 'standing',
      title: t('column.standing'),
      oneLine: true,
      render: (row) => (
        <>
          <StateMark tone={standingTones[row.standing]}>{t(`standing.${row.standing}`)}</StateMark>
          {row.withoutPlan && (
            <div>
              <StateMark tone="attention">{t('without-plan')}</StateMark>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => <GoTo to={to('inventoryItem', { id: row.id })}>{row.name || row.externalId}</GoTo>,
    },
    {
      key: 'kind',
      title: t('column.kind'),
      oneLine: true,
      render: (row) => terms(`resource-kind.${row.kind}`),
    },
    {
      key: 'cloud',
      title: t('column.cloud'),
      render: (row) => (
        <>
          {row.cloud.name} <OldTag cloudId={row.cloud.id} />
        </>
      ),
    },
    { key: 'project', title: t('column.project'), render: (row) => row.projectName ?? row.projectRef },
    {
      key: 'state',
      title: t('column.item-state'),
      oneLine: true,
      render: (row) => <span className="yh-mono">{row.nativeState}</span>,
    },
    {
      key: 'resource',
      title: t('column.resource'),
      render: (row) =>
        row.resource && <GoTo to={to('resource', { id: row.resource.id })}>{row.resource.name}</GoTo>,
    },
    {
      key: 'external',
      title: t('column.external'),
      render: (row) => <span className="yh-mono">{row.externalId}</span>,
    },
    { key: 'fault', title: t('column.fault'), render: (row) => row.fault },
    { key: 'ignored', title: t('column.ignored'), render: (row) => row.ignored?.reason },
    {
      key: 'seen',
      title: t('column.first-seen'),
      oneLine: true,
      render: (row) => <Time at={row.firstSeenAt} />,
    },
    {
      key: 'changed',
      title: t('column.changed'),
      oneLine: true,
      render: (row) => <Time at={row.knownSince} />,
    },
  ]
}
