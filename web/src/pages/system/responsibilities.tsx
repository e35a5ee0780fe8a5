import {
  PARTIES,
  type ResponsibilityCell,
  responsibilityOperations,
  type SystemResponsibilities,
} from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { ExportButton, GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { inSeries, saidOf, usePick, useText } from '../../text/index.ts'
import { Panel, StateMark, Time } from '../../ui/index.ts'

/** Who is responsible for what: the same table on the page of the system and on paper. */
export function Responsibilities({
  systemId,
  onPaper,
}: {
  readonly systemId: string
  readonly onPaper?: true
}) {
  const t = useText('system')
  const matrix = useLoaded(responsibilityOperations.get, { params: { id: systemId } })
  return (
    <Panel
      title={t('duty.title')}
      flush
      extra={
        onPaper ? undefined : (
          <>
            <ExportButton operation={responsibilityOperations.export} input={{ params: { id: systemId } }} />
            <GoTo to={to('systemDuties', { id: systemId })}>{t('duty.print')}</GoTo>
          </>
        )
      }
    >
      <p className="yh-panel-note yh-quiet yh-small">
        {t('duty.what')} {t('duty.as-of')} <Time at={matrix.asOf} />
      </p>
      <Matrix matrix={matrix} />
    </Panel>
  )
}

function Matrix({ matrix }: { readonly matrix: SystemResponsibilities }) {
  const t = useText('system')
  const pick = usePick()
  const bodiesOf = (party: (typeof PARTIES)[number]) => matrix.parties.find((one) => one.party === party)
  return (
    <Table
      label={t('duty.title')}
      rows={matrix.steps}
      rowKey={(row) => row.step}
      columns={[
        { key: 'step', title: t('duty.step'), oneLine: true, render: (row) => pick(row.title) },
        ...PARTIES.map((party) => ({
          key: party,
          title: pick(bodiesOf(party)?.title ?? { zh: party, en: party }),
          render: (row: SystemResponsibilities['steps'][number]) => {
            const cell = row.cells.find((one) => one.party === party)
            return cell && <Cell cell={cell} />
          },
        })),
      ]}
    />
  )
}

function Cell({ cell }: { readonly cell: ResponsibilityCell }) {
  const t = useText('system')
  const pick = usePick()
  if (cell.duty === 'none') return <span className="yh-quiet">—</span>
  if (cell.duty === 'informed') return <StateMark tone="off">{t('duty.informed')}</StateMark>
  return (
    <>
      <StateMark tone="good">{t('duty.does')}</StateMark>
      {cell.seats.length === 0 && <div className="yh-small yh-quiet">{t('duty.no-body')}</div>}
      {cell.seats.map((seat) => (
        <div key={`${seat.body.id} ${seat.role}`} className="yh-small">
          {seat.people.length === 0
            ? `${seat.body.name} · ${pick(seat.roleTitle)}`
            : saidOf(
                `${seat.body.name} · ${pick(seat.roleTitle)}`,
                inSeries(seat.people.map(({ name }) => name)),
              )}
        </div>
      ))}
    </>
  )
}
