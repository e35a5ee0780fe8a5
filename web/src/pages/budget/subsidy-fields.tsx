import { SUBSIDY_GROUNDS, systemOperations } from '@yunheng/contract'
import { type Fields, optionsOf, Picker } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** What an application says; for which system and year only when it is made. */
export function useSubsidyFields(isNew: boolean): Fields {
  const t = useText('budget')
  return {
    ...(isNew && {
      systemId: {
        label: t('subsidy.system'),
        widget: (props) => (
          <Picker
            {...props}
            operation={systemOperations.list}
            input={(words) => ({
              query: { deployment: 'to-migrate' as const, pageSize: 20, ...(words ? { q: words } : {}) },
            })}
            option={(row) => ({ value: row.id, label: `${row.code} ${row.name}` })}
          />
        ),
      },
      fiscalYear: { label: t('year') },
    }),
    ground: {
      label: t('subsidy.ground'),
      as: 'radio',
      options: optionsOf(SUBSIDY_GROUNDS, (value) => t(`subsidy.ground.${value}`)),
    },
    amount: { label: t('amount'), as: 'money', unit: t('amount-unit') },
    reason: { label: t('subsidy.reason'), help: t('subsidy.reason-help'), as: 'area' },
    document: { label: t('subsidy.document'), help: t('document-help') },
  }
}
