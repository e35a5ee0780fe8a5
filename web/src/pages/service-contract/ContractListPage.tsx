import {
  serviceContractOperations as operations,
  SERVICE_CONTRACT_KINDS,
  SERVICE_CONTRACT_STATES,
  type ServiceContract,
} from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, type Column, choice, flag, GoTo, RegisterPage, State, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay, useSession } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'
import { useContractFields } from './contract-fields.tsx'

const names = ['q', 'kind', 'state', 'migrating', 'withinDays', 'bodyId'] as const

export default function ContractListPage() {
  const t = useText('service-contract')
  const terms = useText('terms')
  const mayEnter = useMay('create', 'service-contract')
  const [adding, setAdding] = useState(false)
  return (
    <RegisterPage
      title={t('title')}
      meta={<GoTo to={to('connectedDepartments')}>{t('connected')}</GoTo>}
      list={operations.list}
      file={operations.export}
      names={names}
      search={{ key: 'q', label: t('search') }}
      filters={[
        choice('kind', t('kind'), SERVICE_CONTRACT_KINDS, (value) => t(`kind.${value}`)),
        choice('state', t('state'), SERVICE_CONTRACT_STATES, (value) => terms(`contract.${value}`)),
        choice('withinDays', t('within'), ['30', '90', '180', '365'], (days) => t('within-days', { days })),
        flag('migrating', t('migrating')),
      ]}
      columns={columns(t)}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={mayEnter && { label: t('new'), onClick: () => setAdding(true) }}
    >
      {adding && <EnterDialog onClose={() => setAdding(false)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'service-contract'>): readonly Column<ServiceContract>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="contract" state={row.state} />,
    },
    {
      key: 'name',
      title: t('name'),
      render: (row) => (
        <>
          <GoTo to={to('contract', { id: row.id })}>{row.name}</GoTo>
          <div className="yh-quiet yh-small">
            {t(`kind.${row.kind}`)} · {row.no}
          </div>
        </>
      ),
    },
    { key: 'body', title: t('body'), render: (row) => row.body.name },
    { key: 'provider', title: t('provider'), wideOnly: true, render: (row) => row.provider.name },
    { key: 'term', title: t('term'), oneLine: true, render: (row) => `${row.startsOn} – ${row.endsOn}` },
    { key: 'migrate', title: t('migrate'), render: (row) => <Migration row={row} t={t} /> },
  ]
}

function Migration({ row, t }: { readonly row: ServiceContract; readonly t: TextOf<'service-contract'> }) {
  if (row.migrateTask === null)
    return row.migrateTaskOn === null ? (
      <span className="yh-quiet">—</span>
    ) : (
      <span className="yh-quiet">{t('migrate-on', { on: row.migrateTaskOn })}</span>
    )
  return row.migrateTask.handledAt === null ? (
    <StateMark tone="attention">{t('migrate-open')}</StateMark>
  ) : (
    <StateMark tone="good">{t('migrate-done')}</StateMark>
  )
}

function EnterDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('service-contract')
  const go = useGoTo()
  const session = useSession()
  const fields = useContractFields(true)
  return (
    <ActDialog
      operation={operations.create}
      open
      onClose={onClose}
      params={undefined}
      initial={{
        kind: 'lease',
        providerBodyId: null,
        providerName: null,
        filingId: null,
        note: '',
        ...(session.actingPost ? { bodyId: session.actingPost.bodyId } : {}),
      }}
      title={t('new')}
      verb={t('new')}
      fields={fields}
      onDone={(made) => go(to('contract', { id: made.id }))}
    />
  )
}
