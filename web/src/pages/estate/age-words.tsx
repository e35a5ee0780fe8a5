import type { EstateCloud } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { formatTime, StateMark } from '../../ui/index.ts'

/** Since when the figures of a cloud are known, and that they are old when they are. */
export function AgeWords({ cloud }: { readonly cloud: Pick<EstateCloud, 'isOld' | 'completeSince'> }) {
  const t = useText('estate')
  const since = cloud.completeSince
    ? t('old-since', { time: formatTime(cloud.completeSince) })
    : t('old-never')
  return (
    <>
      {cloud.isOld && <StateMark tone="attention">{t('old')}</StateMark>}
      <span className="yh-quiet yh-small">{since}</span>
    </>
  )
}
