import { catalogueOperations, type OfferingVersion } from '@yunheng/contract'
import { type Column, ListTable } from '../../kit/index.ts'
import { inSeries, usePick, useText } from '../../text/index.ts'
import { Panel, StateMark, Time, type Tone } from '../../ui/index.ts'

const tones: Record<OfferingVersion['standing'], Tone> = { draft: 'busy', current: 'good', earlier: 'off' }

/** What was offered when, and what each version meant for those who used it already (R74, R85). */
export function VersionsPanel({ offeringId }: { readonly offeringId: string }) {
  const t = useText('catalogue')
  const pick = usePick()
  const columns: readonly Column<OfferingVersion>[] = [
    {
      key: 'state',
      title: t('versions.state'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={tones[row.standing]}>{t(`versions.standing.${row.standing}`)}</StateMark>
      ),
    },
    { key: 'number', title: t('versions.number'), number: true, render: (row) => row.itemVersion },
    {
      key: 'published',
      title: t('versions.published'),
      oneLine: true,
      render: (row) => <Time at={row.publishedAt} as="day" />,
    },
    {
      key: 'compatibility',
      title: t('versions.compatibility'),
      render: (row) =>
        row.compatibility ? (
          pick(row.compatibility)
        ) : (
          <span className="yh-quiet">{row.itemVersion === 1 ? t('versions.first') : '—'}</span>
        ),
    },
    {
      key: 'plans',
      title: t('versions.plans'),
      wideOnly: true,
      render: (row) => inSeries(row.plans.map((plan) => pick(plan.title))),
    },
  ]
  return (
    <Panel title={t('versions.title')} flush>
      <ListTable
        operation={catalogueOperations.versions}
        params={{ id: offeringId }}
        label={t('versions.title')}
        rowKey={(row) => String(row.itemVersion)}
        columns={columns}
        empty={{ title: t('versions.title'), why: t('versions.first') }}
      />
    </Panel>
  )
}
