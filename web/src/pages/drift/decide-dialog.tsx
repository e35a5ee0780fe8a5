import { type Drift, type DriftChoice, driftOperations, type ResponseOf } from '@yunheng/contract'
import { ActDialog, type Fields } from '../../kit/index.ts'
import { saidOf, usePick, useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'

type Answer = ResponseOf<typeof driftOperations.decide>

interface DecideDialogProps {
  readonly choice: DriftChoice
  readonly rows: readonly Drift[]
  readonly onClose: () => void
  readonly onDone: (answer: Answer) => void
}

/** One choice about one or many, with its reason; a day for what is only left for a while. */
export function DecideDialog({ choice, rows, onClose, onDone }: DecideDialogProps) {
  const t = useText('drift')
  const reason: Fields = { reason: { label: t('field.reason'), as: 'area' } }
  const [first] = rows
  const vanished = rows.some((row) => row.sort === 'vanished')
  const leftover = rows.some((row) => row.standing === 'leftover')
  return (
    <ActDialog
      operation={driftOperations.decide}
      open
      onClose={onClose}
      params={undefined}
      fixed={{
        choice,
        items: rows.map(({ id, sort, resource }) => ({ id, sort, version: resource?.version ?? null })),
      }}
      title={
        rows.length === 1 && first
          ? t(`ask.${choice}`, { name: first.name })
          : t(`many.${choice}`, { count: rows.length })
      }
      verb={t(`choice.${choice}`)}
      danger={choice === 'put-back' && (vanished || leftover)}
      fields={
        choice === 'accept'
          ? { until: { label: t('field.until'), help: t('field.until-help'), needed: true }, ...reason }
          : reason
      }
      also={['resource', 'inventory', 'home', 'pool']}
      onDone={onDone}
    >
      <p>{t(`explain.${choice}`)}</p>
      {vanished && choice === 'put-back' && <Notice tone="bad">{t('explain.remake')}</Notice>}
      {vanished && choice === 'take-over' && <Notice tone="attention">{t('explain.write-off')}</Notice>}
      {leftover && choice === 'put-back' && <Notice tone="bad">{t('explain.remove')}</Notice>}
    </ActDialog>
  )
}

export interface Decided {
  readonly choice: DriftChoice
  readonly rows: readonly Drift[]
  readonly answer: Answer
}

/** What came of it: how many were done, and each that was not with its reason. */
export function DecidedNotice({ decided }: { readonly decided: Decided }) {
  const t = useText('drift')
  const pick = usePick()
  const refused = decided.answer.items.filter((one) => !one.done)
  const done = decided.answer.items.length - refused.length
  const nameOf = (id: string) => decided.rows.find((row) => row.id === id)?.name ?? id
  return (
    <Notice
      tone={refused.length > 0 ? 'attention' : 'good'}
      title={t('decided.done', { count: done, choice: t(`choice.${decided.choice}`) })}
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
