import {
  protectionOperations as operations,
  resourceOperations,
  VPN_ACCOUNT_STATES,
  type VpnAccount,
  type VpnAccountState,
} from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, type Column, choice, GoTo, Picker, RegisterPage, RowAct } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { StateMark, type Tone } from '../../ui/index.ts'

const names = ['q', 'state', 'resourceId', 'systemId'] as const
const tones: Record<VpnAccountState, Tone> = {
  active: 'good',
  expiring: 'attention',
  expired: 'bad',
  revoked: 'off',
}

type Verb = 'renew' | 'revoke'
interface Chosen {
  readonly account: VpnAccount
  readonly verb: Verb
}

/** Accounts with their owner and end; expired ones are one filter away (R64). */
export default function VpnAccountListPage() {
  const t = useText('protection')
  const [opening, setOpening] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const mayOpen = useMay('create', 'vpn-account')
  return (
    <RegisterPage
      title={t('vpn.title')}
      list={operations.vpnAccounts}
      file={operations.exportVpnAccounts}
      names={names}
      search={{ key: 'q', label: t('vpn.search') }}
      filters={[choice('state', t('vpn.state'), VPN_ACCOUNT_STATES, (value) => t(`vpn.state.${value}`))]}
      columns={[
        ...columns(t),
        {
          key: 'acts',
          title: t('vpn.acts'),
          render: (row) => (
            <span className="yh-row">
              {(['renew', 'revoke'] as const).map((verb) => (
                <RowAct
                  key={verb}
                  label={t(`vpn.${verb}`)}
                  allowance={row.actions[verb]}
                  onAct={() => setChosen({ account: row, verb })}
                />
              ))}
            </span>
          ),
        },
      ]}
      empty={{ title: t('vpn.empty'), why: t('vpn.empty-why') }}
      add={mayOpen && { label: t('vpn.open'), onClick: () => setOpening(true) }}
    >
      <OpenDialog open={opening} onClose={() => setOpening(false)} />
      {chosen && <ActDialogs {...chosen} onClose={() => setChosen(null)} />}
    </RegisterPage>
  )
}

function OpenDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText('protection')
  return (
    <ActDialog
      operation={operations.openVpnAccount}
      open={open}
      onClose={onClose}
      params={undefined}
      title={t('vpn.open')}
      verb={t('vpn.open')}
      fields={{
        resourceId: {
          label: t('vpn.resource'),
          widget: (props) => (
            <Picker
              {...props}
              operation={resourceOperations.list}
              input={(words) => ({
                query: { kind: 'service' as const, pageSize: 50, ...(words ? { search: words } : {}) },
              })}
              keep={(row) => row.plan?.offeringCode === 'vpn' && row.state !== 'released'}
              option={(row) => ({ value: row.id, label: `${row.name} · ${row.system.name}` })}
            />
          ),
        },
        account: { label: t('vpn.account') },
        owner: { label: t('vpn.owner') },
        expiresOn: { label: t('vpn.expires') },
      }}
    >
      <p>{t('vpn.open-what')}</p>
    </ActDialog>
  )
}

function ActDialogs({ account, verb, onClose }: Chosen & { readonly onClose: () => void }) {
  const t = useText('protection')
  const { id, version } = account
  const shared = { params: { id }, fixed: { version }, onClose }
  const name = { account: account.account }
  return (
    <>
      <ActDialog
        {...shared}
        operation={operations.renewVpnAccount}
        open={verb === 'renew'}
        initial={{ expiresOn: account.expiresAtMost }}
        title={t('vpn.renew-title', name)}
        verb={t('vpn.renew')}
        fields={{
          expiresOn: { label: t('vpn.expires'), help: t('vpn.at-most', { day: account.expiresAtMost }) },
        }}
      />
      <ActDialog
        {...shared}
        operation={operations.revokeVpnAccount}
        open={verb === 'revoke'}
        title={t('vpn.revoke-title', name)}
        verb={t('vpn.revoke')}
        danger
        fields={{ reason: { label: t('vpn.reason') } }}
      >
        <p>{t('vpn.revoke-what')}</p>
      </ActDialog>
    </>
  )
}

function columns(t: TextOf<'protection'>): readonly Column<VpnAccount>[] {
  return [
    {
      key: 'state',
      title: t('vpn.state'),
      oneLine: true,
      render: (row) => <StateMark tone={tones[row.state]}>{t(`vpn.state.${row.state}`)}</StateMark>,
    },
    {
      key: 'account',
      title: t('vpn.account'),
      render: (row) => <span className="yh-mono">{row.account}</span>,
    },
    { key: 'owner', title: t('vpn.owner'), render: (row) => row.owner },
    { key: 'expires', title: t('vpn.expires'), oneLine: true, render: (row) => row.expiresOn },
    {
      key: 'system',
      title: t('vpn.system'),
      render: (row) => (
        <>
          {row.system.name}
          <div className="yh-quiet yh-small">{row.body.name}</div>
        </>
      ),
    },
    {
      key: 'resource',
      title: t('vpn.resource'),
      wideOnly: true,
      render: (row) => <GoTo to={to('resource', { id: row.resource.id })}>{row.resource.name}</GoTo>,
    },
  ]
}
