import { type PriceVersion, priceOperations, type ResponseOf } from '@yunheng/contract'
import { useId, useState } from 'react'
import { useAct, wordsOf } from '../../api/index.ts'
import { base64Of, saveWorkbook } from '../../kit/index.ts'
import { useLanguage, useText } from '../../text/index.ts'
import { ActionButton, ConfirmDialog, Notice, useToast } from '../../ui/index.ts'

type Answer = ResponseOf<typeof priceOperations.upload>

/** All lines of a draft out of a workbook; what is wrong comes back in it. */
export function PriceUploadDialog({
  price,
  onClose,
}: {
  readonly price: PriceVersion
  readonly onClose: () => void
}) {
  const t = useText('catalogue')
  const language = useLanguage()
  const toast = useToast()
  const chooser = useId()
  const [file, setFile] = useState<File | null>(null)
  const [wrong, setWrong] = useState<Answer | null>(null)
  const act = useAct(priceOperations.upload, {
    onDone: (answer) => {
      if (answer.errors > 0) return setWrong(answer)
      toast(t('price.upload-done', { rows: answer.rows }))
      onClose()
    },
  })
  const upload = async () => {
    if (!file) return
    setWrong(null)
    const contentBase64 = await base64Of(file)
    act.mutate({ params: { id: price.id }, body: { version: price.version, contentBase64 } })
  }
  const workbook = wrong?.workbook
  return (
    <ConfirmDialog
      open
      title={t('price.upload-title')}
      verb={t('price.upload-verb')}
      pending={act.isPending}
      error={act.error ? wordsOf(act.error, language) : null}
      ready={file !== null}
      onConfirm={() => void upload()}
      onCancel={onClose}
    >
      <p>{t('price.upload-what')}</p>
      {wrong && workbook && (
        <Notice
          tone="bad"
          action={
            <ActionButton
              size="small"
              label={t('price.upload-get-errors')}
              onClick={() => saveWorkbook(workbook)}
            />
          }
        >
          {t('price.upload-errors', { rows: wrong.rows, errors: wrong.errors })}
        </Notice>
      )}
      <div className="yh-field">
        <label htmlFor={chooser}>{t('price.upload-file')}</label>
        <input
          id={chooser}
          type="file"
          accept=".xlsx"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
    </ConfirmDialog>
  )
}
