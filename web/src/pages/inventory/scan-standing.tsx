import type { CloudInventory } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { formatNumber, StateMark } from '../../ui/index.ts'

/** Whether a scan is on its way and how far it has come; otherwise whether what is known is new enough. */
export function ScanStanding({ age }: { readonly age: CloudInventory }) {
  const t = useText('inventory')
  const { progress } = age
  if (progress !== null) {
    const seen = formatNumber(progress.seen)
    const words = progress.expected
      ? t('now.running-of', { seen, expected: formatNumber(progress.expected) })
      : t('now.running', { seen })
    return <StateMark tone="busy">{words}</StateMark>
  }
  if (age.isWanted) return <StateMark tone="busy">{t('now.wanted')}</StateMark>
  return age.isOld ? (
    <StateMark tone="attention">{t('now.old')}</StateMark>
  ) : (
    <StateMark tone="good">{t('now.good')}</StateMark>
  )
}
