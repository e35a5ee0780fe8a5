import {
  serviceContractOperations as contracts,
  settlementOperations as operations,
  SETTLEMENT_STATES,
  type SettlementSummary,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  choice,
  GoTo,
  optionsOf,
  Picker,
  pastQuarters,
  RegisterPage,
  State,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Money } from '../../ui/index.ts'

const names = ['quarter', 'state', 'contractId', 'providerBodyId'] as const

/** Sheets in sight, the latest quarter first. */
export default function SettlementListPage() {
  const t = useText('settlement')
  const terms = useText('terms')
  const [adding, setAdding] = useState(false)
  const mayDraw = useMay('create', 'settlement')
  return (
    <RegisterPage
      title={t('title')}
      meta={
        <>
          <span>{t('how')}</span>
          <GoTo to={to('settlementRules')}>{t('rules')}</GoTo>
        </>
      }
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[
        choice('quarter', t('quarter'), pastQuarters(), (quarter) => quarter),
        choice('state', t('state'), SETTLEMENT_STATES, (value) => terms(`settlement.${value}`)),
      ]}
      columns={columns(t)}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={mayDraw && { label: t('draw-up'), onClick: () => setAdding(true) }}
    >
      {adding && <DrawUpDialog onClose={() => setAdding(false)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'settlement'>): readonly Column<SettlementSummary>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="settlement" state={row.state} />,
    },
    {
      key: 'no',
      title: t('no'),
      oneLine: true,
      render: (row) => <GoTo to={to('settlement', { id: row.id })}>{row.no}</GoTo>,
    },
    { key: 'quarter', title: t('quarter'), oneLine: true, render: (row) => row.quarter },
    {
      key: 'provider',
      title: t('provider'),
      render: (row) => (
        <>
          {row.provider.name}
          <div className="yh-quiet yh-small">{`${row.contract.no} · ${row.body.name}`}</div>
        </>
      ),
    },
    { key: 'due', title: t('due'), number: true, render: (row) => <Money money={row.due} /> },
    { key: 'payable', title: t('payable'), number: true, render: (row) => <Money money={row.payable} /> },
    {
      key: 'paid',
      title: t('paid'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.paid} />,
    },
  ]
}

function DrawUpDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('settlement')
  const go = useGoTo()
  return (
    <ActDialog
      open
      operation={operations.create}
      params={undefined}
      title={t('draw-up')}
      verb={t('draw-up')}
      onClose={onClose}
      onDone={(made) => go(to('settlement', { id: made.id }))}
      fields={{
        contractId: {
          label: t('contract'),
          widget: (props) => (
            <Picker
              {...props}
              operation={contracts.list}
              input={(words) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })}
              keep={(row) => row.provider.id !== null}
              option={(row) => ({
                value: row.id,
                label: `${row.no} ${row.provider.name} · ${row.body.name}`,
              })}
            />
          ),
        },
        quarter: {
          label: t('quarter'),
          as: 'select',
          options: optionsOf(pastQuarters(), (quarter) => quarter),
        },
      }}
    >
      <p>{t('draw-up-what')}</p>
    </ActDialog>
  )
}
