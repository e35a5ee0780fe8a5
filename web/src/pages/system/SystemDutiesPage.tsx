import { useParams } from '@tanstack/react-router'
import { systemOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, DocumentPage } from '../../ui/index.ts'
import { Responsibilities } from './responsibilities.tsx'

/** The responsibility matrix as a document, to be printed and signed. */
export default function SystemDutiesPage() {
  const t = useText('system')
  const { id } = useParams({ strict: false }) as { id: string }
  const system = useLoaded(systemOperations.get, { params: { id } })
  return (
    <DocumentPage
      title={t('duty.document', { name: system.name })}
      meta={
        <>
          <span className="yh-mono">{system.code}</span>
          <span>{system.body.name}</span>
          <span>{t('duty.person', { name: system.responsiblePerson?.name ?? '—' })}</span>
        </>
      }
      actions={<ActionButton type="primary" label={t('duty.print')} onClick={() => window.print()} />}
    >
      <Responsibilities systemId={id} onPaper />
    </DocumentPage>
  )
}
