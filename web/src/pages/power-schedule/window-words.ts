import type { PowerDay, PowerWindow } from '@yunheng/contract'
import type { TextOf } from '../../text/index.ts'

/** Minutes of the day as a clock shows them; the day's end is `24:00`. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export const onMinutes = ({ on }: PowerDay): number =>
  (on ?? []).reduce((sum, { from, to }) => sum + to - from, 0)

type Weekday = '1' | '2' | '3' | '4' | '5' | '6' | '7'

/** “周一、二 08:00–20:00；…” */
export function windowWords(windows: readonly PowerWindow[], t: TextOf<'power-schedule'>): string {
  return windows
    .map(({ days, from, to }) => {
      const named = [...days].sort((a, b) => a - b).map((day) => t(`short.${String(day) as Weekday}`))
      return t('window.says', { days: named.join(t('window.days')), from, to })
    })
    .join(t('window.and'))
}
