import { auditOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { UrlTabs } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatSecond, ListPage } from '../../ui/index.ts'
import { CheckpointsTab } from './checkpoints-tab.tsx'
import { EntriesTab } from './entries-tab.tsx'
import { VerifyTab } from './verify-tab.tsx'

export default function AuditPage() {
  const t = useText('audit')
  const { data: state } = useAsked(auditOperations.state, {}, { everyMs: 30_000 })
  const last =
    state &&
    (state.lastSealedAt
      ? t('chain.last', { seq: state.lastSeq, time: formatSecond(state.lastSealedAt) })
      : t('chain.empty'))
  return (
    <ListPage
      title={t('audit.title')}
      meta={
        state && (
          <>
            <span>{last}</span>
            {state.pendingCount > 0 && <span>{t('chain.pending', { count: state.pendingCount })}</span>}
          </>
        )
      }
    >
      <UrlTabs
        label={t('tab.label')}
        tabs={[
          { key: 'entries', label: t('tab.entries'), content: () => <EntriesTab /> },
          { key: 'verify', label: t('tab.verify'), content: () => <VerifyTab /> },
          { key: 'checkpoints', label: t('tab.checkpoints'), content: () => <CheckpointsTab /> },
        ]}
      />
    </ListPage>
  )
}
