import { savingOperations as operations, type SavingNotice } from '@yunheng/contract'
import { useRef } from 'react'
import { type InputOf, urlOf, useAct } from '../../api/index.ts'
import { base64Of, ProblemPanel, useBlockedBecause } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatNumber, formatTime } from '../../ui/index.ts'

/** Evidence for an objection: read by who decides, added by the body. */
export function NoticeFiles({ notice }: { readonly notice: SavingNotice }) {
  const t = useText('saving')
  const mayAttach = useMay('operate', 'saving-notice')
  const canAttach = mayAttach && notice.actions.attach.allowed
  if (notice.files.length === 0 && !canAttach) return null
  return (
    <>
      {notice.files.length > 0 && (
        <div className="yh-stack-tight">
          {notice.files.map((file) => (
            <div key={file.id}>
              <a
                href={urlOf(operations.download, { params: { id: file.id } })}
                aria-label={t('file.download', { name: file.fileName })}
              >
                {file.fileName}
              </a>
              <div className="yh-quiet yh-small">
                {t('file.line', {
                  size: formatNumber(Math.max(1, Math.ceil(file.sizeBytes / 1024))),
                  name: file.byName,
                  time: formatTime(file.at),
                })}
              </div>
            </div>
          ))}
        </div>
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
