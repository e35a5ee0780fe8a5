import { type ApiToken, identityOperations, TOKEN_SCOPES } from '@yunheng/contract'
import { Modal } from 'antd'
import { useState } from 'react'
import { ActDialog, type Column, ListTable } from '../../kit/index.ts'
import { useSession } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, Copyable, Notice, Panel, StateMark, Time, type Tone } from '../../ui/index.ts'

const tones: Record<ApiToken['state'], Tone> = { active: 'good', expired: 'off', ended: 'off' }

export function TokensPanel() {
  const t = useText('identity')
  const ui = useText('ui')
  const session = useSession()
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const [ending, setEnding] = useState<ApiToken | null>(null)
  return (
    <Panel
      title={t('me.tab.tokens')}
      flush
      extra={<ActionButton label={t('token.create')} onClick={() => setCreating(true)} />}
    >
      <ListTable
        operation={identityOperations.token.list}
        label={t('token.list')}
        rowKey={(row) => row.id}
        empty={{ title: t('token.empty'), why: t('token.empty-why') }}
        columns={tokenColumns(t, setEnding)}
      />
      <ActDialog
        operation={identityOperations.token.create}
        open={creating}
        onClose={() => setCreating(false)}
        params={undefined}
        title={t('token.create')}
        verb={t('token.create')}
        initial={{ scope: 'read', lifetimeDays: 90, postId: session.actingPost?.id ?? '' }}
        fields={{
          name: { label: t('token.name') },
          scope: {
            label: t('token.scope'),
            options: TOKEN_SCOPES.map((value) => ({ value, label: t(`token.scope.${value}`) })),
            as: 'radio',
          },
          postId: {
            label: t('token.post'),
            options: session.posts.map((post) => ({
              value: post.id,
              label: `${post.bodyName} · ${post.title}`,
            })),
          },
          lifetimeDays: { label: t('token.lifetime') },
          password: {
            label: t('sign-in.password'),
            help: t('token.password-help'),
            as: 'password',
            autoComplete: 'current-password',
          },
        }}
        onDone={(answer) => setMade(answer.token)}
      />
      <Modal
        open={made !== null}
        title={t('token.made')}
        footer={null}
        closable={{ 'aria-label': ui('dialog.close') }}
        onCancel={() => setMade(null)}
      >
        <div className="yh-stack">
          <Notice tone="attention">{t('token.once')}</Notice>
          <Copyable value={made ?? ''} what={t('token.value')} />
        </div>
      </Modal>
      <ActDialog
        operation={identityOperations.token.end}
        open={ending !== null}
        onClose={() => setEnding(null)}
        params={{ id: ending?.id ?? '' }}
        title={t('token.end-title', { name: ending?.name ?? '' })}
        verb={t('token.end')}
        danger
      >
        <p>{t('token.end-what')}</p>
      </ActDialog>
    </Panel>
  )
}

function tokenColumns(t: TextOf<'identity'>, onEnd: (token: ApiToken) => void): readonly Column<ApiToken>[] {
  return [
    {
      key: 'state',
      title: t('token.state'),
      render: (row) => <StateMark tone={tones[row.state]}>{t(`token.state.${row.state}`)}</StateMark>,
    },
    { key: 'name', title: t('token.name'), render: (row) => row.name },
    {
      key: 'prefix',
      title: t('token.prefix'),
      render: (row) => <span className="yh-mono">{row.prefix}</span>,
    },
    { key: 'scope', title: t('token.scope'), render: (row) => t(`token.scope.${row.scope}`) },
    {
      key: 'expires',
      title: t('token.expires'),
      oneLine: true,
      render: (row) => <Time at={row.expiresAt} as="day" />,
    },
    { key: 'used', title: t('token.used'), oneLine: true, render: (row) => <Time at={row.usedAt} /> },
    {
      key: 'end',
      title: t('token.end'),
      render: (row) =>
        row.state === 'active' && (
          <ActionButton size="small" label={t('token.end')} onClick={() => onEnd(row)} />
        ),
    },
  ]
}
