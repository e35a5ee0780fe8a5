import { savingOperations as operations, type SavingNotice } from '@yunheng/contract'
import { useRef } from 'react'
import { type InputOf, urlOf, useAct } from '../../api/index.ts'
import { base64Of, ProblemPanel, Table, useBlockedBecause } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatNumber, Time } from '../../ui/index.ts'

/** Evidence for an objection: read by who decides, added by the body. */
export function NoticeFiles({ notice }: { readonly notice: SavingNotice }) {
  const t = useText('saving')
  const mayAttach = useMay('operate', 'saving-notice')
  const canAttach = mayAttach && notice.actions.attach.allowed
  if (notice.files.length === 0 && !canAttach) return null
  return (
    <>
      {notice.files.length > 0 && (
        <Table
          compact
          label={t('file.title')}
          rows={notice.files}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'file',
              title: t('file.title'),
              render: (row) => (
                <a
                  href={urlOf(operations.download, { params: { id: row.id } })}
                  aria-label={t('file.download', { name: row.fileName })}
                >
                  {row.fileName}
                </a>
              ),
            },
            {
              key: 'size',
              title: t('file.size'),
              number: true,
              render: (row) => `${formatNumber(row.sizeBytes / 1024, 0)} KiB`,
            },
            { key: 'by', title: t('file.by'), render: (row) => row.byName },
            { key: 'at', title: t('file.at'), oneLine: true, render: (row) => <Time at={row.at} /> },
          ]}
        />
      )}
      {canAttach && <Upload notice={notice} />}
    </>
  )
}

function Upload({ notice }: { readonly notice: SavingNotice }) {
  const t = useText('saving')
  const because = useBlockedBecause()
  const file = useRef<HTMLInputElement>(null)
  const attach = useAct(operations.attach)
  const send = async (chosen: File) => {
    const body = { fileName: chosen.name, content: await base64Of(chosen) }
    attach.mutate({ params: { id: notice.id }, body } as InputOf<typeof operations.attach>)
    if (file.current) file.current.value = ''
  }
  return (
    <div className="yh-upload">
      <input
        ref={file}
        className="yh-hidden"
        type="file"
        tabIndex={-1}
        aria-label={t('file.choose')}
        accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt,.csv"
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen) void send(chosen)
        }}
      />
      <ActionButton
        size="small"
        label={t('file.add')}
        blockedBecause={because(notice.actions.attach)}
        loading={attach.isPending}
        onClick={() => file.current?.click()}
      />
      <span className="yh-quiet yh-small">{t('file.help')}</span>
      {attach.error && <ProblemPanel error={attach.error} />}
    </div>
  )
}
