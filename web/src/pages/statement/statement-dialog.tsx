import { DIFFERENCE_SIDES, statementOperations as operations, type Statement } from '@yunheng/contract'
import { ActDialog, optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney } from '../../ui/index.ts'

export const STATEMENT_VERBS = ['agree', 'decide-kind', 'confirm-kind', 'compare'] as const
export type StatementVerb = (typeof STATEMENT_VERBS)[number]

/** What is asked for each act on a statement. */
export function StatementDialog({
  statement,
  verb,
  onClose,
}: {
  readonly statement: Statement
  readonly verb: StatementVerb
  readonly onClose: () => void
}) {
  const t = useText('statement')
  const { id, version, amount, adjusted, kinds } = statement
  const shared = {
    open: true,
    params: { id },
    fixed: { version },
    title: t(`act.${verb}`),
    verb: t(`act.${verb}`),
    also: ['difference'],
    onClose,
  }
  const open = kinds.filter((one) => one.open > 0).map(({ kind }) => kind)
  const kind = {
    label: t('kind'),
    as: 'select' as const,
    options: optionsOf(open, (value) => t(`kind.${value}`)),
  }
  switch (verb) {
    case 'compare':
      return (
        <ActDialog {...shared} operation={operations.compare}>
          <p>{t('say.compare')}</p>
        </ActDialog>
      )
    case 'agree': {
      const left = { amountMinor: amount.amountMinor - adjusted.amountMinor, currency: 'CNY' as const }
      return (
        <ActDialog {...shared} operation={operations.agree}>
          <p>
            {t('say.agree', {
              amount: formatMoney(left),
              billed: formatMoney(amount),
              adjusted: formatMoney(adjusted),
            })}
          </p>
        </ActDialog>
      )
    }
    case 'decide-kind':
      return (
        <ActDialog
          {...shared}
          operation={operations.decideKind}
          initial={{ side: 'platform' }}
          fields={{
            kind,
            side: {
              label: t('side'),
              as: 'radio',
              options: optionsOf(DIFFERENCE_SIDES, (value) => t(`side.${value}`)),
            },
            words: { label: t('decision'), as: 'area' },
          }}
        >
          <p>{t('say.decide-kind')}</p>
        </ActDialog>
      )
    case 'confirm-kind':
      return (
        <ActDialog {...shared} operation={operations.confirmKind} fields={{ kind }}>
          <p>{t('say.confirm-kind')}</p>
        </ActDialog>
      )
  }
}
