import type { UnconnectedPlatform } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'

/** Whether what a platform told still counts. */
export function ToldState({ platform }: { readonly platform: UnconnectedPlatform }) {
  const t = useText('unconnected')
  if (platform.revokedAt) return <StateMark tone="off">{t('state.revoked')}</StateMark>
  if (!platform.latest) return <StateMark tone="unknown">{t('state.none')}</StateMark>
  if (platform.isOld) return <StateMark tone="bad">{t('state.old')}</StateMark>
  return <StateMark tone="good">{t('state.current')}</StateMark>
}
