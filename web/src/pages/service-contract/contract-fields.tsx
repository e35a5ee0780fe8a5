import { projectFilingOperations, SERVICE_CONTRACT_KINDS, type ServiceContract } from '@yunheng/contract'
import { BodyPicker, type Fields, optionsOf, Picker, ProviderPicker } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** What a contract is asked for; body and kind only when it is entered. */
export function useContractFields(isNew: boolean, contract?: ServiceContract): Fields {
  const t = useText('service-contract')
  const { provider, filing } = contract ?? {}
  return {
    ...(isNew && {
      kind: {
        label: t('kind'),
        help: t('kind-help'),
        as: 'radio',
        options: optionsOf(SERVICE_CONTRACT_KINDS, (value) => t(`kind.${value}`)),
      },
      bodyId: { label: t('body'), widget: (props) => <BodyPicker {...props} /> },
    }),
    no: { label: t('no') },
    name: { label: t('name') },
    providerBodyId: {
      label: t('provider-body'),
      help: t('provider-body-help'),
      widget: (props) => (
        <ProviderPicker
          {...props}
          chosen={provider?.id ? { value: provider.id, label: provider.name } : undefined}
        />
      ),
    },
    providerName: { label: t('provider-name'), help: t('provider-name-help') },
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
          chosen={filing ? { value: filing.id, label: `${filing.no} ${filing.name}` } : undefined}
        />
      ),
    },
    startsOn: { label: t('starts-on') },
    endsOn: { label: t('ends-on') },
    note: { label: t('note'), as: 'area' },
  }
}
