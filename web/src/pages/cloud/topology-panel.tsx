import { cloudOperations, estateOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel, ToneShape } from '../../ui/index.ts'
import './cloud.css'

/** The 1+2+N check (R12, R23): one backbone, two for recovery, as many edges as needed. */
export function TopologyPanel() {
  const t = useText('cloud')
  const pick = usePick()
  const asked = useAsked(cloudOperations.topology, {})
  const estate = useAsked(estateOperations.get, {})
  if (!asked.data || asked.data.items.length === 0) return null
  const wrong = asked.data.items.filter((finding) => !finding.ok)
  /** Of which cloud and city it is said: the same may be wrong of several. */
  const placeOf = ({ cloudId, regionId }: (typeof wrong)[number]) => {
    const cloud = estate.data?.clouds.find((one) => one.id === cloudId)
    const region = cloud?.nodes.find((node) => node.region.id === regionId)?.region
    return [cloud?.name, region?.name].filter(Boolean).join(' · ')
  }
  return (
    <Panel title={t('node.check')}>
      {wrong.length === 0 ? (
        <p>{t('node.check-all-good')}</p>
      ) : (
        <ul className="yh-findings">
          {wrong.map((finding) => (
            <li key={`${finding.cloudId}${finding.regionId}${finding.check}`}>
              <ToneShape tone="attention" />
              <span className="yh-quiet">{placeOf(finding)}</span>
              {pick(finding)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
