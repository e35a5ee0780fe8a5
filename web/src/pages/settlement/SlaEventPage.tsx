import { useParams } from '@tanstack/react-router'
import { slaEventOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { StateInHead } from '../../kit/index.ts'
import { inSeries, useText } from '../../text/index.ts'
import { Facts, formatTime, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { Decision, decisionFacts } from './decision.tsx'

export default function SlaEventPage() {
  const t = useText('settlement')
  const { id } = useParams({ strict: false }) as { id: string }
  const event = useLoaded(operations.get, { params: { id } })
  return (
    <ObjectPage
      title={event.no}
      state={<StateInHead of="sla-event" state={event.state} />}
      meta={
        <>
          <span>{event.provider.name}</span>
          <span>{t('minutes-long', { minutes: event.minutes })}</span>
        </>
      }
      notice={
        <Notice tone={event.counts ? 'attention' : 'off'}>
          {t(event.counts ? 'counts-why' : 'counts-not-why')}
        </Notice>
      }
      actions={<Decision operations={operations} entered={event} name={event.no} />}
    >
      <Panel title={t('overview')}>
        <Facts
          facts={[
            { label: t('starts-at'), value: formatTime(event.startsAt) },
            { label: t('ends-at'), value: formatTime(event.endsAt) },
            { label: t('cause'), value: t(`cause.${event.cause}`) },
            { label: t('announced-at'), value: event.announcedAt && formatTime(event.announcedAt) },
            { label: t('pool'), value: event.pool?.name ?? null },
            {
              label: t('resources'),
              value: event.pool ? t('resources-all') : inSeries(event.resources.map(({ name }) => name)),
              wide: true,
            },
            { label: t('description'), value: event.description, wide: true },
            { label: t('evidence'), value: event.evidence, wide: true },
            ...decisionFacts(event, t),
          ]}
        />
      </Panel>
    </ObjectPage>
  )
}
