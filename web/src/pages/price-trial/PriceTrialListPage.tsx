import { priceTrialOperations as operations, type PriceTrial, priceOperations } from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  GoTo,
  ListTable,
  latestMonths,
  optionsOf,
  Picker,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, ListPage, Money, Time } from '../../ui/index.ts'
import { Change, monthWords, TrialState } from './trial-figures.tsx'

const FOLLOW_MS = 3_000

/** What other prices would have cost, seen before they take effect. */
export default function PriceTrialListPage() {
  const t = useText('price-trial')
  const [open, setOpen] = useState(false)
  const mayTry = useMay('create', 'price-trial')
  const add = <ActionButton type="primary" label={t('list.new')} onClick={() => setOpen(true)} />
  return (
    <ListPage title={t('list.title')} actions={mayTry && add}>
      <p className="yh-quiet">{t('list.what')}</p>
      <ListTable
        operation={operations.list}
        label={t('list.title')}
        rowKey={(row) => row.id}
        columns={columns(t)}
        everyMs={(rows) => (rows.some(({ state }) => state === 'running') ? FOLLOW_MS : false)}
        empty={{ title: t('list.empty'), why: t('list.empty-why'), action: mayTry ? add : null }}
      />
      {open && <TryDialog onClose={() => setOpen(false)} />}
    </ListPage>
  )
}

function TryDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('price-trial')
  const go = useGoTo()
  const months = latestMonths()
  const options = optionsOf(months, (month) => month)
  return (
    <ActDialog
      operation={operations.create}
      open
      onClose={onClose}
      params={undefined}
      initial={{ keepsPins: true, from: months[12] ?? '', to: months[1] ?? '' }}
      title={t('new.title')}
      verb={t('list.new')}
      onDone={(made) => go(to('priceTrial', { id: made.id }))}
      fields={{
        priceVersionId: {
          label: t('new.version'),
          widget: (props) => (
            <Picker
              {...props}
              operation={priceOperations.list}
              input={() => ({ query: { pageSize: 100 } })}
              option={(row) => ({
                value: row.id,
                label: t('new.option', {
                  name: row.name,
                  state: t(`new.${row.state}`),
                  provider: row.provider?.name ?? t('provider.all'),
                }),
              })}
              filterHere
            />
          ),
        },
        from: { label: t('new.from'), as: 'select', options },
        to: { label: t('new.to'), as: 'select', options },
        keepsPins: { label: t('new.keeps-pins') },
      }}
    >
      <p>{t('new.what')}</p>
    </ActDialog>
  )
}

function columns(t: TextOf<'price-trial'>): readonly Column<PriceTrial>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => <TrialState trial={row} />,
    },
    {
      key: 'version',
      title: t('column.version'),
      render: (row) => (
        <>
          <GoTo to={to('priceTrial', { id: row.id })}>{row.priceVersion.name}</GoTo>
          <div className="yh-quiet yh-small">{row.provider?.name ?? t('provider.all')}</div>
        </>
      ),
    },
    { key: 'months', title: t('column.months'), render: (row) => monthWords(row, t) },
    {
      key: 'billed',
      title: t('column.billed'),
      number: true,
      render: (row) => <Money money={row.total.billed} />,
    },
    {
      key: 'tried',
      title: t('column.tried'),
      number: true,
      render: (row) => <Money money={row.total.tried} />,
    },
    {
      key: 'difference',
      title: t('column.difference'),
      number: true,
      render: (row) => <Money money={row.total.difference} />,
    },
    { key: 'change', title: t('column.change'), number: true, render: (row) => <Change of={row.total} /> },
    {
      key: 'by',
      title: t('column.by'),
      wideOnly: true,
      render: (row) => (
        <>
          {row.createdBy} <Time at={row.createdAt} />
        </>
      ),
    },
    {
      key: 'expires',
      title: t('column.expires'),
      oneLine: true,
      wideOnly: true,
      render: (row) => <Time at={row.expiresAt} as="day" />,
    },
  ]
}
