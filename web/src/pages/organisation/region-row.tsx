import { DownOutlined, RightOutlined } from '@ant-design/icons'
import type { Allowance, Region } from '@yunheng/contract'
import { Button } from 'antd'
import { GoTo, useBlockedBecause } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, StateMark, Tag } from '../../ui/index.ts'
import type { RegionVerb } from './region-dialogs.tsx'

interface RegionRowProps {
  readonly region: Region
  readonly open: boolean
  readonly onToggle: () => void
  readonly onChoose: (region: Region, verb: RegionVerb) => void
}

/** One region in a line: what it is, what stands in it, what may be done. */
export function RegionRow({ region, open, onToggle, onChoose }: RegionRowProps) {
  const t = useText('organisation')
  const terms = useText('terms')
  const { name } = region
  return (
    <div className="yh-region">
      {region.partCount > 0 ? (
        <Button
          type="text"
          size="small"
          icon={open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
          aria-expanded={open}
          aria-label={t(open ? 'regions.collapse' : 'regions.expand', { name })}
          onClick={onToggle}
        />
      ) : (
        <span className="yh-region-leaf" />
      )}
      <strong>{name}</strong>
      <Tag>{terms(`region-level.${region.level}`)}</Tag>
      <span className="yh-mono yh-quiet yh-small">{region.code}</span>
      {region.closedAt && <StateMark tone="off">{t('state.closed')}</StateMark>}
      <span className="yh-region-counts">
        {region.bodyCount > 0 ? (
          <GoTo to={to('bodies', { regionId: region.id })}>
            {t('regions.bodies', { count: region.bodyCount })}
          </GoTo>
        ) : (
          <span className="yh-quiet">{t('regions.no-bodies')}</span>
        )}
      </span>
      <span className="yh-region-acts">
        <Act region={region} verb="add-below" onChoose={onChoose} />
        <Act region={region} verb="modify" onChoose={onChoose} />
        <Act region={region} verb="close" onChoose={onChoose} />
      </span>
    </div>
  )
}

/** Who may not at all sees no button; who may not now is told why. */
function Act({
  region,
  verb,
  onChoose,
}: Pick<RegionRowProps, 'region' | 'onChoose'> & { readonly verb: RegionVerb }) {
  const t = useText('organisation')
  const because = useBlockedBecause()
  const allowance: Allowance | undefined = region.actions[verb]
  if (!allowance?.allowed && allowance?.reason === 'common.forbidden') return null
  return (
    <ActionButton
      type="text"
      size="small"
      label={t(`regions.${verb}`)}
      aria-label={`${t(`regions.${verb}`)} ${region.name}`}
      blockedBecause={because(allowance)}
      onClick={() => onChoose(region, verb)}
    />
  )
}
