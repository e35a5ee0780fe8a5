import { adoptionPlanOperations, type PriceableKind, type ResourceItem } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, type Selection, useGoTo } from '../../kit/index.ts'
import { type Search, to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, useToast } from '../../ui/index.ts'

/** What was taken in without a plan gets one: those chosen, or all that the filters show. */
export function PricePlanBar({
  selection,
  filter,
}: {
  readonly selection: Selection<ResourceItem>
  readonly filter: Search
}) {
  const t = useText('resource')
  const [open, setOpen] = useState<'chosen' | 'all' | null>(null)
  const narrowed = ['search', 'state', 'agreement', 'networkZone', 'requestId'].some((name) => filter[name])
  return (
    <>
      {selection.bar(
        <ActionButton size="small" label={t('price.chosen')} onClick={() => setOpen('chosen')} />,
      )}
      {selection.rows.length === 0 && (
        <div className="yh-row yh-no-print">
          <ActionButton
            size="small"
            label={t('price.all')}
            blockedBecause={narrowed ? t('price.narrowed') : null}
            onClick={() => setOpen('all')}
          />
        </div>
      )}
      {open && (
        <PricePlanDialog
          resourceIds={open === 'all' ? null : selection.rows.map((row) => row.id)}
          filter={filter}
          onClose={() => setOpen(null)}
          onDone={selection.clear}
        />
      )}
    </>
  )
}

function PricePlanDialog({
  resourceIds,
  filter: { bodyId, systemId, cloudId, poolId, kind },
  onClose,
  onDone,
}: {
  readonly resourceIds: string[] | null
  readonly filter: Search
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('resource')
  const toast = useToast()
  const go = useGoTo()
  const filter = {
    ...(bodyId ? { bodyId } : {}),
    ...(systemId ? { systemId } : {}),
    ...(cloudId ? { cloudId } : {}),
    ...(poolId ? { poolId } : {}),
    ...(kind ? { kind: kind as PriceableKind } : {}),
  }
  return (
    <ActDialog
      operation={adoptionPlanOperations.price}
      open
      params={undefined}
      fixed={{ resourceIds, filter: resourceIds === null ? filter : null }}
      fields={{
        pricedFrom: { label: t('price.from'), help: t('price.from-help') },
        reason: { label: t('price.reason'), as: 'area' },
      }}
      title={t('price.title')}
      verb={t('price.verb')}
      onClose={onClose}
      onDone={({ lists, resources }) => {
        toast(t('price.done', { count: lists.length, resources }))
        onDone()
        const [only, ...others] = lists
        if (only !== undefined && others.length === 0) go(to('adoptionList', { id: only.id }))
        else go(to('adoptionLists'))
      }}
    >
      <p>{resourceIds === null ? t('price.what-all') : t('price.what', { count: resourceIds.length })}</p>
    </ActDialog>
  )
}
