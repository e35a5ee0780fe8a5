import { useParams } from '@tanstack/react-router'
import { slaEventOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, StateInHead } from '../../kit/index.ts'
import { inSeries, useText } from '../../text/index.ts'
import { Facts, formatTime, Notice, ObjectPage, Panel } from '../../ui/index.ts'

const VERBS = ['confirm', 'decline'] as const

export default function SlaEventPage() {
  const t = useText('settlement')
  const { id } = useParams({ strict: false }) as { id: string }
  const event = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<(typeof VERBS)[number] | null>(null)
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
      actions={
        <ActionBar
          actions={VERBS.map((key) => ({
            key,
            label: t(`act.${key}`),
            main: key === 'confirm' && event.actions[key].allowed,
            danger: key === 'decline',
            allowance: event.actions[key],
            onAct: () => setVerb(key),
          }))}
        />
      }
    >
      <Panel title={t('overview')}>
        <Facts
          facts={[
            { label: t('starts-at'), value: formatTime(event.startsAt) },
            { label: t('ends-at'), value: formatTime(event.endsAt) },
            { label: t('cause'), value: t(`cause.${event.cause}`) },
            { label: t('announced-at'), value: event.announcedAt && formatTime(event.announcedAt) },
            { label: t('pool'), value: event.pool?.name ?? null },
            { label: t('resources'), value: inSeries(event.resources.map(({ name }) => name)), wide: true },
            { label: t('description'), value: event.description, wide: true },
            { label: t('evidence'), value: event.evidence, wide: true },
            { label: t('entered'), value: t('by', { at: formatTime(event.enteredAt), by: event.enteredBy }) },
            {
              label: t('decided'),
              value:
                event.decidedAt && t('by', { at: formatTime(event.decidedAt), by: event.decidedBy ?? '' }),
            },
            { label: t('comment'), value: event.comment, wide: true },
          ]}
        />
      </Panel>
      {verb !== null && (
        <ActDialog
          open
          operation={operations[verb]}
          params={{ id }}
          fixed={{ version: event.version }}
          title={t('act.title', { verb: t(`act.${verb}`), name: event.no })}
          verb={t(`act.${verb}`)}
          danger={verb === 'decline'}
          onClose={() => setVerb(null)}
          fields={{ comment: { label: t('comment'), as: 'area' } }}
        />
      )}
    </ObjectPage>
  )
}
