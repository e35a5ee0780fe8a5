import { DownloadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import type { OperationSpec } from '@yunheng/contract'
import { App, Button } from 'antd'
import { download, type InputOf, wordsOf } from '../api/index.ts'
import { useLanguage, useText } from '../text/index.ts'

/** Saves what a `stream: 'file'` operation answers: the list as it is seen, with its filters. */
export function ExportButton<O extends OperationSpec>({
  operation,
  input,
  label,
}: {
  readonly operation: O
  readonly input: InputOf<O>
  readonly label?: string
}) {
  const t = useText('ui')
  const language = useLanguage()
  const { modal } = App.useApp()
  const save = useMutation({
    mutationFn: () => download(operation, worded(operation, input, language)),
    onSuccess: ({ name, blob }) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(blob)
      link.download = name
      link.click()
      URL.revokeObjectURL(link.href)
    },
    onError: (error) => {
      modal.error({
        title: t('export.failed'),
        content: wordsOf(error, language).sentence,
        okText: t('dialog.close'),
      })
    },
  })
  return (
    <Button icon={<DownloadOutlined aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
      {label ?? t('export.do')}
    </Button>
  )
}

/** Files that can be written in either language are asked for in the reader's. */
function worded<O extends OperationSpec>(operation: O, input: InputOf<O>, language: string): InputOf<O> {
  if (operation.query?.properties.language === undefined) return input
  const { query } = input as { readonly query?: object }
  return { ...input, query: { language: language === 'en' ? 'en' : 'zh', ...query } }
}
