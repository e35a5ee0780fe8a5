import { type UnconnectedSummary, unconnectedPlatformOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Panel, StateMark } from '../../ui/index.ts'
import { FIGURE_NAMES, useFigureWords } from './figure-words.ts'

const HEAPS = ['reported', 'counted', 'old'] as const
type Heap = (typeof HEAPS)[number]

/** What is told beside what is measured: three heaps that are never added. Nothing for those who may not see it. */
export function UnconnectedSums() {
  const t = useText('unconnected')
  const words = useFigureWords()
  const { data } = useAsked(unconnectedPlatformOperations.summary, {})
  const rows = data ? HEAPS.filter((heap) => data[heap].platforms > 0) : []
  if (!data || (rows.length === 0 && data.missing === 0)) return null
  return (
    <Panel
      title={t('sum.title')}
      flush
      extra={
        <GoTo to={to('unconnectedPlatforms', data.missing > 0 ? { missing: 'true' } : {})}>
          {data.missing > 0 ? t('sum.missing', { count: data.missing }) : t('title')}
        </GoTo>
      }
    >
      <Table
        label={t('sum.title')}
        rows={rows}
        rowKey={(heap) => heap}
        columns={[
          { key: 'heap', title: t('sum.heap'), render: (heap) => <HeapName heap={heap} summary={data} /> },
          ...FIGURE_NAMES.map((name) => ({
            key: name,
            title: t(`figure.${name}`),
            number: true,
            render: (heap: Heap) => words(data[heap].figures, name),
          })),
        ]}
      />
    </Panel>
  )
}

function HeapName({ heap, summary }: { readonly heap: Heap; readonly summary: UnconnectedSummary }) {
  const t = useText('unconnected')
  const { platforms, oldestDay } = summary[heap]
  return (
    <>
      {heap === 'old' ? <StateMark tone="bad">{t('sum.old')}</StateMark> : t(`sum.${heap}`)}
      <div className="yh-quiet yh-small">
        {t('sum.platforms', { count: platforms })} · {t('sum.oldest', { day: oldestDay ?? '—' })}
      </div>
    </>
  )
}
