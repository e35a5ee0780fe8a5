import { cloudOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel, ToneShape } from '../../ui/index.ts'
import './cloud.css'

/** The 1+2+N check (R12, R23): one backbone, two for recovery, as many edges as needed. */
export function TopologyPanel() {
  const t = useText('cloud')
  const pick = usePick()
  const asked = useAsked(cloudOperations.topology, {})
  if (!asked.data || asked.data.items.length === 0) return null
  const wrong = asked.data.items.filter((finding) => !finding.ok)
  return (
    <Panel title={t('node.check')}>
      {wrong.length === 0 ? (
        <p>{t('node.check-all-good')}</p>
      ) : (
        <ul className="yh-findings">
          {wrong.map((finding) => (
            <li key={`${finding.regionId}${finding.check}`}>
              <ToneShape tone="attention" />
              {pick(finding)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
