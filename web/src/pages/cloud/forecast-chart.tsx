import { useId } from 'react'
import { shownAmount } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatNumber } from '../../ui/index.ts'
import { type ForecastKind, forecastLines, HEIGHT, WIDTH } from './forecast-lines.ts'
import './forecast-chart.css'

/** What was taken, the limit, and where it leads, with its band; the days it is drawn from stand behind it. */
export function ForecastChart({ kind, today }: { readonly kind: ForecastKind; readonly today: string }) {
  const t = useText('cloud')
  const terms = useText('terms')
  const clip = useId()
  const when = useWhen(kind)
  const lines = forecastLines(kind, today)
  if (lines === null) return null
  const name = terms(`amount.${kind.kind}`)
  const amount = (value: number) =>
    `${formatNumber(shownAmount(kind.kind, value), 1)} ${terms(`unit.${kind.kind}`)}`
  const finding = t('forecast.finding', {
    kind: name,
    taken: amount(kind.reserved + kind.allocated),
    limit: amount(kind.limit),
    when,
  })
  return (
    <figure className="yh-forecast">
      <figcaption className="yh-small">{finding}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={finding}>
        <clipPath id={clip}>
          <rect width={WIDTH} height={HEIGHT - 17} />
        </clipPath>
        <g clipPath={`url(#${clip})`}>
          {lines.band && <path className="yh-forecast-band" d={lines.band} />}
          {lines.likely && <path className="yh-forecast-likely" d={lines.likely} />}
          {lines.limit && <path className="yh-forecast-limit" d={lines.limit} />}
          <path className="yh-forecast-taken" d={lines.taken} />
          <path className="yh-forecast-today" d={`M${lines.todayX} 0V${HEIGHT}`} />
          {lines.limit && lines.outX !== null && (
            <circle className="yh-forecast-out" cx={lines.outX} cy={lines.limitY} r="3.5" />
          )}
        </g>
        <text x="0" y={lines.limitY - 4}>
          {t(lines.limit ? 'forecast.limit' : 'forecast.limit-far', { limit: amount(kind.limit) })}
        </text>
        <text x="0" y={HEIGHT - 3}>
          {lines.firstDay}
        </text>
        {lines.likely && (
          <>
            <text x={lines.todayX} y={HEIGHT - 3} textAnchor="middle">
              {t('forecast.today')}
            </text>
            <text x={WIDTH} y={HEIGHT - 3} textAnchor="end">
              {lines.lastDay}
            </text>
          </>
        )}
      </svg>
      <Days kind={kind} name={name} />
    </figure>
  )
}

function useWhen({ runsOut }: ForecastKind): string {
  const t = useText('cloud')
  if (runsOut === null) return t('forecast.when-unknown')
  if (runsOut.likely === null) return t('forecast.when-beyond')
  return t('forecast.when', { day: runsOut.likely })
}

/** The same, day by day. */
function Days({ kind, name }: { readonly kind: ForecastKind; readonly name: string }) {
  const t = useText('cloud')
  const ui = useText('ui')
  const terms = useText('terms')
  const unit = terms(`unit.${kind.kind}`)
  const shown = (value: number) => formatNumber(shownAmount(kind.kind, value), 1)
  return (
    <details>
      <summary>{ui('chart.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long table scrolls, and what scrolls is reachable by keyboard */}
      <section className="yh-forecast-days" aria-label={t('forecast.days', { kind: name })} tabIndex={0}>
        <table aria-label={t('forecast.days', { kind: name })}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.day')}</th>
              <th scope="col">{t('forecast.taken', { unit })}</th>
              <th scope="col">{t('forecast.limit', { limit: unit })}</th>
            </tr>
          </thead>
          <tbody>
            {kind.history.toReversed().map((one) => (
              <tr key={one.day}>
                <th scope="row">{one.day}</th>
                <td>{shown(one.taken)}</td>
                <td>{shown(one.limit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
