import { AUDIT_OUTCOMES, type AuditEntry, auditOperations } from '@yunheng/contract'
import { Button } from 'antd'
import {
  type Column,
  choice,
  ExportButton,
  FilterBar,
  GoTo,
  ListTable,
  useUrlState,
} from '../../kit/index.ts'
import { subjectPlace } from '../../kit/subject-place.ts'
import { type TextOf, useLanguage, usePick, useText } from '../../text/index.ts'
import { StateMark, shortId, Time } from '../../ui/index.ts'
import { EntryDrawer } from './entry-drawer.tsx'
import { actorWords, outcomeTones } from './entry-words.ts'

const names = [
  'outcome',
  'act',
  'noun',
  'objectId',
  'requestId',
  'from',
  'until',
  'personId',
  'bodyId',
] as const

export function EntriesTab() {
  const t = useText('audit')
  const pick = usePick()
  const language = useLanguage()
  const [url, change] = useUrlState()
  const query = Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, url[name]] as const] : [])))
  return (
    <>
      <div className="yh-row">
        <FilterBar
          filters={[
            choice('outcome', t('filter.outcome'), AUDIT_OUTCOMES, (value) => t(`outcome.${value}`)),
            { kind: 'day-from', key: 'from', label: t('filter.from') },
            { kind: 'day-until', key: 'until', label: t('filter.until') },
            { kind: 'text', key: 'act', label: t('filter.act') },
            { kind: 'text', key: 'noun', label: t('filter.noun') },
            { kind: 'text', key: 'objectId', label: t('filter.object') },
            { kind: 'text', key: 'requestId', label: t('filter.request') },
          ]}
        />
        <ExportButton
          operation={auditOperations.export}
          input={{ query: { ...query, language: language === 'en' ? 'en' : 'zh' } as never }}
          label={t('export')}
        />
        <ExportButton
          operation={auditOperations.export}
          input={{ query: { ...query, format: 'xlsx' } as never }}
          label={t('export-xlsx')}
        />
      </div>
      <ListTable
        operation={auditOperations.list}
        filters={names}
        label={t('tab.entries')}
        rowKey={(row) => row.id}
        columns={entryColumns(t, pick, (id) => change({ entry: id }, { push: true }))}
        empty={{ title: t('empty'), why: t('empty-why') }}
        compact
      />
      <EntryDrawer id={url.entry} onClose={() => change({ entry: undefined })} />
    </>
  )
}

/** What it was done to, by name where the entry knows it, leading there where there is a page. */
function ObjectOf({ entry }: { readonly entry: AuditEntry }) {
  const { noun, objectId, objectLabel } = entry
  const place = subjectPlace({ noun, id: objectId })
  const words = objectLabel ?? (objectId && <span className="yh-mono">{shortId(objectId)}</span>)
  return place && words ? <GoTo to={place}>{words}</GoTo> : words
}

function entryColumns(
  t: TextOf<'audit'>,
  pick: ReturnType<typeof usePick>,
  onOpen: (id: string) => void,
): readonly Column<AuditEntry>[] {
  return [
    {
      key: 'outcome',
      title: t('column.outcome'),
      oneLine: true,
      render: (row) => <StateMark tone={outcomeTones[row.outcome]}>{t(`outcome.${row.outcome}`)}</StateMark>,
    },
    { key: 'at', title: t('column.at'), oneLine: true, render: (row) => <Time at={row.at} as="second" /> },
    { key: 'who', title: t('column.who'), render: (row) => actorWords(row.actor, t) },
    { key: 'act', title: t('column.act'), render: (row) => pick(row.title) },
    { key: 'object', title: t('column.object'), render: (row) => <ObjectOf entry={row} /> },
    {
      key: 'address',
      title: t('column.address'),
      wideOnly: true,
      render: (row) => <span className="yh-mono">{row.address}</span>,
    },
    {
      key: 'seq',
      title: t('column.seq'),
      number: true,
      render: (row) => (
        <Button
          type="link"
          size="small"
          aria-label={t('entry.show', { seq: row.seq })}
          onClick={() => onOpen(String(row.seq))}
        >
          {row.seq}
        </Button>
      ),
    },
  ]
}
