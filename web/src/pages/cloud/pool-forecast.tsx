import { type PoolForecast as Forecast, poolForecastOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, shownAmount, Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, formatDay, formatNumber, formatTime, Panel, Waiting } from '../../ui/index.ts'
import { ForecastChart } from './forecast-chart.tsx'

type Kind = Forecast['kinds'][number]

/** When the pool runs out, kind by kind, with what is in approval counted in and how sure it is. */
export function PoolForecast({ poolId }: { readonly poolId: string }) {
  const t = useText('cloud')
  const terms = useText('terms')
  const asked = useAsked(poolForecastOperations.get, { params: { id: poolId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const kinds = asked.data.kinds.filter((kind) => kind.limit > 0 || kind.inApproval > 0)
  if (kinds.length === 0) return <EmptyState title={t('forecast.empty')} why={t('forecast.empty-why')} />
  const shown = (kind: Kind, value: number) => formatNumber(shownAmount(kind.kind, value), 1)
  const day = (value: string | null) => value ?? t('forecast.beyond')
  const drawn = kinds.filter((kind) => kind.history.some((one) => one.taken > 0))
  return (
    <>
      {drawn.length > 0 && (
        <Panel title={t('forecast.picture')}>
          <div className="yh-forecasts">
            {drawn.map((kind) => (
              <ForecastChart key={kind.kind} kind={kind} today={formatDay(asked.data.asOf)} />
            ))}
          </div>
          <p className="yh-small yh-quiet">{t('forecast.key')}</p>
        </Panel>
      )}
      <Panel title={t('forecast.title')} flush>
        <Table
          label={t('forecast.title')}
          rows={kinds}
          rowKey={(kind) => kind.kind}
          columns={[
            {
              key: 'kind',
              title: t('capacity.amount'),
              render: ({ kind }) => `${terms(`amount.${kind}`)} (${terms(`unit.${kind}`)})`,
            },
            {
              key: 'free',
              title: t('capacity.free'),
              number: true,
              render: (kind) => shown(kind, Math.max(0, kind.limit - kind.reserved - kind.allocated)),
            },
            {
              key: 'asked',
              title: t('forecast.in-approval'),
              number: true,
              render: (kind) => shown(kind, kind.inApproval),
            },
            {
              key: 'observed',
              title: t('forecast.observed'),
              number: true,
              render: (kind) => (kind.observed === null ? t('hosts.unknown') : shown(kind, kind.observed)),
            },
            {
              key: 'trend',
              title: t('forecast.per-day'),
              number: true,
              render: (kind) =>
                kind.trend === null
                  ? t('forecast.too-few', { days: kind.days })
                  : t('forecast.band', {
                      likely: shown(kind, kind.trend.perDay),
                      low: shown(kind, kind.trend.lowPerDay),
                      high: shown(kind, kind.trend.highPerDay),
                    }),
            },
            {
              key: 'out',
              title: t('forecast.runs-out'),
              render: ({ runsOut }) =>
                runsOut === null ? (
                  t('hosts.unknown')
                ) : (
                  <>
                    {day(runsOut.likely)}
                    <div className="yh-small yh-quiet" hidden={runsOut.earliest === runsOut.latest}>
                      {t('forecast.between', {
                        earliest: day(runsOut.earliest),
                        latest: day(runsOut.latest),
                      })}
                    </div>
                  </>
                ),
            },
          ]}
        />
        <p className="yh-small yh-quiet yh-how">{t('forecast.how', { time: formatTime(asked.data.asOf) })}</p>
      </Panel>
    </>
  )
}
