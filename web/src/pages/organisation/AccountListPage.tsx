import { ACCOUNT_STATES, type Account, identityOperations } from '@yunheng/contract'
import { Modal } from 'antd'
import { useState } from 'react'
import { ActDialog, choice, GoTo, PersonPicker, RegisterPage } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Copyable, Notice, StateMark, Time, type Tone } from '../../ui/index.ts'
import { AccountActions } from './account-actions.tsx'

const tones: Record<Account['state'], Tone> = { active: 'good', locked: 'attention', disabled: 'off' }

export default function AccountListPage() {
  const t = useText('organisation')
  const mayAdd = useMay('create', 'account')
  const [creating, setCreating] = useState(false)
  const [initial, setInitial] = useState<string | null>(null)
  return (
    <RegisterPage
      title={t('accounts.title')}
      list={identityOperations.account.list}
      names={['search', 'state', 'personId']}
      search={{ key: 'search', label: t('accounts.search') }}
      filters={[choice('state', t('filter.state'), ACCOUNT_STATES, (value) => t(`accounts.state.${value}`))]}
      columns={[
        {
          key: 'state',
          title: t('column.state'),
          oneLine: true,
          render: (row) => <StateMark tone={tones[row.state]}>{t(`accounts.state.${row.state}`)}</StateMark>,
        },
        {
          key: 'username',
          title: t('accounts.username'),
          render: (row) => (
            <GoTo to={to('account', { id: row.id })} className="yh-mono">
              {row.username}
            </GoTo>
          ),
        },
        {
          key: 'person',
          title: t('accounts.person'),
          render: (row) => <GoTo to={to('person', { id: row.personId })}>{row.personName}</GoTo>,
        },
        {
          key: 'totp',
          title: t('accounts.totp'),
          wideOnly: true,
          render: (row) => t(row.totp ? 'accounts.totp-on' : 'accounts.totp-off'),
        },
        {
          key: 'signed-in',
          title: t('accounts.signed-in'),
          oneLine: true,
          render: (row) => <Time at={row.signedInAt} />,
        },
        {
          key: 'actions',
          title: t('column.actions'),
          render: (row) => <AccountActions account={row} onInitial={setInitial} />,
        },
      ]}
      empty={{ title: t('accounts.empty'), why: t('accounts.empty-why') }}
      add={mayAdd && { label: t('accounts.new'), onClick: () => setCreating(true) }}
    >
      <ActDialog
        operation={identityOperations.account.create}
        open={creating}
        onClose={() => setCreating(false)}
        params={undefined}
        title={t('accounts.new-title')}
        verb={t('accounts.new')}
        fields={{
          personId: {
            label: t('accounts.person'),
            widget: (props) => <PersonPicker {...props} />,
          },
          username: { label: t('accounts.username') },
          totpRequired: { label: t('accounts.totp-required') },
        }}
        onDone={(answer) => setInitial(answer.initialPassword)}
      />
      <InitialPassword value={initial} onClose={() => setInitial(null)} />
    </RegisterPage>
  )
}

function InitialPassword({
  value,
  onClose,
}: {
  readonly value: string | null
  readonly onClose: () => void
}) {
  const t = useText('organisation')
  const ui = useText('ui')
  return (
    <Modal
      open={value !== null}
      title={t('accounts.initial')}
      footer={null}
      closable={{ 'aria-label': ui('dialog.close') }}
      onCancel={onClose}
    >
      <div className="yh-stack">
        <Notice tone="attention">{t('accounts.initial-why')}</Notice>
        <Copyable value={value ?? ''} what={t('accounts.initial')} />
      </div>
    </Modal>
  )
}
