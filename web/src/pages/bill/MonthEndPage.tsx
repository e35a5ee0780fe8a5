import {
  type BillMonthStanding,
  billMonthOperations,
  billOperations,
  type StatementDesk,
  statementOperations,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useLoaded } from '../../api/index.ts'
import { GoTo, ListExport, optionsOf, pastMonths, Table, useUrlState } from '../../kit/index.ts'
import { type Place, to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Figure, formatNumber, ListPage, Panel, StateMark } from '../../ui/index.ts'
import { CarriedPanel } from './carried-panel.tsx'

interface Step {
  readonly key: string
  readonly what: string
  readonly who: string
  readonly left: number
  readonly place: Place
  readonly note?: string | null
}

/** What a month still lacks before its money is settled, in the order in which it is done. */
export default function MonthEndPage() {
  const t = useText('bill')
  const [url, change] = useUrlState()
  const month = url.month ?? pastMonths()[0] ?? ''
  const standing = useLoaded(billMonthOperations.standing, { query: { month } })
  const desk = useLoaded(statementOperations.desk, { query: { month } })
  const bills = useLoaded(billMonthOperations.carried, { query: { month } })
  const statements = useLoaded(statementOperations.carried, { query: { month } })
  return (
    <ListPage
      title={t('month.title')}
      meta={<span>{t('month.how')}</span>}
      actions={
        <>
          <Select
            aria-label={t('month')}
            value={month}
            options={[...optionsOf(pastMonths(), (one) => one)]}
            onChange={(value: string) => change({ month: value })}
          />
          <FocusOfMonth month={month} desk={desk} />
        </>
      }
    >
      <div className="yh-stack">
        <section className="yh-figures" aria-label={t('month.progress', progressOf(standing))}>
          <Figure
            label={t('title')}
            value={<GoTo to={to('bills', { month })}>{formatNumber(standing.bills)}</GoTo>}
            note={t('month.progress', progressOf(standing))}
          />
        </section>
        <Panel title={t('month.steps', { month })} flush>
          <Steps
            steps={[...billSteps(standing, t), ...statementSteps(desk, t)]}
            label={t('month.steps', { month })}
          />
        </Panel>
        <CarriedPanel bills={bills.items} statements={statements.items} month={month} />
      </div>
    </ListPage>
  )
}

/** The month in the open billing format: of all providers, or of one. */
function FocusOfMonth({ month, desk }: { readonly month: string; readonly desk: StatementDesk }) {
  const t = useText('bill')
  const [url, change] = useUrlState()
  const providers = desk.items.map(({ provider }) => ({ value: provider.id, label: provider.name }))
  return (
    <>
      <Select
        aria-label={t('month.focus-provider')}
        value={url.providerBodyId ?? ''}
        options={[{ value: '', label: t('month.focus-all') }, ...providers]}
        onChange={(value: string) => change({ providerBodyId: value === '' ? undefined : value })}
      />
      <ListExport
        operation={billOperations.focusMonth}
        filters={['month', 'providerBodyId']}
        fixed={{ month }}
        label={t('month.focus')}
      />
    </>
  )
}

const progressOf = ({ closed, bills }: BillMonthStanding) => ({ closed, bills })

function Steps({ steps, label }: { readonly steps: readonly Step[]; readonly label: string }) {
  const t = useText('bill')
  return (
    <Table
      label={label}
      rows={steps}
      rowKey={(row) => row.key}
      columns={[
        {
          key: 'what',
          title: t('month.what'),
          render: (row) => (
            <>
              {row.what}
              {row.note && <div className="yh-quiet yh-small">{row.note}</div>}
            </>
          ),
        },
        { key: 'who', title: t('month.who'), wideOnly: true, render: (row) => row.who },
        {
          key: 'left',
          title: t('month.left'),
          number: true,
          render: (row) =>
            row.left === 0 ? (
              <StateMark tone="good">{t('month.done')}</StateMark>
            ) : (
              <GoTo to={row.place}>{formatNumber(row.left)}</GoTo>
            ),
        },
      ]}
    />
  )
}

function billSteps(of: BillMonthStanding, t: TextOf<'bill'>): readonly Step[] {
  const { month } = of
  const bills = (filter: Readonly<Record<string, string>>) => to('bills', { month, ...filter })
  const step = (
    key: 'unmetered' | 'unbilled' | 'unpriced' | 'drafts' | 'waiting' | 'disputed' | 'closing' | 'confirmed',
    who: string,
    left: number,
    place: Place,
    note: string | null = null,
  ): Step => ({ key, what: t(`month.${key}`), who, left, place, note })
  const [platform, centre, body, bureau] = [
    t('month.by-platform'),
    t('month.by-centre'),
    t('month.by-body'),
    t('month.by-bureau'),
  ]
  const overdue = of.overdue > 0 ? t('month.overdue', { count: of.overdue }) : null
  return [
    step('unmetered', platform, of.unmeteredHours, to('usage', { month })),
    step('unbilled', platform, of.unbilledBodies, to('usage', { month, by: 'body' })),
    step('unpriced', centre, of.unpriced, bills({ unpriced: 'true' })),
    step('drafts', centre, of.drafts, bills({ state: 'draft' })),
    step('waiting', body, of.waiting, bills({ waiting: 'true' }), overdue),
    step('disputed', centre, of.disputed, bills({ disputeOpen: 'true' })),
    step('closing', bureau, of.closingProposed, bills({ closingProposed: 'true' })),
    step('confirmed', centre, of.confirmed, bills({ state: 'confirmed' })),
  ]
}

function statementSteps({ month, items }: StatementDesk, t: TextOf<'bill'>): readonly Step[] {
  const inState = (state: string) => items.filter(({ statement }) => statement?.state === state).length
  return [
    {
      key: 'no-statement',
      what: t('month.no-statement'),
      who: t('month.by-provider'),
      left: items.filter(({ statement }) => statement === null).length,
      place: to('statementDesk', { month }),
    },
    {
      key: 'uncompared',
      what: t('month.uncompared'),
      who: t('month.by-centre'),
      left: inState('received'),
      place: to('statements', { month, state: 'received' }),
    },
    {
      key: 'unagreed',
      what: t('month.unagreed'),
      who: t('month.by-centre'),
      left: inState('compared'),
      place: to('statements', { month, state: 'compared' }),
    },
  ]
}
