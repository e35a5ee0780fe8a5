import type { System } from '@yunheng/contract'
import { type Column, GoTo, State, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import type { TextOf } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'

export type Level = '1' | '2' | '3' | '4' | '5'

export function systemColumns(t: TextOf<'system'>, terms: Terms): readonly Column<System>[] {
  return [
    {
      key: 'lifecycle',
      title: t('column.lifecycle'),
      oneLine: true,
      render: (row) => <State of="lifecycle" state={row.lifecycle} />,
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => (
        <>
          <GoTo to={to('system', { id: row.id })}>{row.name}</GoTo>
          <div className="yh-quiet yh-small yh-mono">{row.code}</div>
        </>
      ),
    },
    { key: 'body', title: t('column.body'), render: (row) => row.body.name },
    {
      key: 'level',
      title: t('column.level'),
      oneLine: true,
      render: (row) => terms(`level.${String(row.protectionLevel) as Level}`),
    },
    {
      key: 'zone',
      title: t('column.zone'),
      wideOnly: true,
      render: (row) => terms(`zone.${row.networkZone}`),
    },
    {
      key: 'deployment',
      title: t('column.deployment'),
      render: (row) => (
        <>
          {terms(`deployment.${row.deployment}`)}
          {row.deployment === 'to-migrate' && (
            <div className="yh-small">
              {row.wave?.name ?? <StateMark tone="attention">{t('wave.none')}</StateMark>}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'person',
      title: t('column.person'),
      oneLine: true,
      render: (row) =>
        row.responsiblePerson?.name ?? (
          <StateMark tone="attention">{t('gap.no-responsible-person')}</StateMark>
        ),
    },
  ]
}
