/** How old what is known of a cloud is: said everywhere its figures are used. */
import { type CloudInventory, inventoryOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { formatTime, Notice, StateMark, Time } from '../../ui/index.ts'

const SOON_MS = 2_000

/** Null while it is not known, and for posts that may not see how clouds are scanned. */
export function useCloudAge(cloudId: string): CloudInventory | null {
  const seesInventory = useMay('list', 'inventory')
  const asked = useAsked(inventoryOperations.clouds, {}, { enabled: seesInventory })
  return asked.data?.items.find((one) => one.cloud.id === cloudId) ?? null
}

/** The same, asked for again and again while a scan is wanted or runs. */
export function useMovingCloudAge(cloudId: string): CloudInventory | null {
  const age = useCloudAge(cloudId)
  const isMoving = age !== null && (age.isScanning || age.isWanted)
  useAsked(inventoryOperations.clouds, {}, { enabled: age !== null, everyMs: isMoving && SOON_MS })
  return age
}

/** When the last complete scan began, and whether that is too long ago. */
export function CloudAge({ cloudId }: { readonly cloudId: string }) {
  const t = useText('inventory')
  const age = useCloudAge(cloudId)
  if (age === null) return null
  return (
    <span className="yh-row yh-one-row">
      {age.lastCompleteAt ? <Time at={age.lastCompleteAt} /> : t('scan.never')}
      <OldTag cloudId={cloudId} />
    </span>
  )
}

export function OldTag({ cloudId }: { readonly cloudId: string }) {
  const t = useText('inventory')
  const age = useCloudAge(cloudId)
  return age?.isOld ? <StateMark tone="attention">{t('old.tag')}</StateMark> : null
}

/** Over the figures of one cloud that are not to be taken for the present. */
export function OldNotice({ cloudId }: { readonly cloudId: string }) {
  const t = useText('inventory')
  const age = useCloudAge(cloudId)
  if (!age?.isOld) return null
  const { name } = age.cloud
  return (
    <Notice
      tone="attention"
      title={t('old.title', { name })}
      action={<GoTo to={to('cloud', { id: cloudId }, { tab: 'scans' })}>{t('old.look')}</GoTo>}
    >
      {age.completeSince ? t('old.since', { time: formatTime(age.completeSince) }) : t('old.never')}
    </Notice>
  )
}
