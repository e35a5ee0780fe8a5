import type { TextOf } from '../../text/index.ts'

/** A length of time in the two units that matter: `3 小时 20 分`. */
export function durationWords(seconds: number, t: TextOf<'inventory'>): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return t('lasts.seconds', { seconds: Math.max(0, Math.round(seconds)) })
  if (minutes < 60) return t('lasts.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return t('lasts.hours', { hours, minutes: minutes % 60 })
  return t('lasts.days', { days: Math.floor(hours / 24), hours: hours % 24 })
}
