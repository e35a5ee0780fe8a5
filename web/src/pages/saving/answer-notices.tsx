/** The answers of a body to one notice or a selection, and by when it says that one will be done. */
import { savingOperations as operations, type SavingNotice } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

export interface Answering {
  readonly how: 'accept' | 'object'
  readonly rows: readonly SavingNotice[]
}

export const HOWS = ['accept', 'object'] as const

/** Of those chosen, the ones that are to be answered. */
export function AnswerButtons({
  rows,
  blockedBecause,
  answer,
}: {
  readonly rows: readonly SavingNotice[]
  readonly blockedBecause: string | null
  readonly answer: (answering: Answering) => void
}) {
  const t = useText('saving')
  return HOWS.map((how) => (
    <ActionButton
      key={how}
      size="small"
      label={t(`answer.${how}`)}
      blockedBecause={blockedBecause}
      onClick={() => answer({ how, rows })}
    />
  ))
}

export function AnswerDialog({
  answering: { how, rows },
  onClose,
  onDone,
}: {
  readonly answering: Answering
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('saving')
  const shared = {
    open: true,
    onClose,
    onDone,
    params: undefined,
    fixed: { noticeIds: rows.map((row) => row.id) },
    also: ['task', 'saving-proposal'],
    title: t(`answer.title-${how}`, { count: rows.length }),
    verb: t(`answer.${how}`),
    fields: { comment: { label: t(how === 'accept' ? 'answer.comment' : 'answer.grounds') } },
  }
  const names = <p>{rows.map((row) => row.resource.name).join(t('answer.and'))}</p>
  return how === 'accept' ? (
    <ActDialog operation={operations.acceptNotices} {...shared}>
      {names}
      <p>{t('answer.say-accept')}</p>
    </ActDialog>
  ) : (
    <ActDialog operation={operations.objectToNotices} {...shared}>
      {names}
      <p>{t('answer.say-object')}</p>
    </ActDialog>
  )
}

export function PlanDialog({
  notice,
  onClose,
}: {
  readonly notice: SavingNotice
  readonly onClose: () => void
}) {
  const t = useText('saving')
  return (
    <ActDialog
      operation={operations.planNotice}
      open
      onClose={onClose}
      params={{ id: notice.id }}
      title={t('plan.title', { resource: notice.resource.name })}
      verb={t('plan.do')}
      fields={{ by: { label: t('plan.by') }, note: { label: t('plan.note') } }}
    >
      <p>{t('plan.what')}</p>
    </ActDialog>
  )
}
