import { adoptionOperations, type ResponseOf } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useAct, wordsOf } from '../../api/index.ts'
import { base64Of, saveWorkbook, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useLanguage, useText } from '../../text/index.ts'
import { ActionButton, ConfirmDialog, Notice, useToast } from '../../ui/index.ts'
import { PoolPicker } from './assign-dialog.tsx'

type Answer = ResponseOf<typeof adoptionOperations.upload>

/** The workbook that was filled in; what is wrong comes back in it. */
export function UploadDialog({
  cloudId,
  onClose,
}: {
  readonly cloudId: string
  readonly onClose: () => void
}) {
  const t = useText('adoption')
  const language = useLanguage()
  const toast = useToast()
  const go = useGoTo()
  const [poolId, setPoolId] = useState<string | undefined>()
  const [pricedFrom, setPricedFrom] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [wrong, setWrong] = useState<Answer | null>(null)
  const [pool, chooser, from] = [useId(), useId(), useId()]
  const act = useAct(adoptionOperations.upload, {
    onDone: (answer) => {
      if (answer.errors > 0) return setWrong(answer)
      toast(t('upload.done', { count: answer.lists.length, rows: answer.rows }))
      onClose()
      go(to('adoptionLists'))
    },
  })
  const upload = async () => {
    if (!file || !poolId) return
    setWrong(null)
    act.mutate({
      body: { cloudId, poolId, pricedFrom: pricedFrom || null, contentBase64: await base64Of(file) },
    })
  }
  return (
    <ConfirmDialog
      open
      title={t('upload.title')}
      verb={t('upload.verb')}
      pending={act.isPending}
      error={act.error ? wordsOf(act.error, language) : null}
      ready={file !== null && poolId !== undefined}
      onConfirm={() => void upload()}
      onCancel={onClose}
    >
      <p>{t('upload.what')}</p>
      {wrong?.workbook && (
        <Notice
          tone="bad"
          action={
            <ActionButton
              size="small"
              label={t('upload.get-errors')}
              onClick={() => saveWorkbook(wrong.workbook as NonNullable<Answer['workbook']>)}
            />
          }
        >
          {t('upload.errors', { rows: wrong.rows, errors: wrong.errors })}
        </Notice>
      )}
      <div className="yh-field">
        <label htmlFor={chooser}>{t('upload.file')}</label>
        <input
          id={chooser}
          type="file"
          accept=".xlsx"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      <div className="yh-field">
        <label htmlFor={pool}>{t('assign.pool')}</label>
        <PoolPicker id={pool} cloudId={cloudId} value={poolId} onChange={setPoolId} />
      </div>
      <div className="yh-field">
        <label htmlFor={from}>{t('priced-from')}</label>
        <div className="yh-field-help" id={`${from}-help`}>
          {t('priced-from-help')}
        </div>
        <Input
          id={from}
          type="date"
          aria-describedby={`${from}-help`}
          value={pricedFrom}
          onChange={(event) => setPricedFrom(event.target.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
