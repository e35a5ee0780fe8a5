import {
  statementOperations as operations,
  STATEMENT_BYTES_MAX,
  type StatementHandedIn,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useId, useState } from 'react'
import { useAct, wordsOf } from '../../api/index.ts'
import { base64Of, ProviderPicker, saveWorkbook, Table, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useLanguage, usePick, useText } from '../../text/index.ts'
import { ActionButton, ConfirmDialog, formatNumber, Notice, useToast } from '../../ui/index.ts'
import '../../kit/form/form.css'
import { monthOptions, pastMonths } from './months.ts'

const COMPRESS_BYTES = 256 * 1024

/** Text is sent compressed: a tenth of its size. A workbook is compressed already. */
async function packed(file: File): Promise<File> {
  if (file.size < COMPRESS_BYTES || /\.(xlsx|gz)$/i.test(file.name)) return file
  const stream = file.stream().pipeThrough(new CompressionStream('gzip'))
  return new File([await new Response(stream).blob()], file.name)
}

type Stage = 'packing' | 'sending' | null

/** A month's statement out of a file; what is wrong is shown beside the rows, and nothing is written then. */
export function UploadDialog({
  asksProvider,
  onClose,
}: {
  readonly asksProvider: boolean
  readonly onClose: () => void
}) {
  const t = useText('statement')
  const language = useLanguage()
  const toast = useToast()
  const go = useGoTo()
  const ids = { month: useId(), provider: useId(), file: useId() }
  const [month, setMonth] = useState(pastMonths()[0] ?? '')
  const [providerId, setProviderId] = useState<string | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [stage, setStage] = useState<Stage>(null)
  const [isTooLarge, setTooLarge] = useState(false)
  const [wrong, setWrong] = useState<StatementHandedIn | null>(null)
  const act = useAct(operations.handIn, {
    also: ['difference'],
    onDone: (answer) => {
      if (answer.statement === null) return setWrong(answer)
      toast(t(answer.isReplay ? 'upload-replay' : 'upload-done', { rows: formatNumber(answer.rows) }))
      onClose()
      go(to('statement', { id: answer.statement.id }))
    },
  })
  const upload = async () => {
    if (!file) return
    setWrong(null)
    setStage('packing')
    try {
      const sent = await packed(file)
      setTooLarge(sent.size > STATEMENT_BYTES_MAX)
      if (sent.size > STATEMENT_BYTES_MAX) return
      setStage('sending')
      const contentBase64 = await base64Of(sent)
      await act
        .mutateAsync({ body: { month, providerId, fileName: file.name, contentBase64 } })
        .catch(() => {})
    } finally {
      setStage(null)
    }
  }
  return (
    <ConfirmDialog
      open
      title={t('upload')}
      verb={t('upload-verb')}
      pending={stage !== null}
      error={act.error ? wordsOf(act.error, language) : null}
      ready={file !== null && (!asksProvider || providerId !== null)}
      onConfirm={() => void upload()}
      onCancel={onClose}
      width={720}
    >
      <p>{t('upload-what')}</p>
      <p className="yh-quiet yh-small">{t('upload-columns')}</p>
      <div className="yh-field">
        <label htmlFor={ids.month}>{t('month')}</label>
        <Select id={ids.month} value={month} options={[...monthOptions()]} onChange={setMonth} />
      </div>
      {asksProvider && (
        <div className="yh-field">
          <label htmlFor={ids.provider}>{t('provider')}</label>
          <ProviderPicker
            id={ids.provider}
            label={t('provider')}
            value={providerId ?? undefined}
            invalid={false}
            describedBy={undefined}
            onChange={(value) => setProviderId(typeof value === 'string' ? value : null)}
          />
        </div>
      )}
      <div className="yh-field">
        <label htmlFor={ids.file}>{t('upload-file')}</label>
        <input
          id={ids.file}
          type="file"
          accept=".csv,.txt,.tsv,.xlsx,.gz"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      <div aria-live="polite">
        {stage !== null && <Notice tone="busy">{t(`upload-stage.${stage}`)}</Notice>}
        {isTooLarge && <Notice tone="bad">{t('upload-too-large')}</Notice>}
        {wrong && <Faults wrong={wrong} />}
      </div>
    </ConfirmDialog>
  )
}

function Faults({ wrong }: { readonly wrong: StatementHandedIn }) {
  const t = useText('statement')
  const pick = usePick()
  const { workbook } = wrong
  return (
    <>
      <Notice
        tone="bad"
        action={
          workbook && (
            <ActionButton
              size="small"
              label={t('upload-get-errors')}
              onClick={() => saveWorkbook(workbook)}
            />
          )
        }
      >
        {t('upload-errors', { rows: formatNumber(wrong.rows), errors: formatNumber(wrong.errors) })}
      </Notice>
      <Table
        compact
        label={t('upload-faults')}
        rows={wrong.faults}
        rowKey={(row) => String(row.row)}
        columns={[
          { key: 'row', title: t('row'), number: true, render: (row) => String(row.row) },
          { key: 'fault', title: t('fault'), render: (row) => pick(row.words) },
          { key: 'value', title: t('value'), render: (row) => row.value || '—' },
        ]}
      />
    </>
  )
}
