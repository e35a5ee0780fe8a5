import { PRICE_STATES, type PriceVersion, priceOperations } from '@yunheng/contract'
import { choice, DefaultTag, GoTo, RegisterPage, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'
import { periodWords } from './price-words.ts'

export default function PriceListPage() {
  const t = useText('catalogue')
  const go = useGoTo()
  const mayDraft = useMay('create', 'price')
  return (
    <RegisterPage
      title={t('price.title')}
      list={priceOperations.list}
      names={['state']}
      filters={[choice('state', t('price.state'), PRICE_STATES, (value) => t(`price.state.${value}`))]}
      columns={[
        { key: 'state', title: t('price.state'), render: (row) => <PriceState row={row} /> },
        {
          key: 'name',
          title: t('price.name'),
          render: (row) => <GoTo to={to('price', { id: row.id })}>{row.name}</GoTo>,
        },
        { key: 'period', title: t('price.period'), render: (row) => periodWords(row, t) },
        {
          key: 'provider',
          title: t('price.provider'),
          render: (row) => row.provider?.name ?? t('price.all-providers'),
        },
        {
          key: 'source',
          title: t('price.source'),
          render: (row) => (
            <>
              {row.source} <DefaultTag when={row.isProductDefault} />
            </>
          ),
        },
        { key: 'lines', title: t('price.lines'), number: true, render: (row) => row.lines.length },
      ]}
      empty={{ title: t('price.empty'), why: t('price.empty-why') }}
      add={mayDraft && { label: t('price.new'), onClick: () => go(to('priceNew')) }}
    />
  )
}

export function PriceState({ row }: { readonly row: Pick<PriceVersion, 'state' | 'withdrawal'> }) {
  const t = useText('catalogue')
  if (row.state === 'published' && row.withdrawal !== null)
    return <StateMark tone="attention">{t('price.withdrawal-asked')}</StateMark>
  return (
    <StateMark tone={row.state === 'published' ? 'good' : 'off'}>{t(`price.state.${row.state}`)}</StateMark>
  )
}
