import { type Budget, budgetOperations as operations } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { useContentFields } from './budget-fields.tsx'

export type BudgetVerb = 'change' | 'accept' | 'decline' | 'permit'

interface DialogsProps {
  readonly budget: Budget
  readonly verb: BudgetVerb | null
  readonly onClose: () => void
}

export function BudgetDialogs({ budget, verb, onClose }: DialogsProps) {
  const t = useText('budget')
  const content = useContentFields()
  const shared = { params: { id: budget.id }, fixed: { version: budget.version }, onClose }
  const words = (key: BudgetVerb) => ({
    title: t('act.title', { verb: t(`act.${key}`), name: budget.name }),
    verb: t(`act.${key}`),
  })
  const { name, amount, fundSource, budgetCode, sourceDocument } = budget
  return (
    <>
      <ActDialog
        {...shared}
        {...words('change')}
        operation={operations.change}
        open={verb === 'change'}
        initial={{ name, amount, fundSource, budgetCode, sourceDocument }}
        fields={{ ...content, reason: { label: t('reason'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        {...words('accept')}
        operation={operations.accept}
        open={verb === 'accept'}
        initial={{ comment: '' }}
        fields={{ comment: { label: t('comment'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        {...words('decline')}
        operation={operations.decline}
        open={verb === 'decline'}
        danger
        fields={{ comment: { label: t('comment'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        {...words('permit')}
        operation={operations.permit}
        open={verb === 'permit'}
        fields={{
          amount: { label: t('permit-amount'), as: 'money', unit: t('amount-unit') },
          reason: { label: t('permit-reason'), as: 'area' },
          document: { label: t('permit-document') },
        }}
      />
    </>
  )
}
