import {
  DOMESTIC_ASSET_CLASSES,
  DOMESTIC_GAPS,
  type DomesticAsset,
  domesticOperations,
} from '@yunheng/contract'
import { choice, GoTo, RegisterPage } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'

const names = ['assetClass', 'gap'] as const

/** The assets that are not 信创, behind the shares (R17). */
export default function DomesticGapsPage() {
  const t = useText('target')
  return (
    <RegisterPage
      title={t('gaps.title')}
      list={domesticOperations.list}
      file={domesticOperations.export}
      names={names}
      filters={[
        choice('assetClass', t('class'), DOMESTIC_ASSET_CLASSES, (value) => t(`class.${value}`)),
        choice('gap', t('gaps.why'), DOMESTIC_GAPS, (value) => t(`gap.${value}`)),
      ]}
      columns={[
        {
          key: 'gap',
          title: t('gaps.why'),
          oneLine: true,
          render: (row) => (
            <StateMark tone={row.gap === 'foreign' ? 'attention' : 'off'}>{t(`gap.${row.gap}`)}</StateMark>
          ),
        },
        { key: 'name', title: t('gaps.name'), render: (row) => <AssetName asset={row} /> },
        { key: 'class', title: t('class'), render: (row) => t(`class.${row.assetClass}`) },
        {
          key: 'cloud',
          title: t('gaps.cloud'),
          render: (row) => <GoTo to={to('cloud', { id: row.cloud.id })}>{row.cloud.name}</GoTo>,
        },
        {
          key: 'pool',
          title: t('gaps.pool'),
          wideOnly: true,
          render: (row) => row.pool && <GoTo to={to('pool', { id: row.pool.id })}>{row.pool.name}</GoTo>,
        },
      ]}
      empty={{ title: t('gaps.empty'), why: t('gaps.empty-why') }}
    />
  )
}

/** Hosts and images have no page of their own: they stand on the page of their cloud or pool. */
function AssetName({ asset }: { readonly asset: DomesticAsset }) {
  if (asset.assetClass === 'pool') return <GoTo to={to('pool', { id: asset.id })}>{asset.name}</GoTo>
  if (asset.assetClass === 'resource') return <GoTo to={to('resource', { id: asset.id })}>{asset.name}</GoTo>
  return asset.name
}
