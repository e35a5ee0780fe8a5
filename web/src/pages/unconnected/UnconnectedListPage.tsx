import {
  NETWORK_TYPES,
  unconnectedPlatformOperations as operations,
  UNCONNECTED_KINDS,
  type UnconnectedPlatform,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  BodyPicker,
  type Column,
  choiceOf,
  flag,
  GoTo,
  optionsOf,
  RegionPicker,
  RegisterPage,
  type Terms,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatNumber } from '../../ui/index.ts'
import { CredentialModal } from './credential-modal.tsx'
import { ToldState } from './told-state.tsx'
import { UnconnectedSums } from './unconnected-sums.tsx'

const names = ['kind', 'networkType', 'missing', 'revoked'] as const

/** Platforms that report by themselves (R32) and what is only counted (R37), apart from what is measured. */
export default function UnconnectedListPage() {
  const t = useText('unconnected')
  const terms = useText('terms')
  const mayRegister = useMay('create', 'unconnected-platform')
  const [registering, setRegistering] = useState(false)
  const kinds = optionsOf(UNCONNECTED_KINDS, (value) => t(`kind.${value}`))
  const networks = optionsOf(NETWORK_TYPES, (value) => terms(`network-type.${value}`))
  return (
    <RegisterPage
      title={t('title')}
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[
        choiceOf('kind', t('kind'), kinds),
        choiceOf('networkType', t('network'), networks),
        flag('missing', t('missing')),
        flag('revoked', t('revoked')),
      ]}
      above={
        <>
          <p className="yh-prose yh-quiet">{t('what')}</p>
          <UnconnectedSums />
        </>
      }
      columns={columns(t, terms)}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={mayRegister && { label: t('register'), onClick: () => setRegistering(true) }}
    >
      <RegisterDialog open={registering} onClose={() => setRegistering(false)} />
    </RegisterPage>
  )
}

function RegisterDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText('unconnected')
  const terms = useText('terms')
  const go = useGoTo()
  const [made, setMade] = useState<{ readonly id: string; readonly credential: string } | null>(null)
  const show = (id: string) => go(to('unconnectedPlatform', { id }))
  return (
    <>
      <ActDialog
        operation={operations.create}
        open={open}
        onClose={onClose}
        params={undefined}
        initial={{ kind: 'government', networkType: 'government-extranet' }}
        title={t('register')}
        verb={t('register')}
        fields={{
          name: { label: t('name') },
          code: { label: t('code'), help: t('code-help') },
          kind: { label: t('kind'), options: optionsOf(UNCONNECTED_KINDS, (value) => t(`kind.${value}`)) },
          networkType: {
            label: t('network'),
            help: t('network-help'),
            options: optionsOf(NETWORK_TYPES, (value) => terms(`network-type.${value}`)),
          },
          regionId: { label: t('region'), widget: (props) => <RegionPicker {...props} /> },
          bodyId: { label: t('body'), widget: (props) => <BodyPicker {...props} /> },
          contactName: { label: t('contact') },
          contactPhone: { label: t('phone') },
        }}
        onDone={({ platform, credential }) =>
          credential === null ? show(platform.id) : setMade({ id: platform.id, credential })
        }
      >
        <p>{t('register-what')}</p>
      </ActDialog>
      <CredentialModal credential={made?.credential ?? null} onClose={() => made && show(made.id)} />
    </>
  )
}

function columns(t: TextOf<'unconnected'>, terms: Terms): readonly Column<UnconnectedPlatform>[] {
  const figure = (name: 'vcpus' | 'storageGiB' | 'systems' | 'resources'): Column<UnconnectedPlatform> => ({
    key: name,
    title: name === 'storageGiB' ? `${t('figure.storageGiB')} ${t('GiB')}` : t(`figure.${name}`),
    number: true,
    wideOnly: name === 'resources',
    render: (row) => (row.latest ? formatNumber(row.latest.figures[name]) : '—'),
  })
  return [
    { key: 'state', title: t('state'), oneLine: true, render: (row) => <ToldState platform={row} /> },
    {
      key: 'name',
      title: t('name'),
      render: (row) => (
        <>
          <GoTo to={to('unconnectedPlatform', { id: row.id })}>{row.name}</GoTo>
          <div className="yh-quiet yh-small">
            {t(`kind.${row.kind}`)} · {row.region.name}
          </div>
        </>
      ),
    },
    { key: 'network', title: t('network'), render: (row) => terms(`network-type.${row.networkType}`) },
    { key: 'way', title: t('way'), oneLine: true, render: (row) => t(`way.${row.way}`) },
    { key: 'day', title: t('day'), oneLine: true, render: (row) => row.latest?.day ?? '—' },
    figure('vcpus'),
    figure('storageGiB'),
    figure('systems'),
    figure('resources'),
    {
      key: 'missing',
      title: t('missing'),
      wideOnly: true,
      number: true,
      render: (row) => (row.way === 'reported' ? formatNumber(row.missingDays.length) : '—'),
    },
  ]
}
