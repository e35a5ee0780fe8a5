import { type AuditEntry, auditOperations } from '@yunheng/contract'
import { Drawer } from 'antd'
import { useAsked } from '../../api/index.ts'
import { GoTo, ProblemPanel, subjectPlace, Table } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Copyable, Facts, StateMark, shortId, Time, Waiting } from '../../ui/index.ts'
import { actorWords, outcomeTones } from './entry-words.ts'

/** One entry beside the list, with its own address: who, what, the change, and its place in the chain. */
export function EntryDrawer({
  id,
  onClose,
}: {
  readonly id: string | undefined
  readonly onClose: () => void
}) {
  const t = useText('audit')
  const ui = useText('ui')
  const asked = useAsked(auditOperations.get, { params: { seq: id ?? '' } }, { enabled: id !== undefined })
  return (
    <Drawer
      open={id !== undefined}
      size={620}
      title={asked.data ? t('entry.title', { seq: asked.data.seq }) : t('tab.entries')}
      closable={{ 'aria-label': ui('dialog.close') }}
      onClose={onClose}
    >
      {asked.error ? (
        <ProblemPanel error={asked.error} />
      ) : asked.data ? (
        <Entry entry={asked.data} />
      ) : (
        <Waiting />
      )}
    </Drawer>
  )
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const t = useText('audit')
  const pick = usePick()
  const place = subjectPlace({ noun: entry.noun, id: entry.objectId })
  return (
    <div className="yh-stack">
      <Facts
        facts={[
          {
            label: t('column.outcome'),
            value: <StateMark tone={outcomeTones[entry.outcome]}>{t(`outcome.${entry.outcome}`)}</StateMark>,
          },
          { label: t('column.at'), value: <Time at={entry.at} as="second" /> },
          { label: t('column.who'), value: actorWords(entry.actor, t) },
          { label: t('column.act'), value: pick(entry.title) },
          { label: t('entry.act'), value: <span className="yh-mono">{entry.act}</span> },
          {
            label: t('column.object'),
            value: place ? <GoTo to={place}>{entry.objectLabel ?? t('entry.open')}</GoTo> : entry.objectLabel,
          },
          ...(entry.reasonText
            ? [{ label: t('entry.reason'), value: pick(entry.reasonText), wide: true }]
            : []),
          {
            label: t('column.address'),
            value: entry.address && <span className="yh-mono">{entry.address}</span>,
          },
          {
            label: t('entry.request'),
            value: entry.requestId && (
              <Copyable value={entry.requestId} shown={shortId(entry.requestId)} what={t('entry.request')} />
            ),
          },
          { label: t('entry.origin'), value: t(`entry.origin.${entry.origin}`) },
          { label: t('entry.sealed'), value: <Time at={entry.sealedAt} as="second" /> },
          {
            label: t('entry.hash'),
            value: <Copyable value={entry.hash} what={t('entry.hash')} />,
            wide: true,
          },
          {
            label: t('entry.previous'),
            value: <Copyable value={entry.previousHash} what={t('entry.previous')} />,
            wide: true,
          },
        ]}
      />
      <h2>{t('entry.changes')}</h2>
      {entry.changes.length === 0 ? (
        <p className="yh-quiet">{t('entry.none')}</p>
      ) : (
        <Table
          label={t('entry.changes')}
          compact
          rows={entry.changes}
          rowKey={(row) => row.field}
          columns={[
            {
              key: 'field',
              title: t('entry.field'),
              render: (row) => <span className="yh-mono">{row.field}</span>,
            },
            { key: 'before', title: t('entry.before'), render: (row) => row.before },
            { key: 'after', title: t('entry.after'), render: (row) => row.after },
          ]}
        />
      )}
      {entry.changesCut && <p className="yh-quiet">{t('entry.changes-cut')}</p>}
    </div>
  )
}
