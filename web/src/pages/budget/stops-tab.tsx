import { EVIDENCE_TYPES, budgetListOperations as operations, type StopRow } from '@yunheng/contract'
import { useRef } from 'react'
import { urlOf, useAct, useLoaded } from '../../api/index.ts'
import {
  base64Of,
  type Column,
  GoTo,
  ListExport,
  ListTable,
  ProblemPanel,
  thisYear,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, formatMoney, Money, StateMark } from '../../ui/index.ts'
import { RuleLine } from './rule-line.tsx'

/** R273: systems that should be on the cloud and are not, with the evidence of the leading group's office. */
export function StopsTab() {
  const t = useText('budget')
  const [url] = useUrlState()
  const year = Number(url.fiscalYear ?? thisYear())
  const { rule } = useLoaded(operations.stops, { query: { pageSize: 1 } })
  return (
    <>
      <RuleLine
        rule={rule}
        actions={<ListExport operation={operations.exportStops} filters={['fiscalYear', 'bodyId']} />}
      >
        {t('stops.why', { fromYear: rule.fromYear })}
      </RuleLine>
      <ListTable
        operation={operations.stops}
        filters={['fiscalYear', 'bodyId']}
        urlName="stops"
        label={t('stops.tab')}
        rowKey={(row) => row.system.id}
        columns={columns(t, year)}
        empty={{ title: t('stops.empty'), why: t('stops.empty-why') }}
      />
    </>
  )
}

function columns(t: TextOf<'budget'>, year: number): readonly Column<StopRow>[] {
  return [
    {
      key: 'standing',
      title: t('stops.standing'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={row.standing === 'absent' ? 'bad' : 'busy'}>{t(`stops.${row.standing}`)}</StateMark>
      ),
    },
    {
      key: 'system',
      title: t('system'),
      render: (row) => (
        <>
          <GoTo to={to('system', { id: row.system.id })}>{row.system.name}</GoTo>
          <div className="yh-quiet yh-small">{row.system.code}</div>
        </>
      ),
    },
    { key: 'body', title: t('body'), render: (row) => row.body.name },
    {
      key: 'wave',
      title: t('stops.wave'),
      wideOnly: true,
      render: (row) => row.wave?.name ?? <span className="yh-quiet">{t('stops.no-wave')}</span>,
    },
    { key: 'upkeep', title: t('stops.upkeep'), number: true, render: (row) => <Money money={row.upkeep} /> },
    {
      key: 'body-upkeep',
      title: t('stops.body-upkeep'),
      number: true,
      render: (row) => <Money money={row.bodyUpkeep} />,
    },
    { key: 'lines', title: t('stops.lines'), render: (row) => <Lines row={row} t={t} /> },
    {
      key: 'evidence',
      title: t('stops.evidence'),
      render: (row) => <Evidence row={row} year={year} />,
    },
  ]
}

/** Each by itself; what keeps up the body as a whole is to be split before it is granted. */
function Lines({ row, t }: { readonly row: StopRow; readonly t: TextOf<'budget'> }) {
  if (row.lines.length === 0) return '—'
  return row.lines.map((line) => (
    <div key={line.id}>
      <GoTo to={to('budget', { id: line.id })}>{line.name}</GoTo>
      <div className="yh-quiet yh-small">
        {line.no} · {t(line.isOfSystem ? 'stops.of-system' : 'stops.of-body')} · {formatMoney(line.amount)}
      </div>
    </div>
  ))
}

function Evidence({ row, year }: { readonly row: StopRow; readonly year: number }) {
  const t = useText('budget')
  const file = useRef<HTMLInputElement>(null)
  const add = useAct(operations.addStopFile)
  const { id, name } = row.system
  const send = async (chosen: File) => {
    const mediaType = EVIDENCE_TYPES.find((one) => one === chosen.type) ?? 'text/plain'
    const contentBase64 = await base64Of(chosen)
    const body = { fiscalYear: year, fileName: chosen.name, mediaType, note: '', contentBase64 }
    add.mutate({ params: { id }, body })
    if (file.current) file.current.value = ''
  }
  return (
    <div className="yh-stack-tight">
      {row.evidence.length === 0 && <span className="yh-quiet">{t('stops.no-evidence')}</span>}
      {row.evidence.map((each) => (
        <div key={each.id}>
          <a
            href={urlOf(operations.getStopFile, { params: { id, fileId: each.id } })}
            aria-label={t('stops.download', { name: each.fileName })}
          >
            {each.fileName}
          </a>
          <div className="yh-quiet yh-small">{each.addedBy}</div>
        </div>
      ))}
      {row.actions.addFile.allowed && (
        <>
          <input
            ref={file}
            className="yh-hidden"
            type="file"
            tabIndex={-1}
            aria-label={t('stops.choose-for', { name })}
            accept={EVIDENCE_TYPES.join(',')}
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) void send(chosen)
            }}
          />
          <ActionButton
            size="small"
            label={t('stops.add')}
            aria-label={t('stops.add-for', { name })}
            loading={add.isPending}
            onClick={() => file.current?.click()}
          />
        </>
      )}
      {add.error && <ProblemPanel error={add.error} />}
    </div>
  )
}
