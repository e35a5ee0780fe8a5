import { useId } from 'react'
import { useText } from '../text/index.ts'
import { formatNumber, formatTime } from './format.ts'
import './series-chart.css'

interface SeriesChartProps {
  /** The subject of the finding ("每月提交的申请"). */
  readonly title: string
  readonly unit: string
  readonly asOf: string
  readonly points: readonly { readonly label: string; readonly value: number | null }[]
}

const WIDTH = 480
const HEIGHT = 120
const FOOT = 18

/** Bars by month with the same numbers as a table; an unknown month is hatched, never nought. */
export function SeriesChart({ title, unit, asOf, points }: SeriesChartProps) {
  const t = useText('ui')
  const id = useId()
  const top = Math.max(...points.map((point) => point.value ?? 0), 1)
  const step = WIDTH / Math.max(points.length, 1)
  const last = points.at(-1)
  const finding = t('chart.finding', {
    title,
    label: last?.label ?? '',
    value: last?.value === null || last === undefined ? t('chart.unknown') : formatNumber(last.value, 1),
    unit,
  })
  return (
    <figure className="yh-series">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{finding}</title>
        <defs>
          <pattern
            id={`${id}-unknown`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M0 0V6" className="yh-series-hatch" />
          </pattern>
        </defs>
        {points.map((point, at) => {
          const height = point.value === null ? HEIGHT - FOOT - 8 : ((HEIGHT - FOOT - 8) * point.value) / top
          return (
            <g key={point.label}>
              <rect
                className={
                  point.value === null
                    ? undefined
                    : at === points.length - 1
                      ? 'yh-series-now'
                      : 'yh-series-bar'
                }
                x={at * step + step * 0.16}
                y={HEIGHT - FOOT - height}
                width={step * 0.68}
                height={Math.max(height, point.value ? 1.5 : 0)}
                rx="2"
                fill={point.value === null ? `url(#${id}-unknown)` : undefined}
              >
                <title>{`${point.label} · ${point.value === null ? t('chart.unknown') : formatNumber(point.value, 1)} ${unit}`}</title>
              </rect>
              {at % 2 === (points.length - 1) % 2 && (
                <text x={at * step + step / 2} y={HEIGHT - 4} textAnchor="middle">
                  {point.label.slice(-2)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption>
        <details>
          <summary>{t('chart.table')}</summary>
          <table className="yh-series-table" aria-label={title}>
            <thead>
              <tr>
                <th scope="col">{t('chart.month')}</th>
                <th scope="col">{unit || title}</th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.label}>
                  <th scope="row">{point.label}</th>
                  <td>{point.value === null ? t('chart.unknown') : formatNumber(point.value, 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        <span className="yh-quiet yh-small">{t('chart.as-of', { time: formatTime(asOf) })}</span>
      </figcaption>
    </figure>
  )
}
