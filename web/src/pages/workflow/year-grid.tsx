import type { CalendarYear } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import './workflow.css'

type Kind = 'workday' | 'weekend' | 'holiday' | 'makeup'

/** Twelve real tables: the picture of a year is its own accessible form. */
export function YearGrid({
  year,
  weekdays,
}: {
  readonly year: CalendarYear
  readonly weekdays: readonly number[]
}) {
  const special = new Map(year.days.map((day) => [day.day, day]))
  const kindOf = (day: string, weekday: number): Kind => {
    const known = special.get(day)
    if (known) return known.kind === 'holiday' ? 'holiday' : 'makeup'
    return weekdays.includes(weekday) ? 'workday' : 'weekend'
  }
  return (
    <div className="yh-year">
      {Array.from({ length: 12 }, (_, month) => (
        <Month
          // biome-ignore lint/suspicious/noArrayIndexKey: months do not move
          key={month}
          year={year.year}
          month={month + 1}
          kindOf={kindOf}
          nameOf={(day) => special.get(day)?.name}
        />
      ))}
    </div>
  )
}

interface MonthProps {
  readonly year: number
  readonly month: number
  readonly kindOf: (day: string, weekday: number) => Kind
  readonly nameOf: (day: string) => string | undefined
}

function Month({ year, month, kindOf, nameOf }: MonthProps) {
  const t = useText('workflow')
  const weeks = weeksOf(year, month)
  return (
    <div className="yh-month">
      <table>
        <caption>{t('calendar.month', { month })}</caption>
        <thead>
          <tr>
            {([1, 2, 3, 4, 5, 6, 7] as const).map((day) => (
              <th key={day} scope="col">
                {t(`weekday.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {week.map((day, at) => {
                // biome-ignore lint/suspicious/noArrayIndexKey: a weekday is its place
                if (day === null) return <td key={at} />
                const kind = kindOf(day, at + 1)
                const words = [nameOf(day), t(`calendar.${kind}`)].filter(Boolean).join(' · ')
                return (
                  <td key={day} className={`yh-day-${kind}`} title={words}>
                    {Number(day.slice(8))}
                    {(kind === 'holiday' || kind === 'makeup') && <span className="yh-hidden">{words}</span>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Days of a month in rows from Monday to Sunday; civil dates, no zone involved. */
export function weeksOf(year: number, month: number): readonly (readonly (string | null)[])[] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const first = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const cells: (string | null)[] = [
    ...Array.from({ length: first }, () => null),
    ...Array.from(
      { length: count },
      (_, at) => `${year}-${String(month).padStart(2, '0')}-${String(at + 1).padStart(2, '0')}`,
    ),
  ]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7))
}
