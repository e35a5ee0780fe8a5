import { type ResourceTerm, termOperations } from '@yunheng/contract'
import { useState } from 'react'
import { choice, FilterBar, GoTo, ListTable, RowAct, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage, StateMark, type Tone } from '../../ui/index.ts'
import { AtEnd, Stages, TERM_VERBS, type TermAct, TermDialogs } from './term-ends.tsx'

const tones: Record<ResourceTerm['stage'], Tone> = {
  running: 'good',
  expiring: 'attention',
  stopped: 'bad',
  released: 'off',
}

/** Until when resources may be used, soonest end first; renewing and releasing start from here. */
export default function TermListPage() {
  const t = useText('request')
  const terms = useText('terms')
  const go = useGoTo()
  const [act, setAct] = useState<TermAct | null>(null)
  const draft = (kind: string, row: ResourceTerm) =>
    go(to('requestNew', { kind, system: row.system.id, resource: row.resourceId }))
  return (
    <ListPage
      title={t('terms.title')}
      filters={
        <FilterBar
          filters={[
            choice('withinDays', t('terms.within'), ['30', '60', '90'], (days) =>
              t('terms.within-days', { days }),
            ),
            choice('stage', t('terms.stage'), ['running', 'expiring', 'stopped'], (value) =>
              t(`terms.stage.${value}`),
            ),
          ]}
        />
      }
    >
      <ListTable
        operation={termOperations.list}
        filters={['withinDays', 'stage', 'bodyId', 'systemId']}
        label={t('terms.title')}
        rowKey={(row) => row.resourceId}
        empty={{ title: t('terms.empty'), why: t('terms.empty-why') }}
        columns={[
          {
            key: 'stage',
            title: t('terms.stage'),
            oneLine: true,
            render: (row) => <StateMark tone={tones[row.stage]}>{t(`terms.stage.${row.stage}`)}</StateMark>,
          },
          {
            key: 'name',
            title: t('terms.resource'),
            render: (row) => <GoTo to={to('resource', { id: row.resourceId })}>{row.name}</GoTo>,
          },
          { key: 'until', title: t('terms.until'), oneLine: true, render: (row) => row.until },
          {
            key: 'left',
            title: t('terms.left'),
            number: true,
            render: (row) => (row.daysLeft < 0 ? t('terms.overdue', { days: -row.daysLeft }) : row.daysLeft),
          },
          {
            key: 'purpose',
            title: t('fact.purpose'),
            oneLine: true,
            render: (row) => terms(`purpose.${row.purpose}`),
          },
          { key: 'system', title: t('column.system'), wideOnly: true, render: (row) => row.system.name },
          { key: 'body', title: t('column.body'), wideOnly: true, render: (row) => row.body.name },
          { key: 'end', title: t('terms.at-end'), render: (row) => <AtEnd term={row} /> },
          { key: 'stages', title: t('terms.stages'), wideOnly: true, render: (row) => <Stages term={row} /> },
          {
            key: 'actions',
            title: t('terms.actions'),
            render: (row) => (
              <span className="yh-row">
                <RowAct
                  label={t('terms.renew')}
                  allowance={row.actions.renew}
                  onAct={() => draft('renew', row)}
                />
                <RowAct
                  label={t('terms.release')}
                  allowance={row.actions.release}
                  onAct={() => draft('release', row)}
                />
                {TERM_VERBS.filter((verb) => verb === 'choose' || row.actions[verb].allowed).map((verb) => (
                  <RowAct
                    key={verb}
                    label={t(`terms.${verb}`)}
                    allowance={row.actions[verb]}
                    onAct={() => setAct({ verb, term: row })}
                  />
                ))}
              </span>
            ),
          },
        ]}
      />
      {act && <TermDialogs {...act} onClose={() => setAct(null)} />}
    </ListPage>
  )
}
