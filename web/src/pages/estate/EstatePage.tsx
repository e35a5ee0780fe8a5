import { type Estate, estateOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { ExportButton, GoTo, UrlTabs } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, formatTime, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { UnconnectedSums } from '../unconnected/unconnected-sums.tsx'
import { EstateMap } from './estate-map.tsx'
import { EstateTable } from './estate-table.tsx'
import { EstateTree } from './estate-tree.tsx'
import './estate.css'

/** Clouds → nodes → zones → pools, as a tree, as a map, and as the table behind both (R1, R12). */
export default function EstatePage() {
  const t = useText('estate')
  const estate = useLoaded(estateOperations.get, {})
  const old = estate.clouds.filter((cloud) => cloud.isOld).length
  return (
    <ObjectPage
      title={t('title')}
      meta={<span>{t('as-of', { time: formatTime(estate.asOf) })}</span>}
      actions={
        estate.clouds.length > 0 && (
          <ExportButton operation={estateOperations.export} input={{ query: {} }} label={t('export')} />
        )
      }
    >
      {estate.isCut && <Notice tone="attention" title={t('cut')} />}
      {old > 0 && <Notice tone="attention" title={t('old-clouds', { count: old })} />}
      {estate.clouds.length === 0 ? (
        <EmptyState
          title={t('empty')}
          why={t('empty-why')}
          action={<GoTo to={to('clouds')}>{t('empty-go')}</GoTo>}
        />
      ) : (
        <Views estate={estate} />
      )}
      <UnconnectedSums />
    </ObjectPage>
  )
}

function Views({ estate }: { readonly estate: Estate }) {
  const t = useText('estate')
  return (
    <UrlTabs
      label={t('tabs')}
      tabs={[
        {
          key: 'tree',
          label: t('tab.tree'),
          content: () => (
            <Panel title={t('tab.tree')}>
              <EstateTree estate={estate} />
            </Panel>
          ),
        },
        { key: 'map', label: t('tab.map'), content: () => <EstateMap estate={estate} /> },
        {
          key: 'table',
          label: t('tab.table'),
          content: () => (
            <Panel title={t('tab.table')} flush>
              <EstateTable estate={estate} />
            </Panel>
          ),
        },
      ]}
    />
  )
}
