import {
  serviceContractOperations as contracts,
  slaEventOperations as operations,
  type SettlementRules,
} from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, type Column, DefaultTag, ListTable, Picker } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, ListPage } from '../../ui/index.ts'

/** Versions of what credits and factors are counted by; the latest first. */
export default function RulesPage() {
  const t = useText('settlement')
  const [adding, setAdding] = useState(false)
  const mayEnter = useMay('create', 'settlement-rules')
  return (
    <ListPage
      title={t('rules')}
      meta={<span>{t('rules-how')}</span>}
      actions={
        mayEnter && <ActionButton type="primary" label={t('rules-new')} onClick={() => setAdding(true)} />
      }
    >
      <ListTable
        operation={operations.rules}
        filters={['contractId']}
        label={t('rules')}
        rowKey={(row) => row.id}
        columns={columns(t)}
        empty={{ title: t('rules-empty'), why: t('rules-how') }}
      />
      {adding && <RulesDialog onClose={() => setAdding(false)} />}
    </ListPage>
  )
}

function columns(t: TextOf<'settlement'>): readonly Column<SettlementRules>[] {
  return [
    { key: 'from', title: t('rules-from'), oneLine: true, render: (row) => row.effectiveOn },
    { key: 'for', title: t('rules-for'), render: (row) => row.contractNo ?? t('rules-platform') },
    {
      key: 'credits',
      title: t('rules-credits'),
      render: (row) => (
        <>
          {row.credits.map((step) => (
            <div key={step.below}>{t('credit-step', { below: step.below, percent: step.percent })}</div>
          ))}
          <div className="yh-quiet yh-small">
            {t('promise-line', { promise: row.promise, minutes: row.leastMinutes })}
          </div>
        </>
      ),
    },
    {
      key: 'factors',
      title: t('rules-factors'),
      render: (row) =>
        row.factors.map((step) => (
          <div key={step.from}>
            {t(step.rectify ? 'factor-step-rectify' : 'factor-step', {
              from: step.from,
              percent: step.percent,
            })}
          </div>
        )),
    },
    {
      key: 'source',
      title: t('source'),
      render: (row) => (
        <>
          <DefaultTag when={row.isProductDefault} /> {row.source}
        </>
      ),
    },
  ]
}

function RulesDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('settlement')
  return (
    <ActDialog
      open
      operation={operations.enterRules}
      params={undefined}
      title={t('rules-new')}
      verb={t('rules-new')}
      width={720}
      onClose={onClose}
      initial={{
        contractId: null,
        promise: '99.95',
        leastMinutes: 5,
        credits: [
          { below: '99.95', percent: 10 },
          { below: '99', percent: 30 },
          { below: '95', percent: 100 },
        ],
        factors: [
          { from: '90', percent: 100, rectify: false },
          { from: '80', percent: 95, rectify: false },
          { from: '70', percent: 90, rectify: false },
          { from: '0', percent: 80, rectify: true },
        ],
      }}
      fields={{
        contractId: {
          label: t('rules-for'),
          help: t('rules-for-help'),
          widget: (props) => (
            <Picker
              {...props}
              operation={contracts.list}
              input={(words) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })}
              keep={(row) => row.provider.id !== null}
              option={(row) => ({ value: row.id, label: `${row.no} ${row.provider.name}` })}
            />
          ),
        },
        effectiveOn: { label: t('rules-from'), help: t('rules-from-help') },
        source: { label: t('source'), help: t('source-help') },
        promise: { label: t('promise'), unit: '%' },
        leastMinutes: { label: t('least-minutes') },
        credits: {
          label: t('rules-credits'),
          fields: {
            below: { label: t('below'), unit: '%' },
            percent: { label: t('credit-percent'), unit: '%' },
          },
        },
        factors: {
          label: t('rules-factors'),
          fields: {
            from: { label: t('from-points') },
            percent: { label: t('factor-percent'), unit: '%' },
            rectify: { label: t('rectify') },
          },
        },
      }}
    />
  )
}
