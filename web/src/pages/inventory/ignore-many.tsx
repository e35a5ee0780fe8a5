import { type InventoryItem, type ItemsDecided, inventoryOperations } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { saidOf, usePick, useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'

interface IgnoreManyProps {
  readonly verb: 'ignore' | 'unignore'
  readonly rows: readonly InventoryItem[]
  readonly onClose: () => void
  readonly onDone: (answer: ItemsDecided) => void
}

/** Leaves many things unmanaged for one reason, or takes that back. */
export function IgnoreManyDialog({ verb, rows, onClose, onDone }: IgnoreManyProps) {
  const t = useText('inventory')
  const fixed = { ids: rows.map((row) => row.id) }
  const shared = {
    open: true,
    onClose,
    params: undefined,
    title: t(`many.${verb}`, { count: rows.length }),
    verb: t(`item.${verb}`),
    also: ['drift', 'home'],
    onDone,
  }
  if (verb === 'unignore')
    return (
      <ActDialog {...shared} operation={inventoryOperations.unignoreMany} fixed={fixed}>
        <p>{t('item.unignore-what')}</p>
      </ActDialog>
    )
  return (
    <ActDialog
      {...shared}
      operation={inventoryOperations.ignoreMany}
      fixed={fixed}
      initial={{ until: null }}
      fields={{
        reason: { label: t('field.reason'), as: 'area' },
        until: { label: t('field.until'), help: t('field.until-help') },
      }}
    >
      <p>{t('item.ignore-what')}</p>
    </ActDialog>
  )
}

export interface Outcome {
  readonly rows: readonly InventoryItem[]
  readonly answer: ItemsDecided
}

export function ItemsDecidedNotice({ outcome }: { readonly outcome: Outcome }) {
  const t = useText('inventory')
  const pick = usePick()
  const refused = outcome.answer.items.filter((one) => !one.done)
  const nameOf = (id: string) => outcome.rows.find((row) => row.id === id)?.name ?? id
  return (
    <Notice
      tone={refused.length > 0 ? 'attention' : 'good'}
      title={t('many.done', { count: outcome.answer.items.length - refused.length })}
    >
      {refused.length > 0 && (
        <ul>
          {refused.map((one) => (
            <li key={one.id}>{saidOf(nameOf(one.id), one.problem ? pick(one.problem) : '')}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
