import { placementBondOperations as operations, type PlacementBond } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, type Column, GoTo, ListTable, RowAct } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, StateMark, Time, type Tone } from '../../ui/index.ts'
import { BondDialog } from './bond-dialog.tsx'

const TONES: Readonly<Record<PlacementBond['standing'], Tone>> = {
  kept: 'good',
  broken: 'attention',
  waiting: 'off',
}

interface BondTableProps {
  readonly query?: { readonly systemId: string }
  readonly filters?: readonly ('kind' | 'level' | 'systemId')[]
}

/** Bonds, each with whether it is kept; unbinding asks for the reason first. */
export function BondTable({ query, filters = [] }: BondTableProps) {
  const t = useText('placement')
  const [removing, setRemoving] = useState<PlacementBond | null>(null)
  return (
    <>
      <ListTable
        operation={operations.list}
        filters={filters}
        {...(query && { query, urlName: 'bonds' })}
        label={t('bonds.title')}
        rowKey={(row) => row.id}
        columns={columns({ t, own: query?.systemId ?? null, onRemove: setRemoving })}
        empty={{ title: t('bonds.empty'), why: t('bonds.empty-why') }}
      />
      {removing && (
        <ActDialog
          operation={operations.remove}
          open
          onClose={() => setRemoving(null)}
          params={{ id: removing.id }}
          title={t('bond.remove-title', { one: removing.system.name, other: removing.other.name })}
          verb={t('bond.remove')}
          danger
          fields={{ reason: { label: t('bond.reason'), as: 'area' } }}
        >
          <p>{t('bond.remove-what')}</p>
        </ActDialog>
      )}
    </>
  )
}

/** The centre keeps the bonds; nobody else is shown a way to begin one. */
export function NewBond({ systemId }: { readonly systemId?: string }) {
  const t = useText('placement')
  const mayBind = useMay('create', 'placement-bond')
  const [open, setOpen] = useState(false)
  if (!mayBind) return null
  return (
    <>
      <ActionButton type="primary" label={t('bond.new')} onClick={() => setOpen(true)} />
      <BondDialog open={open} onClose={() => setOpen(false)} {...(systemId && { systemId })} />
    </>
  )
}

function columns({
  t,
  own,
  onRemove,
}: {
  readonly t: TextOf<'placement'>
  /** On the page of a system only the other one is named. */
  readonly own: string | null
  readonly onRemove: (bond: PlacementBond) => void
}): readonly Column<PlacementBond>[] {
  return [
    {
      key: 'standing',
      title: t('bond.standing'),
      oneLine: true,
      render: (row) => <StateMark tone={TONES[row.standing]}>{t(`bond.standing.${row.standing}`)}</StateMark>,
    },
    {
      key: 'systems',
      title: t(own === null ? 'bond.systems' : 'bond.other'),
      render: (row) =>
        [row.system, row.other]
          .filter((one) => one.id !== own)
          .map((one) => (
            <div key={one.id}>
              <GoTo to={to('system', { id: one.id })}>{one.name}</GoTo>
            </div>
          )),
    },
    {
      key: 'kind',
      title: t('bond.what'),
      render: (row) => (
        <>
          {t(`bond.kind.${row.kind}`)}
          <div className="yh-quiet yh-small">
            {t(`bond.says.${row.kind}.${row.strength}`, { level: t(`bond.level.${row.level}`) })}
          </div>
        </>
      ),
    },
    { key: 'reason', title: t('bond.reason'), render: (row) => row.reason },
    {
      key: 'by',
      title: t('bond.by'),
      wideOnly: true,
      render: (row) => (
        <>
          {row.createdBy} <Time at={row.createdAt} />
        </>
      ),
    },
    {
      key: 'acts',
      title: t('bond.acts'),
      oneLine: true,
      render: (row) => (
        <RowAct label={t('bond.remove')} allowance={row.actions.remove} onAct={() => onRemove(row)} />
      ),
    },
  ]
}
