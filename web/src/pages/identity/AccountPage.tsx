import { useParams } from '@tanstack/react-router'
import {
  type Account,
  type AccountCertificate,
  CERTIFICATE_MATCHES,
  identityOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAsked, useLoaded } from '../../api/index.ts'
import { ActDialog, type Column, GoTo, ListTable, RowAct, useBlockedBecause } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Facts, Notice, ObjectPage, Panel, StateMark, Time, type Tone } from '../../ui/index.ts'
import { certificateColumns } from './certificate-columns.tsx'

const tones: Record<Account['state'], Tone> = { active: 'good', locked: 'attention', disabled: 'off' }

export default function AccountPage() {
  const t = useText('identity')
  const words = useText('organisation')
  const { id } = useParams({ strict: false }) as { id: string }
  const account = useLoaded(identityOperations.account.get, { params: { id } })
  return (
    <ObjectPage
      title={account.username}
      state={<StateMark tone={tones[account.state]}>{words(`accounts.state.${account.state}`)}</StateMark>}
    >
      <Panel title={t('me.tab.profile')}>
        <Facts
          facts={[
            {
              label: words('accounts.person'),
              value: <GoTo to={to('person', { id: account.personId })}>{account.personName}</GoTo>,
            },
            {
              label: words('accounts.totp'),
              value: words(account.totp ? 'accounts.totp-on' : 'accounts.totp-off'),
            },
            { label: words('accounts.signed-in'), value: <Time at={account.signedInAt} /> },
          ]}
        />
      </Panel>
      <Certificates account={account} />
    </ObjectPage>
  )
}

function Certificates({ account }: { readonly account: Account }) {
  const t = useText('identity')
  const because = useBlockedBecause()
  const [binding, setBinding] = useState(false)
  const [unbinding, setUnbinding] = useState<AccountCertificate | null>(null)
  const { data: means } = useAsked(identityOperations.session.means, {})
  const actions: Column<AccountCertificate> = {
    key: 'action',
    title: t('certificate.action'),
    oneLine: true,
    render: (row) =>
      row.state !== 'unbound' && (
        <RowAct
          label={t('certificate.unbind')}
          allowance={account.actions['unbind-certificate']}
          onAct={() => setUnbinding(row)}
        />
      ),
  }
  const params = { id: account.id }
  const fixed = { version: account.version }
  return (
    <Panel
      title={t('me.tab.certificates')}
      flush
      extra={
        <ActionButton
          label={t('certificate.bind')}
          blockedBecause={because(account.actions['bind-certificate'])}
          onClick={() => setBinding(true)}
        />
      }
    >
      {means && !means.certificate && <Notice tone="off">{t('certificate.off')}</Notice>}
      <ListTable
        operation={identityOperations.certificate.list}
        params={params}
        label={t('me.tab.certificates')}
        rowKey={(row) => row.id}
        empty={{ title: t('certificate.empty'), why: t('certificate.empty-why') }}
        columns={[...certificateColumns(t), actions]}
      />
      <ActDialog
        operation={identityOperations.certificate.bind}
        open={binding}
        onClose={() => setBinding(false)}
        params={params}
        fixed={fixed}
        initial={{ match: 'fingerprint' }}
        title={t('certificate.bind-title', { name: account.username })}
        verb={t('certificate.bind')}
        width={640}
        fields={{
          certificate: {
            label: t('certificate.text'),
            help: t('certificate.text-help'),
            as: 'area',
            rows: 8,
          },
          match: {
            label: t('certificate.match'),
            as: 'radio',
            options: CERTIFICATE_MATCHES.map((value) => ({ value, label: t(`certificate.match.${value}`) })),
          },
        }}
      />
      <ActDialog
        operation={identityOperations.certificate.unbind}
        open={unbinding !== null}
        onClose={() => setUnbinding(null)}
        params={{ id: account.id, certificateId: unbinding?.id ?? '' }}
        fixed={fixed}
        title={t('certificate.unbind-title', { name: account.username })}
        verb={t('certificate.unbind')}
        danger
        fields={{ reason: { label: t('network.reason') } }}
      >
        <p>{t('certificate.unbind-what', { subject: unbinding?.subject ?? '' })}</p>
      </ActDialog>
    </Panel>
  )
}
