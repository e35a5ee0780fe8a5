import { identityOperations } from '@yunheng/contract'
import { ListTable } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import { certificateColumns } from './certificate-columns.tsx'

/** By which certificates I may sign in. Binding is the administrator's: nobody lends himself a second way in. */
export function CertificatesPanel() {
  const t = useText('identity')
  return (
    <Panel title={t('me.tab.certificates')} flush>
      <ListTable
        operation={identityOperations.certificate.listOwn}
        label={t('me.tab.certificates')}
        rowKey={(row) => row.id}
        empty={{ title: t('certificate.empty'), why: t('certificate.empty-own') }}
        columns={certificateColumns(t)}
      />
    </Panel>
  )
}
