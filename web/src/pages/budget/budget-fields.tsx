import { BUDGET_PURPOSES, FUND_SOURCES, projectFilingOperations, systemOperations } from '@yunheng/contract'
import { BodyPicker, type Fields, optionsOf, Picker, thisYear } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** The years that a list is asked for: some behind, one ahead. */
export function yearOptions() {
  const now = thisYear()
  return Array.from({ length: 6 }, (_, index) => String(now + 1 - index)).map((year) => ({
    value: year,
    label: year,
  }))
}

/** What a line says: asked when it is entered and when it is changed. */
export function useContentFields(): Fields {
  const t = useText('budget')
  return {
    name: { label: t('name') },
    amount: { label: t('amount'), as: 'money', unit: t('amount-unit') },
    fundSource: {
      label: t('fund-source'),
      help: t('fund-source-help'),
      as: 'select',
      options: optionsOf(FUND_SOURCES, (value) => t(`source.${value}`)),
    },
    budgetCode: { label: t('budget-code') },
    sourceDocument: { label: t('document'), help: t('document-help') },
  }
}

/** What a line is for: only when it is entered. */
export function usePlaceFields(): Fields {
  const t = useText('budget')
  return {
    bodyId: { label: t('body'), help: t('body-help'), widget: (props) => <BodyPicker {...props} /> },
    fiscalYear: { label: t('year') },
    purpose: {
      label: t('purpose'),
      help: t('purpose-help'),
      as: 'select',
      options: optionsOf(BUDGET_PURPOSES, (value) => t(`purpose.${value}`)),
    },
    systemId: {
      label: t('system'),
      help: t('system-help'),
      widget: (props) => (
        <Picker
          {...props}
          operation={systemOperations.list}
          input={(words) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })}
          option={(row) => ({ value: row.id, label: `${row.code} ${row.name}` })}
        />
      ),
    },
    filingId: {
      label: t('filing'),
      help: t('filing-help'),
      widget: (props) => (
        <Picker
          {...props}
          operation={projectFilingOperations.list}
          input={(words) => ({
            query: { state: 'accepted' as const, pageSize: 20, ...(words ? { q: words } : {}) },
          })}
          option={(row) => ({ value: row.id, label: `${row.no} ${row.name}` })}
        />
      ),
    },
  }
}
