import type { ResourceItem } from '@yunheng/contract'
import { type Column, GoTo, SimulatedTag, State, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import type { TextOf, usePick } from '../../text/index.ts'
import { BalanceMark, StateMark, Time } from '../../ui/index.ts'
import { listedBalance, sizeWords } from './resource-words.ts'

export function resourceColumns(
  t: TextOf<'resource'>,
  terms: Terms,
  pick: ReturnType<typeof usePick>,
): readonly Column<ResourceItem>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => (
        <span className="yh-row yh-one-row">
          <BalanceMark {...listedBalance(row, t, terms(`resource.${row.state}`))} size={16} />
          <State of="resource" state={row.state} />
        </span>
      ),
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => (
        <>
          <GoTo to={to('resource', { id: row.id })}>{row.name}</GoTo>
          {row.isWithoutPlan && (
            <div>
              <StateMark tone="attention">{t('without-plan')}</StateMark>
            </div>
          )}
          {row.condition && <div className="yh-small yh-quiet">{pick(row.condition.text)}</div>}
        </>
      ),
    },
    {
      key: 'kind',
      title: t('column.kind'),
      oneLine: true,
      render: (row) => terms(`resource-kind.${row.kind}`),
    },
    { key: 'sizes', title: t('column.sizes'), oneLine: true, render: (row) => sizeWords(row, t) },
    {
      key: 'addresses',
      title: t('column.addresses'),
      oneLine: true,
      render: (row) =>
        row.addresses.length > 0 && <span className="yh-mono">{row.addresses.slice(0, 2).join(' ')}</span>,
    },
    {
      key: 'system',
      title: t('column.system'),
      wideOnly: true,
      render: (row) => <GoTo to={to('system', { id: row.system.id })}>{row.system.name}</GoTo>,
    },
    { key: 'body', title: t('column.body'), wideOnly: true, render: (row) => row.body.name },
    {
      key: 'cloud',
      title: t('column.cloud'),
      wideOnly: true,
      render: (row) => (
        <>
          {row.cloud.name} <SimulatedTag when={row.cloud.isSimulated} />
        </>
      ),
    },
    {
      key: 'expires',
      title: t('column.expires'),
      oneLine: true,
      render: (row) => row.expiresAt && <Time at={row.expiresAt} as="day" />,
    },
  ]
}
