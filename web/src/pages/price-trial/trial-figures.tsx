import type { PriceTrial, PriceTrialRow } from '@yunheng/contract'
import type { Column } from '../../kit/index.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { formatChange, Money, StateMark } from '../../ui/index.ts'

export type Figures = PriceTrial['total']

/** Percent of what was billed; a dash where nothing was. */
export function Change({ of }: { readonly of: Figures }) {
  const { billed, difference } = of
  if (billed.amountMinor === 0) return <>—</>
  return <>{formatChange(difference.amountMinor / billed.amountMinor)}</>
}

export function OfferingName({ offering }: Pick<PriceTrialRow, 'offering'>) {
  const t = useText('price-trial')
  const pick = usePick()
  return <>{offering === null ? t('offering.none') : pick(offering)}</>
}

export function figureColumns<Row extends Figures>(t: TextOf<'price-trial'>): readonly Column<Row>[] {
  return [
    { key: 'billed', title: t('column.billed'), number: true, render: (row) => <Money money={row.billed} /> },
    { key: 'tried', title: t('column.tried'), number: true, render: (row) => <Money money={row.tried} /> },
    {
      key: 'difference',
      title: t('column.difference'),
      number: true,
      render: (row) => <Money money={row.difference} />,
    },
    { key: 'change', title: t('column.change'), number: true, render: (row) => <Change of={row} /> },
    {
      key: 'unpriced',
      title: t('column.unpriced'),
      number: true,
      wideOnly: true,
      render: (row) => `${row.billedUnpriced} → ${row.triedUnpriced}`,
    },
  ]
}

export const monthWords = ({ months }: Pick<PriceTrial, 'months'>, t: TextOf<'price-trial'>) =>
  t('months.between', { from: months[0] ?? '', to: months.at(-1) ?? '', count: months.length })

export function TrialState({ trial }: { readonly trial: PriceTrial }) {
  const t = useText('price-trial')
  const { state, done, all } = trial
  const tone = state === 'done' ? 'good' : state === 'failed' ? 'bad' : 'busy'
  return <StateMark tone={tone}>{t(`state.${state}`, { done, all })}</StateMark>
}
