import { organisationOperations, REGION_LEVELS, type Region, type ResponseOf } from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage, Panel, Waiting } from '../../ui/index.ts'
import { RegionDialogs, type RegionVerb } from './region-dialogs.tsx'
import { RegionRow } from './region-row.tsx'
import './region.css'

type Choose = (region: Region, verb: RegionVerb) => void
const SHOWN = 200

/** The division of the land, level by level (R31): what stands where, and what may be done with it. */
export default function RegionListPage() {
  const t = useText('organisation')
  const [chosen, setChosen] = useState<{ readonly region: Region; readonly verb: RegionVerb } | null>(null)
  return (
    <ListPage title={t('regions.title')}>
      <p className="yh-quiet">{t('regions.about')}</p>
      <Panel title={t('regions.tree')}>
        <Branch query={{ level: 'province' }} open onChoose={(region, verb) => setChosen({ region, verb })} />
      </Panel>
      <RegionDialogs
        region={chosen?.region ?? null}
        verb={chosen?.verb ?? null}
        onClose={() => setChosen(null)}
      />
    </ListPage>
  )
}

interface BranchProps {
  readonly query: { readonly level?: (typeof REGION_LEVELS)[number]; readonly parentId?: string }
  /** The upper levels are open from the start. */
  readonly open: boolean
  readonly onChoose: Choose
}

function Branch({ query, open, onChoose }: BranchProps) {
  const t = useText('organisation')
  const asked = useAsked(organisationOperations.listRegions, { query: { ...query, pageSize: SHOWN } })
  if (asked.error) return <ProblemPanel error={asked.error} />
  if (!asked.data) return <Waiting />
  const { items, nextPageToken }: ResponseOf<typeof organisationOperations.listRegions> = asked.data
  return (
    <>
      <ul className="yh-regions">
        {items.map((region) => (
          <Node key={region.id} region={region} open={open} onChoose={onChoose} />
        ))}
      </ul>
      {nextPageToken && <p className="yh-quiet yh-small">{t('regions.more', { count: SHOWN })}</p>}
    </>
  )
}

function Node({
  region,
  open: first,
  onChoose,
}: {
  readonly region: Region
  readonly open: boolean
  readonly onChoose: Choose
}) {
  const [open, setOpen] = useState(first)
  const below = REGION_LEVELS.indexOf(region.level) === 0
  return (
    <li>
      <RegionRow region={region} open={open} onToggle={() => setOpen(!open)} onChoose={onChoose} />
      {open && region.partCount > 0 && (
        <Branch query={{ parentId: region.id }} open={below} onChoose={onChoose} />
      )}
    </li>
  )
}
