import {
  DOMESTIC_ASSET_CLASSES,
  DOMESTIC_GAPS,
  type DomesticAsset,
  domesticOperations,
} from '@yunheng/contract'
import { FilterBar, GoTo, ListExport, ListTable, optionsOf } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage, StateMark } from '../../ui/index.ts'

const names = ['assetClass', 'gap'] as const

/** The assets that are not 信创, behind the shares (R17). */
export default function DomesticGapsPage() {
  const t = useText('target')
  return (
    <ListPage
      title={t('gaps.title')}
      actions={<ListExport operation={domesticOperations.export} filters={names} />}
      filters={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              key: 'assetClass',
              label: t('class'),
              options: optionsOf(DOMESTIC_ASSET_CLASSES, (value) => t(`class.${value}`)),
            },
            {
              kind: 'choice',
              key: 'gap',
              label: t('gaps.why'),
              options: optionsOf(DOMESTIC_GAPS, (value) => t(`gap.${value}`)),
            },
          ]}
        />
      }
    >
      <ListTable
        operation={domesticOperations.list}
        filters={names}
        label={t('gaps.title')}
        rowKey={(row) => row.id}
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
    </ListPage>
  )
}

/** Hosts and images have no page of their own: they stand on the page of their cloud or pool. */
function AssetName({ asset }: { readonly asset: DomesticAsset }) {
  if (asset.assetClass === 'pool') return <GoTo to={to('pool', { id: asset.id })}>{asset.name}</GoTo>
  if (asset.assetClass === 'resource') return <GoTo to={to('resource', { id: asset.id })}>{asset.name}</GoTo>
  return asset.name
}
