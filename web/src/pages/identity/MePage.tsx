import { identityOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, GoTo, UrlTabs } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Facts, formatTime, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { CertificatesPanel } from './CertificatesPanel.tsx'
import { DelegationsPanel } from './DelegationsPanel.tsx'
import { SessionsPanel } from './SessionsPanel.tsx'
import { TokensPanel } from './TokensPanel.tsx'

export default function MePage() {
  const t = useText('identity')
  return (
    <ObjectPage title={t('me.title')}>
      <UrlTabs
        label={t('me.tabs')}
        tabs={[
          { key: 'profile', label: t('me.tab.profile'), content: () => <Profile /> },
          { key: 'sessions', label: t('me.tab.sessions'), content: () => <SessionsPanel /> },
          { key: 'certificates', label: t('me.tab.certificates'), content: () => <CertificatesPanel /> },
          { key: 'tokens', label: t('me.tab.tokens'), content: () => <TokensPanel /> },
          { key: 'delegations', label: t('me.tab.delegations'), content: () => <DelegationsPanel /> },
        ]}
      />
    </ObjectPage>
  )
}

function Profile() {
  const t = useText('identity')
  const session = useSession()
  const [removing, setRemoving] = useState(false)
  const previous = session.previousSignInAt
    ? t('me.previous-value', {
        time: formatTime(session.previousSignInAt),
        address: session.previousSignInAddress ?? '—',
      })
    : null
  return (
    <Panel
      title={t('me.tab.profile')}
      extra={
        <>
          <GoTo to={to('changePassword')}>{t('password.title')}</GoTo>
          {session.account.totp ? (
            <ActionButton label={t('me.totp.remove')} onClick={() => setRemoving(true)} />
          ) : (
            <GoTo to={to('enrolTotp')}>{t('me.totp.bind')}</GoTo>
          )}
        </>
      }
    >
      <Facts
        facts={[
          { label: t('me.person'), value: session.person.name },
          { label: t('me.username'), value: session.account.username },
          { label: t('me.totp'), value: t(session.account.totp ? 'me.totp.on' : 'me.totp.off') },
          { label: t('me.started'), value: <Time at={session.startedAt} /> },
          { label: t('me.previous'), value: previous },
          {
            label: t('me.posts'),
            wide: true,
            value: (
              <ul>
                {session.posts.map((post) => (
                  <li key={post.id}>
                    {post.bodyName} · {post.title}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <ActDialog
        operation={identityOperations.ownAccount.removeTotp}
        open={removing}
        onClose={() => setRemoving(false)}
        params={undefined}
        title={t('me.totp.remove')}
        verb={t('me.totp.remove')}
        danger
        also={['session']}
        fields={{
          password: { label: t('totp.password'), as: 'password', autoComplete: 'current-password' },
          code: { label: t('totp.code'), autoComplete: 'one-time-code' },
        }}
      />
    </Panel>
  )
}
