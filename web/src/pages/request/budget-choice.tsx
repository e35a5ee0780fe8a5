import type { BudgetStanding } from '@yunheng/contract'
import { Select } from 'antd'
import { useId } from 'react'
import { useText } from '../../text/index.ts'
import { formatMoney, Panel } from '../../ui/index.ts'
import type { useDraft } from './use-draft.ts'

/** Which of the lines that may pay is to pay; where there is nothing to choose, nothing is asked (R274). */
export function BudgetChoice({
  standing,
  draft: { content, form },
}: {
  readonly standing: BudgetStanding | null
  readonly draft: ReturnType<typeof useDraft>
}) {
  const t = useText('request')
  const id = useId()
  const chosen = content.budgetId ?? null
  const choices = (standing?.years ?? []).flatMap(({ fiscalYear, choices: ofYear }) =>
    ofYear.map((one) => ({
      value: one.id,
      label: t('budget.choice-of', {
        year: fiscalYear,
        name: one.name,
        no: one.no,
        rest: formatMoney(one.rest),
      }),
    })),
  )
  if (choices.length < 2 && chosen === null) return null
  const isOffered = chosen === null || choices.some(({ value }) => value === chosen)
  return (
    <Panel title={t('budget.choice')}>
      <div className="yh-field">
        <label htmlFor={id}>{t('budget.choice-label')}</label>
        <div className="yh-field-help">{t('budget.choice-help')}</div>
        <Select
          id={id}
          aria-label={t('budget.choice-label')}
          value={chosen ?? ''}
          options={[
            { value: '', label: t('budget.by-rule') },
            ...choices,
            ...(isOffered ? [] : [{ value: chosen, label: t('budget.unfit') }]),
          ]}
          onChange={(value) => form.set('budgetId', value === '' ? null : value)}
        />
      </div>
    </Panel>
  )
}
