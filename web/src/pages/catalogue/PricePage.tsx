import { useParams } from '@tanstack/react-router'
import { type PriceVersion, priceOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, DefaultTag, ExportButton, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { PriceState } from './PriceListPage.tsx'
import { PriceCoverage, PriceGaps } from './price-coverage.tsx'
import { PriceDifference } from './price-difference.tsx'
import { PriceLinesTable } from './price-lines-table.tsx'
import { PriceUploadDialog } from './price-upload.tsx'
import { WithdrawalNotice, WithdrawDialog, type WithdrawVerb, withdrawActs } from './price-withdrawal.tsx'
import { periodWords } from './price-words.ts'

/** A version of prices: what it says, what it changes, what it covers and what it leaves without a price. */
export default function PricePage() {
  const t = useText('catalogue')
  const go = useGoTo()
  const { id } = useParams({ strict: false }) as { id: string }
  const price = useLoaded(priceOperations.get, { params: { id } })
  const [dialog, setDialog] = useState<'publish' | 'remove' | 'upload' | WithdrawVerb | null>(null)
  const { actions, name } = price
  const shared = { params: { id }, onClose: () => setDialog(null) }
  const acts = [
    {
      key: 'publish',
      label: t('price.publish'),
      main: true,
      allowance: actions.publish,
      onAct: () => setDialog('publish'),
    },
    {
      key: 'edit',
      label: t('price.edit'),
      main: true,
      allowance: actions.modify,
      onAct: () => go(to('priceEdit', { id })),
    },
    {
      key: 'upload',
      label: t('price.upload'),
      allowance: actions.modify,
      onAct: () => setDialog('upload'),
    },
    {
      key: 'remove',
      label: t('price.remove'),
      danger: true,
      allowance: actions.remove,
      onAct: () => setDialog('remove'),
    },
  ]
  return (
    <ObjectPage
      title={name}
      state={<PriceState row={price} />}
      meta={<span>{periodWords(price, t)}</span>}
      notice={<WithdrawalNotice price={price} />}
      actions={<ActionBar actions={price.state === 'draft' ? acts : withdrawActs(price, t, setDialog)} />}
    >
      <Panel title={t('price.agreed')}>
        <Facts facts={factsOf(price, t)} />
      </Panel>
      <Panel title={t('price.gaps')}>
        <PriceGaps priceId={id} />
      </Panel>
      <Panel title={t('price.difference')}>
        <PriceDifference priceId={id} />
      </Panel>
      <Panel
        title={t('price.open')}
        flush
        extra={<ExportButton operation={priceOperations.download} input={{ params: { id }, query: {} }} />}
      >
        <PriceLinesTable version={price} />
      </Panel>
      <PriceCoverage priceId={id} />
      {dialog === 'upload' && <PriceUploadDialog price={price} onClose={() => setDialog(null)} />}
      <ActDialog
        {...shared}
        operation={priceOperations.publish}
        open={dialog === 'publish'}
        fixed={{ version: price.version }}
        title={t('price.publish-title', { name })}
        verb={t('price.publish')}
        also={['offering']}
      >
        <p>{t('price.publish-what', { day: price.effectiveFrom })}</p>
        <PriceGaps priceId={id} />
      </ActDialog>
      <WithdrawDialog price={price} verb={dialog} onClose={shared.onClose} />
      <ActDialog
        {...shared}
        operation={priceOperations.remove}
        open={dialog === 'remove'}
        title={t('price.remove-title', { name })}
        verb={t('price.remove')}
        danger
        onDone={() => go(to('prices'))}
      >
        <p>{t('price.remove-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}

function factsOf(price: PriceVersion, t: TextOf<'catalogue'>) {
  const factors = price.termFactors.map(({ fromMonths, factor }) =>
    t('price.factor-words', { months: fromMonths, factor }),
  )
  return [
    { label: t('price.provider'), value: price.provider?.name ?? t('price.all-providers') },
    {
      label: t('price.source'),
      value: (
        <>
          {price.source} <DefaultTag when={price.isProductDefault} />
        </>
      ),
    },
    { label: t('price.proration'), value: t(`price.proration.${price.proration}`) },
    { label: t('price.pins'), value: t(price.pinsOrders ? 'price.pins-yes' : 'price.pins-no') },
    { label: t('price.factors'), value: factors.length === 0 ? null : factors.join(t('price.tier-comma')) },
    { label: t('price.published-at'), value: <Time at={price.publishedAt} /> },
  ]
}
