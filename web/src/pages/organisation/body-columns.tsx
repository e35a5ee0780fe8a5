import type { Body, Person } from '@yunheng/contract'
import { type Column, GoTo, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import type { TextOf } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'

type T = TextOf<'organisation'>

export function bodyColumns(t: T, terms: Terms): readonly Column<Body>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={row.closedAt ? 'off' : 'good'}>
          {t(row.closedAt ? 'state.closed' : 'state.open')}
        </StateMark>
      ),
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => <GoTo to={to('body', { id: row.id })}>{row.name}</GoTo>,
    },
    { key: 'kind', title: t('column.kind'), render: (row) => terms(`body-kind.${row.kind}`) },
    { key: 'region', title: t('column.region'), render: (row) => row.regionName },
    {
      key: 'parent',
      title: t('column.parent'),
      wideOnly: true,
      render: (row) =>
        row.parentId && <GoTo to={to('body', { id: row.parentId })}>{row.parentName ?? ''}</GoTo>,
    },
  ]
}

export function personColumns(t: T): readonly Column<Person>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={row.deactivatedAt ? 'off' : 'good'}>
          {t(row.deactivatedAt ? 'state.inactive' : 'state.active')}
        </StateMark>
      ),
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => <GoTo to={to('person', { id: row.id })}>{row.name}</GoTo>,
    },
    {
      key: 'body',
      title: t('column.body'),
      render: (row) => <GoTo to={to('body', { id: row.bodyId })}>{row.bodyName}</GoTo>,
    },
    { key: 'phone', title: t('column.phone'), oneLine: true, render: (row) => row.phone },
    { key: 'email', title: t('column.email'), wideOnly: true, render: (row) => row.email },
  ]
}
