import type { PowerDay, PowerSchedulePreview } from '@yunheng/contract'
import { useId } from 'react'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney, formatNumber, formatTime, Notice, Panel } from '../../ui/index.ts'
import { clockOf, onMinutes } from './window-words.ts'
import './week-picture.css'

const DAY_MINUTES = 1440
const SCALE = [0, 6, 12, 18, 24]

/** What the next days bring, drawn and as a table; what it saves above it. */
export function PreviewPanel({ preview }: { readonly preview: PowerSchedulePreview }) {
  const t = useText('power-schedule')
  const { days, next } = preview
  return (
    <Panel title={t('preview.title')}>
      <div className="yh-stack">
        <p>
          {next === null
            ? t('preview.no-switch')
            : t(`preview.next-${next.to}`, { time: formatTime(next.at) })}
        </p>
        <SavingWords preview={preview} />
        <WeekPicture days={days} />
        <Table
          compact
          label={t('preview.table')}
          rows={days}
          rowKey={(row) => row.day}
          columns={[
            {
              key: 'day',
              title: t('preview.day'),
              oneLine: true,
              render: (row) => `${row.day} ${t(`weekday.${weekdayOf(row)}`)}`,
            },
            {
              key: 'kind',
              title: t('preview.kind'),
              render: (row) => (row.name ? `${t(`kind.${row.kind}`)} · ${row.name}` : t(`kind.${row.kind}`)),
            },
            { key: 'on', title: t('preview.on'), render: (row) => <OnWords day={row} /> },
            {
              key: 'hours',
              title: t('preview.on-hours'),
              number: true,
              render: (row) =>
                row.on === null ? '—' : t('unit.hours', { hours: formatNumber(onMinutes(row) / 60, 1) }),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

type Weekday = '1' | '2' | '3' | '4' | '5' | '6' | '7'
const weekdayOf = ({ weekday }: PowerDay) => String(weekday) as Weekday

function SavingWords({ preview }: { readonly preview: PowerSchedulePreview }) {
  const t = useText('power-schedule')
  const { perMonth, offHoursPerWeek: hours, unpriced, countsInFull } = preview
  return (
    <div>
      <p>
        {perMonth === null
          ? t('saving.title-unpriced', { hours })
          : t('saving.title', { hours, money: formatMoney(perMonth) })}
      </p>
      {countsInFull && <Notice tone="attention">{t('saving.in-full')}</Notice>}
      <p className="yh-small yh-quiet">
        {t('saving.how')}
        {perMonth !== null && unpriced > 0 && t('saving.some-unpriced', { count: unpriced })}
      </p>
    </div>
  )
}

function OnWords({ day }: { readonly day: PowerDay }) {
  const t = useText('power-schedule')
  if (day.on === null) return <>{t('preview.free')}</>
  if (day.on.length === 0) return <>{t('preview.none')}</>
  if (onMinutes(day) === DAY_MINUTES) return <>{t('preview.whole')}</>
  return <>{day.on.map(({ from, to }) => `${clockOf(from)}–${clockOf(to)}`).join(t('window.and'))}</>
}

function WeekPicture({ days }: { readonly days: readonly PowerDay[] }) {
  const t = useText('power-schedule')
  const id = useId()
  const hours = days.reduce((sum, day) => sum + onMinutes(day), 0) / 60
  return (
    <figure className="yh-week" aria-labelledby={id}>
      <span id={id} className="yh-small yh-quiet">
        {t('preview.finding', { hours: formatNumber(hours, 1) })}
      </span>
      <div className="yh-week-row" aria-hidden="true">
        <span />
        <span className="yh-week-scale">
          {SCALE.map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
      </div>
      {days.map((day) => (
        <div key={day.day} className="yh-week-row" aria-hidden="true">
          <span>{`${day.day.slice(5)} ${t(`short.${weekdayOf(day)}`)}`}</span>
          <svg viewBox={`0 0 ${DAY_MINUTES} 14`} preserveAspectRatio="none">
            <title>{day.day}</title>
            <rect
              className={day.on === null ? 'yh-week-free' : 'yh-week-off'}
              width={DAY_MINUTES}
              height="14"
            />
            {(day.on ?? []).map(({ from, to }) => (
              <rect key={from} className="yh-week-on" x={from} width={to - from} height="14" />
            ))}
          </svg>
        </div>
      ))}
      <figcaption aria-hidden="true">
        {(['on', 'off', 'free'] as const).map((look) => (
          <span key={look} className="yh-week-key">
            <svg viewBox="0 0 24 12" aria-hidden="true">
              <rect className={`yh-week-${look}`} width="24" height="12" />
            </svg>
            {t(`preview.key-${look}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
