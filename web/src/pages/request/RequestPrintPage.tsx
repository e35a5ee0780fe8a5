import { useParams } from '@tanstack/react-router'
import { requestOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { EstimateView, StateInHead, Table, useAmountWords } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, DocumentPage, Facts, formatTime, Panel, Time } from '../../ui/index.ts'
import { GateList } from './gate-list.tsx'
import { lineColumns } from './lines-panel.tsx'
import { useRequestFacts } from './overview-tab.tsx'
import './request.css'

/** The request as a document: what was asked, what the rules said, who decided and in which words. */
const OPINIONS = {
  complete: 'act.complete',
  approve: 'act.approve',
  reject: 'act.reject',
  return: 'act.return',
} as const

export default function RequestPrintPage() {
  const t = useText('request')
  const task = useText('task')
  const pick = usePick()
  const amounts = useAmountWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const { request, gates, estimate, opinions, printedBy, printedAt } = useLoaded(requestOperations.print, {
    params: { id },
  })
  const facts = useRequestFacts(request)
  const onPaper = new Set(['content', 'quantity', 'state'])
  return (
    <DocumentPage
      title={t('print.title')}
      state={<StateInHead of="request" state={request.state} />}
      meta={
        <>
          <span>{request.title}</span>
          <span>{t('print.by', { name: printedBy })}</span>
          <span>{t('print.at', { time: formatTime(printedAt) })}</span>
        </>
      }
      actions={<ActionButton type="primary" label={t('print.do')} onClick={() => window.print()} />}
    >
      <Panel title={t('evidence.request')}>
        <Facts facts={facts} />
      </Panel>
      <Panel title={t('lines.title')} flush>
        <Table
          label={t('lines.title')}
          compact
          rows={request.lines}
          rowKey={(line) => line.id}
          columns={lineColumns(t, pick, amounts).filter((column) => onPaper.has(column.key))}
        />
      </Panel>
      {estimate && (
        <Panel title={t('evidence.cost')}>
          <EstimateView estimate={estimate} />
        </Panel>
      )}
      <Panel title={t('gates.title')}>
        <GateList gates={gates} />
      </Panel>
      <Panel title={t('print.opinions')} flush>
        <Table
          label={t('print.opinions')}
          compact
          rows={opinions}
          rowKey={(row) => `${row.at}${row.person}`}
          columns={[
            { key: 'step', title: t('print.step'), render: (row) => pick(row.step) },
            {
              key: 'person',
              title: t('print.person'),
              render: (row) => [row.person, row.bodyName].filter(Boolean).join(' · '),
            },
            {
              key: 'outcome',
              title: t('print.outcome'),
              render: (row) =>
                row.outcome in OPINIONS
                  ? task(OPINIONS[row.outcome as keyof typeof OPINIONS])
                  : t('print.comment'),
            },
            { key: 'comment', title: t('print.comment'), render: (row) => row.comment },
            { key: 'at', title: t('print.time'), oneLine: true, render: (row) => <Time at={row.at} /> },
          ]}
        />
      </Panel>
      {request.attachments.length > 0 && (
        <Panel title={t('print.attachments')} flush>
          <Table
            label={t('print.attachments')}
            compact
            rows={request.attachments}
            rowKey={(row) => row.id}
            columns={[
              { key: 'file', title: t('attachment.file'), render: (row) => row.fileName },
              {
                key: 'digest',
                title: t('print.digest'),
                render: (row) => <span className="yh-mono">{row.digest}</span>,
              },
            ]}
          />
        </Panel>
      )}
    </DocumentPage>
  )
}
