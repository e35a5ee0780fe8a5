import { useParams } from '@tanstack/react-router'
import { priceTrialOperations as operations, type PriceTrialDetail } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, ExportButton, GoTo, ListTable, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { Figure, formatMoney, formatTime, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import {
  Change,
  type Figures,
  figureColumns,
  monthWords,
  OfferingName,
  TrialState,
} from './trial-figures.tsx'

const FOLLOW_MS = 2_000

/** What the months would have cost, by provider, service and body, and row by row. */
export default function PriceTrialPage() {
  const t = useText('price-trial')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const trial = useLoaded(
    operations.get,
    { params: { id } },
    { everyMs: ({ state }) => (state === 'running' ? FOLLOW_MS : false) },
  )
  const { done, all, problem } = trial
  return (
    <ObjectPage
      title={t('page.title', { name: trial.priceVersion.name })}
      state={<TrialState trial={trial} />}
      meta={
        <>
          <GoTo to={to('price', { id: trial.priceVersion.id })}>{trial.priceVersion.name}</GoTo>
          <span>{trial.provider?.name ?? t('provider.all')}</span>
          <span>{monthWords(trial, t)}</span>
          <span>{t(trial.keepsPins ? 'pins.kept' : 'pins.dropped')}</span>
          <span>{t('page.made', { name: trial.createdBy, time: formatTime(trial.createdAt) })}</span>
          <span>{t('page.expires', { time: formatTime(trial.expiresAt) })}</span>
        </>
      }
      actions={<ExportButton operation={operations.export} input={{ params: { id }, query: {} }} />}
      notice={
        problem !== null ? (
          <Notice tone="bad">{pick(problem)}</Notice>
        ) : trial.state === 'running' ? (
          <Notice tone="busy">{t('page.running', { done, all })}</Notice>
        ) : null
      }
    >
      <section className="yh-figures yh-figures-wide" aria-label={t('figures.title')}>
        <Figure label={t('column.billed')} value={formatMoney(trial.total.billed)} />
        <Figure label={t('column.tried')} value={formatMoney(trial.total.tried)} />
        <Figure
          label={t('column.difference')}
          value={formatMoney(trial.total.difference)}
          note={<Change of={trial.total} />}
        />
      </section>
      <p className="yh-small yh-quiet">{t('how')}</p>
      <Groups trial={trial} t={t} />
      <Panel title={t('rows.title')} flush>
        <ListTable
          operation={operations.rows}
          params={{ id }}
          label={t('rows.title')}
          rowKey={(row) => row.id}
          everyMs={() => (trial.state === 'running' ? FOLLOW_MS : false)}
          columns={[
            { key: 'body', title: t('column.body'), render: (row) => row.body.name },
            { key: 'provider', title: t('column.provider'), render: (row) => row.provider.name },
            {
              key: 'offering',
              title: t('column.offering'),
              render: (row) => <OfferingName offering={row.offering} />,
            },
            ...figureColumns(t),
          ]}
          empty={{ title: t('rows.empty'), why: t('rows.empty-why') }}
        />
      </Panel>
    </ObjectPage>
  )
}

function Groups({ trial, t }: { readonly trial: PriceTrialDetail; readonly t: TextOf<'price-trial'> }) {
  return (
    <>
      <Group
        title={t('provider.title')}
        rows={trial.byProvider}
        rowKey={(row) => row.provider.id}
        head={{ key: 'provider', title: t('column.provider'), render: (row) => row.provider.name }}
        t={t}
      />
      <Group
        title={t('offering.title')}
        rows={trial.byOffering}
        rowKey={(row) => row.offering?.code ?? ''}
        head={{
          key: 'offering',
          title: t('column.offering'),
          render: (row) => <OfferingName offering={row.offering} />,
        }}
        t={t}
      />
      <Group
        title={t('body.title')}
        rows={trial.byBody}
        rowKey={(row) => row.body.id}
        head={{ key: 'body', title: t('column.body'), render: (row) => row.body.name }}
        t={t}
      />
    </>
  )
}

function Group<Row extends Figures>(props: {
  readonly title: string
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly head: Column<Row>
  readonly t: TextOf<'price-trial'>
}) {
  if (props.rows.length === 0) return null
  return (
    <Panel title={props.title} flush>
      <Table
        compact
        label={props.title}
        rows={props.rows}
        rowKey={props.rowKey}
        columns={[props.head, ...figureColumns<Row>(props.t)]}
      />
    </Panel>
  )
}
