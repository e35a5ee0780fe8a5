import { type ResourceHistoryEntry, resourceOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, useActorWords } from '../../kit/index.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { EmptyState, Panel, Timeline, type Tone, Waiting } from '../../ui/index.ts'

const tones: Record<ResourceHistoryEntry['sort'], Tone> = {
  intent: 'busy',
  fact: 'good',
  condition: 'attention',
}

export function HistoryPanel({ resourceId }: { readonly resourceId: string }) {
  const t = useText('resource')
  const pick = usePick()
  const actorWords = useActorWords()
  const asked = useAsked(resourceOperations.history, { params: { id: resourceId }, query: { pageSize: 200 } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  return (
    <Panel title={t('tab.history')}>
      {asked.data.items.length === 0 ? (
        <EmptyState title={t('history.empty')} why={t('history.empty-why')} />
      ) : (
        <Timeline
          label={t('tab.history')}
          entries={asked.data.items.map((entry) => ({
            id: entry.id,
            tone: tones[entry.sort],
            title: pick(entry.text),
            at: entry.at,
            body: detailOf(entry, t, actorWords),
          }))}
        />
      )}
    </Panel>
  )
}

function detailOf(
  entry: ResourceHistoryEntry,
  t: TextOf<'resource'>,
  actorWords: (actor: string) => string,
): string {
  const changes = entry.differences.map(({ field, desired, observed }) =>
    t('history.change', { field, desired: desired ?? '—', observed: observed ?? '—' }),
  )
  return [entry.actor && actorWords(entry.actor), entry.cloudWords, ...changes].filter(Boolean).join('\n')
}
