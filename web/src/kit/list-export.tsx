import { DownOutlined } from '@ant-design/icons'
import {
  EXPORT_FORMATS,
  EXPORTED_LISTS,
  type ExportedList,
  exportOperations,
  type OperationSpec,
  type QueryOf,
} from '@yunheng/contract'
import { App, Button, Dropdown, Space } from 'antd'
import { type InputOf, useAct, wordsOf } from '../api/index.ts'
import { to } from '../paths.ts'
import { useLanguage, useText } from '../text/index.ts'
import { useToast } from '../ui/index.ts'
import { ExportButton } from './export-button.tsx'
import { useGoTo } from './go-to.tsx'
import { useUrlState } from './url-state.ts'

/** Exports a list as it is seen, with the filters that stand in the address: a bounded file at once, or all of it later. */
export function ListExport<O extends OperationSpec>({
  operation,
  filters,
  fixed,
  label,
}: {
  readonly operation: O
  readonly filters: readonly (keyof QueryOf<O> & string)[]
  /** What the page itself says, where the address says nothing. */
  readonly fixed?: Readonly<Partial<Record<keyof QueryOf<O> & string, string>>>
  readonly label?: string
}) {
  const [url] = useUrlState()
  const given = Object.fromEntries(filters.flatMap((name) => (url[name] ? [[name, url[name]] as const] : [])))
  const query: Record<string, string> = { ...fixed, ...given }
  const input = { query } as unknown as InputOf<O>
  const button = <ExportButton operation={operation} input={input} {...(label ? { label } : {})} />
  if (!isWhole(operation.id)) return button
  return (
    <Space.Compact>
      {button}
      <WholeExport list={operation.id} filters={query} />
    </Space.Compact>
  )
}

const isWhole = (id: string): id is ExportedList => (EXPORTED_LISTS as readonly string[]).includes(id)

/** Written in the background, whatever its length; the page of exports shows how far it is. */
function WholeExport({
  list,
  filters,
}: {
  readonly list: ExportedList
  readonly filters: Readonly<Record<string, string>>
}) {
  const t = useText('ui')
  const language = useLanguage()
  const go = useGoTo()
  const toast = useToast()
  const { modal } = App.useApp()
  const start = useAct(exportOperations.start, {
    onDone: () => {
      toast(t('export.started'))
      go(to('exports'))
    },
  })
  const begin = (format: (typeof EXPORT_FORMATS)[number]) =>
    start.mutate(
      { body: { list, filters: { ...filters }, format, language: language === 'en' ? 'en' : 'zh' } },
      {
        onError: (error) =>
          void modal.error({
            title: t('export.failed'),
            content: wordsOf(error, language).sentence,
            okText: t('dialog.close'),
          }),
      },
    )
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...EXPORT_FORMATS.map((format) => ({ key: format, label: t(`export.whole-${format}`) })),
          { type: 'divider' as const },
          { key: 'mine', label: t('export.mine') },
        ],
        onClick: ({ key }) => {
          const format = EXPORT_FORMATS.find((one) => one === key)
          if (format === undefined) go(to('exports'))
          else begin(format)
        },
      }}
    >
      <Button icon={<DownOutlined aria-hidden />} aria-label={t('export.more')} loading={start.isPending} />
    </Dropdown>
  )
}
