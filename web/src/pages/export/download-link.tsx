import { DownloadOutlined } from '@ant-design/icons'
import { type Export, exportOperations } from '@yunheng/contract'
import { Button } from 'antd'
import { urlOf } from '../../api/index.ts'
import { useText } from '../../text/index.ts'

/** The browser's own download: a file of hundreds of megabytes never stands in the memory of the page. */
export function DownloadLink({ row }: { readonly row: Export }) {
  const t = useText('export')
  return (
    <Button
      size="small"
      icon={<DownloadOutlined aria-hidden />}
      href={urlOf(exportOperations.download, { params: { id: row.id } })}
      download={row.fileName ?? ''}
      aria-label={t('act.download-what', { name: row.fileName ?? '' })}
    >
      {t('act.download')}
    </Button>
  )
}
