import { EVIDENCE_TYPES, type WorkOrder, workOrderOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useRef, useState } from 'react'
import { urlOf, useAct } from '../../api/index.ts'
import { base64Of, ProblemPanel, Table, useBlockedBecause } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, EmptyState, Panel, shortId, Time } from '../../ui/index.ts'
import './work-order.css'

type EvidenceType = (typeof EVIDENCE_TYPES)[number]

/** Proof of delivery: what the provider hands in and the department judges. */
export function EvidencePanel({ order }: { readonly order: WorkOrder }) {
  const t = useText('work-order')
  return (
    <Panel title={t('evidence.title')} flush>
      {order.evidence.length === 0 ? (
        <EmptyState title={t('evidence.empty')} why={t('evidence.empty-why')} />
      ) : (
        <Table
          label={t('evidence.title')}
          rows={order.evidence}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'file',
              title: t('evidence.file'),
              render: (row) => (
                <a
                  href={urlOf(workOrderOperations.getEvidence, {
                    params: { id: order.id, evidenceId: row.id },
                  })}
                  aria-label={t('evidence.download', { name: row.fileName })}
                >
                  {row.fileName}
                </a>
              ),
            },
            { key: 'note', title: t('evidence.note'), render: (row) => row.note },
            { key: 'by', title: t('evidence.by'), render: (row) => row.addedBy },
            { key: 'at', title: t('evidence.at'), oneLine: true, render: (row) => <Time at={row.addedAt} /> },
            {
              key: 'digest',
              title: t('evidence.digest'),
              wideOnly: true,
              render: (row) => (
                <span className="yh-mono" title={row.digest}>
                  {shortId(row.digest)}
                </span>
              ),
            },
          ]}
        />
      )}
      {order.actions.addEvidence.allowed && <Upload order={order} />}
    </Panel>
  )
}

function Upload({ order }: { readonly order: WorkOrder }) {
  const t = useText('work-order')
  const because = useBlockedBecause()
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const add = useAct(workOrderOperations.addEvidence, { onDone: () => setNote('') })
  const send = async (chosen: File) => {
    const mediaType = (EVIDENCE_TYPES.find((one) => one === chosen.type) ??
      'text/plain') satisfies EvidenceType
    const body = { fileName: chosen.name, mediaType, note, contentBase64: await base64Of(chosen) }
    add.mutate({ params: { id: order.id }, body })
    if (file.current) file.current.value = ''
  }
  return (
    <div className="yh-evidence-upload">
      <label htmlFor={`${id}-note`}>{t('evidence.note')}</label>
      <Input
        id={`${id}-note`}
        value={note}
        maxLength={1000}
        onChange={(event) => setNote(event.target.value)}
      />
      <input
        ref={file}
        className="yh-hidden"
        type="file"
        tabIndex={-1}
        aria-label={t('evidence.choose')}
        accept={EVIDENCE_TYPES.join(',')}
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen) void send(chosen)
        }}
      />
      <ActionButton
        label={t('evidence.add')}
        loading={add.isPending}
        blockedBecause={because(order.actions.addEvidence)}
        onClick={() => file.current?.click()}
      />
      <span className="yh-quiet yh-small">{t('evidence.help')}</span>
      {add.error && <ProblemPanel error={add.error} />}
    </div>
  )
}
