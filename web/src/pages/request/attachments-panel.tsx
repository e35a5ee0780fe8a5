import { ATTACHMENT_KINDS, type AttachmentKind, type Request, requestOperations } from '@yunheng/contract'
import { Select } from 'antd'
import { useId, useRef, useState } from 'react'
import { type InputOf, urlOf, useAct } from '../../api/index.ts'
import { ActDialog, base64Of, ProblemPanel, Table, useBlockedBecause } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, EmptyState, formatNumber, Panel, Time } from '../../ui/index.ts'

type Attachment = Request['attachments'][number]

export function AttachmentsPanel({ request }: { readonly request: Request }) {
  const t = useText('request')
  const [removing, setRemoving] = useState<Attachment | null>(null)
  return (
    <Panel title={t('attachment.title')} flush>
      {request.attachments.length === 0 ? (
        <EmptyState title={t('attachment.empty')} why={t('attachment.empty-why')} />
      ) : (
        <Table
          label={t('attachment.title')}
          rows={request.attachments}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'file',
              title: t('attachment.file'),
              render: (row) => (
                <a
                  href={urlOf(requestOperations.download, { params: { id: row.id } })}
                  aria-label={t('attachment.download', { name: row.fileName })}
                >
                  {row.fileName}
                </a>
              ),
            },
            { key: 'kind', title: t('attachment.kind'), render: (row) => t(`attachment.kind.${row.kind}`) },
            {
              key: 'size',
              title: t('attachment.size'),
              number: true,
              render: (row) => `${formatNumber(row.sizeBytes / 1024, 0)} KiB`,
            },
            { key: 'by', title: t('attachment.by'), render: (row) => row.byName },
            { key: 'at', title: t('attachment.at'), oneLine: true, render: (row) => <Time at={row.at} /> },
            {
              key: 'remove',
              title: t('attachment.remove'),
              render: (row) => (
                <ActionButton size="small" label={t('attachment.remove')} onClick={() => setRemoving(row)} />
              ),
            },
          ]}
        />
      )}
      <Upload request={request} />
      <ActDialog
        operation={requestOperations.detach}
        open={removing !== null}
        onClose={() => setRemoving(null)}
        params={{ id: removing?.id ?? '' }}
        title={t('attachment.remove-title', { name: removing?.fileName ?? '' })}
        verb={t('attachment.remove')}
        danger
      />
    </Panel>
  )
}

function Upload({ request }: { readonly request: Request }) {
  const t = useText('request')
  const because = useBlockedBecause()
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<AttachmentKind>('plan')
  const attach = useAct(requestOperations.attach)
  const send = async (chosen: File) => {
    const body = { kind, fileName: chosen.name, content: await base64Of(chosen) }
    attach.mutate({ params: { id: request.id }, body } as InputOf<typeof requestOperations.attach>)
    if (file.current) file.current.value = ''
  }
  return (
    <div className="yh-upload">
      <label htmlFor={`${id}-kind`}>{t('attachment.kind')}</label>
      <Select
        id={`${id}-kind`}
        aria-label={t('attachment.kind')}
        value={kind}
        options={ATTACHMENT_KINDS.map((value) => ({ value, label: t(`attachment.kind.${value}`) }))}
        onChange={setKind}
      />
      <input
        ref={file}
        className="yh-hidden"
        type="file"
        tabIndex={-1}
        aria-label={t('attachment.choose')}
        accept=".pdf,.ofd,.png,.jpg,.jpeg,.docx,.xlsx,.txt,.csv"
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen) void send(chosen)
        }}
      />
      <ActionButton
        label={t('attachment.add')}
        blockedBecause={because(request.actions.attach)}
        loading={attach.isPending}
        onClick={() => file.current?.click()}
      />
      <span className="yh-quiet yh-small">{t('attachment.file-help')}</span>
      {attach.error && <ProblemPanel error={attach.error} />}
    </div>
  )
}
