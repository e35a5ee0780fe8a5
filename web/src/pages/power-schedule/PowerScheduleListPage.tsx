import { powerScheduleOperations as operations, POWER_SCHEDULE_STATES } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { choice, RegisterPage, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Figure, formatMoney } from '../../ui/index.ts'
import { scheduleColumns } from './schedule-columns.tsx'

const names = ['state', 'bodyId', 'systemId', 'resourceId'] as const

/** When servers are switched off because nobody needs them, and what that saves (R122). */
export default function PowerScheduleListPage() {
  const t = useText('power-schedule')
  const go = useGoTo()
  const summary = useLoaded(operations.summary, {})
  const mayMake = useMay('create', 'power-schedule')
  return (
    <RegisterPage
      title={t('list.title')}
      list={operations.list}
      names={names}
      filters={[choice('state', t('filter.state'), POWER_SCHEDULE_STATES, (value) => t(`state.${value}`))]}
      above={
        <>
          <p className="yh-quiet">{t('list.what')}</p>
          {summary.schedules > 0 && (
            <section className="yh-figures" aria-label={t('figures.title')}>
              <Figure label={t('figure.schedules')} value={summary.schedules} />
              <Figure label={t('figure.servers')} value={summary.servers} />
              <Figure
                label={t('figure.saving')}
                value={formatMoney(summary.perMonth)}
                note={t('figure.saving-note')}
              />
            </section>
          )}
        </>
      }
      columns={scheduleColumns(t)}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
      add={mayMake && { label: t('list.new'), onClick: () => go(to('powerScheduleNew')) }}
    />
  )
}
