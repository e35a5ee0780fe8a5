import { type Delegation, organisationOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, ListTable, PersonPicker, RowAct } from '../../kit/index.ts'
import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatTime, Panel, StateMark, type Tone } from '../../ui/index.ts'

type Phase = 'now' | 'later' | 'over'
const tones: Record<Phase, Tone> = { now: 'good', later: 'busy', over: 'off' }

/** Shown words only; the server decides by its own clock. */
function phaseOf(row: Delegation): Phase {
  const now = new Date().toISOString()
  if (row.endedAt || row.validTo <= now) return 'over'
  return row.validFrom > now ? 'later' : 'now'
}

export function DelegationsPanel() {
  const t = useText('identity')
  const session = useSession()
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<Delegation | null>(null)
  const bodyId = session.actingPost?.bodyId
  return (
    <Panel
      title={t('me.tab.delegations')}
      flush
      extra={<ActionButton label={t('delegation.create')} onClick={() => setCreating(true)} />}
    >
      <ListTable
        operation={organisationOperations.listDelegations}
        label={t('delegation.list')}
        rowKey={(row) => row.id}
        empty={{ title: t('delegation.empty'), why: t('delegation.empty-why') }}
        columns={[
          {
            key: 'state',
            title: t('delegation.state'),
            render: (row) => (
              <StateMark tone={tones[phaseOf(row)]}>{t(`delegation.state.${phaseOf(row)}`)}</StateMark>
            ),
          },
          { key: 'from', title: t('delegation.from'), render: (row) => row.fromPersonName },
          { key: 'to', title: t('delegation.to'), render: (row) => row.toPersonName },
          {
            key: 'period',
            title: t('delegation.period'),
            render: (row) => `${formatTime(row.validFrom)} – ${formatTime(row.validTo)}`,
          },
          { key: 'reason', title: t('delegation.reason'), render: (row) => row.reason },
          {
            key: 'end',
            title: t('delegation.end'),
            render: (row) => (
              <RowAct label={t('delegation.end')} allowance={row.actions.end} onAct={() => setEnding(row)} />
            ),
          },
        ]}
      />
      <ActDialog
        operation={organisationOperations.createDelegation}
        open={creating}
        onClose={() => setCreating(false)}
        params={undefined}
        title={t('delegation.create-title')}
        verb={t('delegation.create')}
        fields={{
          toPersonId: {
            label: t('delegation.to'),
            widget: (props) => <PersonPicker {...props} bodyId={bodyId} />,
          },
          validFrom: { label: t('delegation.valid-from') },
          validTo: { label: t('delegation.valid-to') },
          reason: { label: t('delegation.reason') },
        }}
      >
        <p>{t('delegation.create-what')}</p>
      </ActDialog>
      <ActDialog
        operation={organisationOperations.endDelegation}
        open={ending !== null}
        onClose={() => setEnding(null)}
        params={{ id: ending?.id ?? '' }}
        title={t('delegation.end-title', { name: ending?.toPersonName ?? '' })}
        verb={t('delegation.end')}
      >
        <p>{t('delegation.end-what')}</p>
      </ActDialog>
    </Panel>
  )
}
