import { useId } from 'react'
import { useText } from '../text/index.ts'
import { formatNumber } from './format.ts'
import './stacked-chart.css'

/** How a part of a bar looks: full, soft, or hatched for what is not known. */
type Look = 'full' | 'soft' | 'unknown'

interface StackedChartProps {
  /** The subject of the finding ("vCPU 用量"). Its table stands below it, on the page. */
  readonly title: string
  readonly unit: string
  readonly parts: readonly { readonly name: string; readonly look: Look }[]
  /** The values of a point are those of the parts, in their order. */
  readonly points: readonly {
    readonly label: string
    readonly short: string
    readonly values: readonly number[]
  }[]
}

const WIDTH = 720
const HEIGHT = 160
const FOOT = 18
const HEAD = 8
/** As many words as fit side by side under the bars. */
const LABELS = 16
/** Bars grow no wider than a twelfth of the chart; where there are few, the picture ends behind them. */
const STEPS = 12
const SHOWN_MIN = 5

/** Bars of parts that stand on each other; what is not known is hatched, never nought. */
export function StackedChart({ title, unit, parts, points }: StackedChartProps) {
  const t = useText('ui')
  const id = useId()
  const totals = points.map((point) => point.values.reduce((sum, value) => sum + value, 0))
  const top = Math.max(...totals, Number.MIN_VALUE)
  const step = WIDTH / Math.max(points.length, STEPS)
  const width = step * Math.max(points.length, SHOWN_MIN)
  const every = Math.ceil(points.length / LABELS)
  const last = points.length - 1
  return (
    <figure className={width > WIDTH / 2 ? 'yh-stacked yh-stacked-many' : 'yh-stacked'}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="xMinYMid meet"
        role="img"
        aria-labelledby={id}
      >
        <title id={id}>
          {t('chart.finding', {
            title,
            label: points[last]?.label ?? '',
            value: formatNumber(totals[last] ?? 0, 2),
            unit,
          })}
        </title>
        <defs>
          <pattern
            id={`${id}-unknown`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M0 0V6" className="yh-stacked-hatch" />
          </pattern>
        </defs>
        {points.map((point, at) => (
          <g key={point.label}>
            {piled(point.values, (HEIGHT - FOOT - HEAD) / top).map(({ from, height }, part) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a bar are its order
                key={part}
                className={`yh-stacked-${parts[part]?.look}`}
                x={at * step + step * 0.12}
                y={HEIGHT - FOOT - from - height}
                width={step * 0.76}
                height={height}
                fill={parts[part]?.look === 'unknown' ? `url(#${id}-unknown)` : undefined}
              >
                <title>{`${point.label} · ${parts[part]?.name} ${formatNumber(point.values[part] ?? 0, 2)} ${unit}`}</title>
              </rect>
            ))}
            {(last - at) % every === 0 && (
              <text x={at * step + step / 2} y={HEIGHT - 4} textAnchor="middle">
                {point.short}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        {parts.map((part) => (
          <span key={part.name} className="yh-stacked-key">
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <rect
                className={`yh-stacked-${part.look}`}
                width="12"
                height="12"
                fill={part.look === 'unknown' ? `url(#${id}-unknown)` : undefined}
              />
            </svg>
            {part.name}
          </span>
        ))}
        <span>{t('chart.unit', { unit })}</span>
      </figcaption>
    </figure>
  )
}

function piled(values: readonly number[], scale: number) {
  let from = 0
  return values.map((value) => {
    const height = value > 0 ? Math.max(value * scale, 1) : 0
    const part = { from, height }
    from += height
    return part
  })
}
