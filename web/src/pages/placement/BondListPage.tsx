import {
  placementBondOperations as operations,
  PLACEMENT_BOND_KINDS,
  PLACEMENT_BOND_LEVELS,
} from '@yunheng/contract'
import { choice, FilterBar, ListExport } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { BondTable, NewBond } from './bond-table.tsx'

const names = ['kind', 'level', 'systemId'] as const

/** What binds systems to each other when they are placed (R9). */
export default function BondListPage() {
  const t = useText('placement')
  return (
    <ListPage
      title={t('bonds.title')}
      actions={
        <>
          <NewBond />
          <ListExport operation={operations.export} filters={names} />
        </>
      }
      filters={
        <FilterBar
          filters={[
            choice('kind', t('bond.kind'), PLACEMENT_BOND_KINDS, (value) => t(`bond.kind.${value}`)),
            choice('level', t('bond.level'), PLACEMENT_BOND_LEVELS, (value) => t(`bond.level.${value}`)),
          ]}
        />
      }
    >
      <p className="yh-quiet">{t('bonds.what')}</p>
      <BondTable filters={names} />
    </ListPage>
  )
}
