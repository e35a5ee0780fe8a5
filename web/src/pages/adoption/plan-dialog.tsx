import { type AdoptionList, adoptionPlanOperations } from '@yunheng/contract'
import { useId, useState } from 'react'
import { ActDialog, Picker } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

const NONE = 'none'

/** By which plan the chosen entries are priced, or all that the plan is about. */
export function PlanDialog({
  list,
  entryIds,
  onClose,
  onDone,
}: {
  readonly list: AdoptionList
  /** Null: all. */
  readonly entryIds: string[] | null
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('adoption')
  const pick = usePick()
  const id = useId()
  const [plan, setPlan] = useState<string | undefined>()
  return (
    <ActDialog
      operation={adoptionPlanOperations.setPlan}
      open
      params={{ id: list.id }}
      fixed={{
        version: list.version,
        entryIds,
        planId: plan === undefined || plan === NONE ? null : plan,
      }}
      ready={plan !== undefined}
      title={t('plan.set')}
      verb={t('plan.set')}
      onClose={onClose}
      onDone={onDone}
    >
      <p>{entryIds === null ? t('plan.set-all') : t('plan.set-what', { count: entryIds.length })}</p>
      <div className="yh-field">
        <label htmlFor={id}>{t('plan')}</label>
        <Picker
          id={id}
          label={t('plan')}
          invalid={false}
          describedBy={undefined}
          value={plan}
          onChange={(value) => setPlan(value as string | undefined)}
          operation={adoptionPlanOperations.plans}
          input={() => ({ query: {} })}
          option={(row) => ({ value: row.id, label: `${pick(row.offeringTitle)} · ${pick(row.title)}` })}
          also={[{ value: NONE, label: t('plan.none-wanted') }]}
          filterHere
        />
      </div>
    </ActDialog>
  )
}

/** From which day on the list is priced. */
export function PricedFromDialog({
  list,
  onClose,
}: {
  readonly list: AdoptionList
  readonly onClose: () => void
}) {
  const t = useText('adoption')
  return (
    <ActDialog
      operation={adoptionPlanOperations.setPricedFrom}
      open
      params={{ id: list.id }}
      fixed={{ version: list.version }}
      initial={{ pricedFrom: list.pricedFrom }}
      fields={{ pricedFrom: { label: t('priced-from'), help: t('priced-from-help') } }}
      title={t('act.setPricedFrom')}
      verb={t('act.setPricedFrom')}
      onClose={onClose}
    />
  )
}
