import { type FileCheck, type IssuedFile, issuedFileOperations as operations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../api/index.ts'
import { type Column, ListTable, ProblemPanel, Table } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { ActionButton, Copyable, formatNumber, ListPage, Notice, Panel, Time } from '../../ui/index.ts'
import { digestIn, sha256Of } from './file-digest.ts'
import '../../kit/form/form.css'
import './export.css'

/** Is this a file that the platform issued, unchanged? And, for those who read the trail, what went out. */
export default function FileCheckPage() {
  const t = useText('export')
  const mayList = useMay('list', 'issued-file')
  const columns = useColumns(t)
  return (
    <ListPage title={t('check.title')} meta={<span>{t('check.what')}</span>}>
      <CheckPanel columns={columns} />
      {mayList && (
        <Panel title={t('issued.title')} flush>
          <ListTable
            operation={operations.list}
            label={t('issued.title')}
            rowKey={(row) => row.id}
            empty={{ title: t('issued.empty'), why: t('issued.empty-why') }}
            columns={columns}
          />
        </Panel>
      )}
    </ListPage>
  )
}

function CheckPanel({ columns }: { readonly columns: readonly Column<IssuedFile>[] }) {
  const t = useText('export')
  const [fileId, digestId] = [useId(), useId()]
  const [pasted, setPasted] = useState('')
  const [wrong, setWrong] = useState<'too-long' | 'no-digest' | null>(null)
  const [reading, setReading] = useState(false)
  const check = useAct(operations.check)
  const ask = (digest: string | null, otherwise: 'too-long' | 'no-digest') => {
    check.reset()
    setWrong(digest === null ? otherwise : null)
    if (digest !== null) check.mutate({ body: { digest } })
  }
  const choose = async (file: File | undefined) => {
    if (!file) return
    setReading(true)
    const digest = await sha256Of(file).catch(() => null)
    setReading(false)
    setPasted(digest ?? '')
    ask(digest, 'too-long')
  }
  return (
    <Panel title={t('check.file')}>
      <div className="yh-stack">
        <div className="yh-field">
          <label htmlFor={fileId}>{t('check.drop')}</label>
          <div className="yh-field-help">{t('check.drop-help')}</div>
          <input
            id={fileId}
            type="file"
            className="yh-export-drop"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </div>
        <div className="yh-field">
          <label htmlFor={digestId}>{t('check.digest')}</label>
          <div className="yh-field-help">{t('check.digest-help')}</div>
          <Input
            id={digestId}
            className="yh-mono"
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
            onPressEnter={() => ask(digestIn(pasted), 'no-digest')}
          />
        </div>
        <div>
          <ActionButton
            type="primary"
            label={t('check.do')}
            loading={reading || check.isPending}
            onClick={() => ask(digestIn(pasted), 'no-digest')}
          />
        </div>
        <div role="status" className="yh-stack">
          {wrong !== null && <Notice tone="attention">{t(`check.${wrong}`)}</Notice>}
          {check.error && <ProblemPanel error={check.error} />}
          {check.data && <Answer answer={check.data} columns={columns} />}
        </div>
      </div>
    </Panel>
  )
}

function Answer({
  answer,
  columns,
}: {
  readonly answer: FileCheck
  readonly columns: readonly Column<IssuedFile>[]
}) {
  const t = useText('export')
  const { known, items } = answer
  if (!known)
    return (
      <Notice tone="bad" title={t('check.unknown')}>
        {t('check.unknown-why')}
      </Notice>
    )
  return (
    <>
      <Notice tone="good" title={t('check.known')}>
        {items.length === 0 ? t('check.known-only') : t('check.known-times', { count: items.length })}
      </Notice>
      {items.length > 0 && (
        <Table label={t('check.known')} compact rows={items} rowKey={(row) => row.id} columns={columns} />
      )}
    </>
  )
}

const DIGEST_SHOWN = 12

function useColumns(t: TextOf<'export'>): readonly Column<IssuedFile>[] {
  const pick = usePick()
  return [
    {
      key: 'file',
      title: t('issued.file'),
      render: (row) => (
        <>
          {row.fileName}
          <div className="yh-quiet yh-small">{[pick(row.title), row.label].filter(Boolean).join(' · ')}</div>
        </>
      ),
    },
    {
      key: 'at',
      title: t('issued.at'),
      oneLine: true,
      render: (row) => <Time at={row.issuedAt} as="second" />,
    },
    {
      key: 'to',
      title: t('issued.to'),
      render: (row) => (row.issuedFor === null ? row.issuedTo : `${row.issuedTo} · ${row.issuedFor}`),
    },
    { key: 'filter', title: t('column.filters'), wideOnly: true, render: (row) => filterOf(t, row) },
    {
      key: 'size',
      title: t('issued.size'),
      number: true,
      wideOnly: true,
      render: (row) => formatNumber(row.sizeBytes),
    },
    {
      key: 'sha256',
      title: 'SHA-256',
      oneLine: true,
      render: (row) => <Digest value={row.sha256} what="SHA-256" />,
    },
    {
      key: 'sm3',
      title: 'SM3',
      oneLine: true,
      wideOnly: true,
      render: (row) => <Digest value={row.sm3} what="SM3" />,
    },
  ]
}

const Digest = ({ value, what }: { readonly value: string; readonly what: string }) => (
  <Copyable value={value} shown={`${value.slice(0, DIGEST_SHOWN)}…`} what={what} />
)

function filterOf(t: TextOf<'export'>, { filter }: IssuedFile): string {
  const count = Object.values(filter).filter((value) => value !== null && value !== '').length
  return count === 0 ? t('filters.none') : t('filters.count', { count })
}
