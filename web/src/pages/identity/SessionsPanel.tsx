import { identityOperations, type SessionItem } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, ListTable } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Panel, StateMark, Time } from '../../ui/index.ts'

/** Where I am signed in, and the way to end what I do not know. */
export function SessionsPanel() {
  const t = useText('identity')
  const [ending, setEnding] = useState<SessionItem | null>(null)
  return (
    <Panel title={t('me.tab.sessions')} flush>
      <ListTable
        operation={identityOperations.session.list}
        label={t('session.list')}
        rowKey={(row) => row.id}
        empty={{ title: t('session.empty'), why: t('session.empty-why') }}
        columns={[
          { key: 'agent', title: t('session.agent'), render: (row) => row.agent },
          { key: 'address', title: t('session.address'), render: (row) => row.address },
          {
            key: 'started',
            title: t('session.started'),
            oneLine: true,
            render: (row) => <Time at={row.startedAt} />,
          },
          { key: 'seen', title: t('session.seen'), oneLine: true, render: (row) => <Time at={row.seenAt} /> },
          {
            key: 'end',
            title: t('session.end'),
            oneLine: true,
            render: (row) =>
              row.current ? (
                <StateMark tone="good">{t('session.current')}</StateMark>
              ) : (
                <ActionButton size="small" label={t('session.end')} onClick={() => setEnding(row)} />
              ),
          },
        ]}
      />
      <ActDialog
        operation={identityOperations.session.end}
        open={ending !== null}
        onClose={() => setEnding(null)}
        params={{ id: ending?.id ?? '' }}
        title={t('session.end-title', { address: ending?.address ?? '—' })}
        verb={t('session.end')}
        danger
      >
        <p>{t('session.end-what')}</p>
      </ActDialog>
    </Panel>
  )
}
