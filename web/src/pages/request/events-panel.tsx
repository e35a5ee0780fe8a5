import { type RequestEvent, requestOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { EmptyState, Panel, Timeline, type Tone, Waiting } from '../../ui/index.ts'

const tones: Record<RequestEvent['event'], Tone> = {
  created: 'off',
  submitted: 'busy',
  resubmitted: 'busy',
  step: 'busy',
  returned: 'attention',
  rejected: 'bad',
  withdrawn: 'off',
  approved: 'good',
  waiting: 'attention',
  allocated: 'good',
  'line-delivered': 'good',
  delivered: 'good',
  'delivery-returned': 'attention',
  confirmed: 'good',
  completed: 'good',
  cancelled: 'off',
  papers: 'off',
  reminded: 'attention',
  renewed: 'good',
  'not-renewed': 'attention',
  expired: 'bad',
}

export function EventsPanel({ requestId }: { readonly requestId: string }) {
  const t = useText('request')
  const pick = usePick()
  const asked = useAsked(requestOperations.events, { params: { id: requestId }, query: { pageSize: 200 } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  return (
    <Panel title={t('history.title')}>
      {asked.data.items.length === 0 ? (
        <EmptyState title={t('history.empty')} why={t('history.empty-why')} />
      ) : (
        <Timeline
          label={t('history.title')}
          entries={asked.data.items.map((event) => ({
            id: event.id,
            tone: tones[event.event],
            title: pick(event.text),
            at: event.at,
            body: [whoOf(event, t('history.platform')), event.comment].filter(Boolean).join('\n'),
          }))}
        />
      )}
    </Panel>
  )
}

function whoOf(event: RequestEvent, platform: string): string {
  if (!event.actor) return platform
  return [event.actor.name, event.actor.bodyName].filter(Boolean).join(' · ')
}
