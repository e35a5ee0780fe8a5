import {
  catalogueOperations,
  type FilingItemKind,
  LEASE_EXEMPTION_GROUNDS,
  PROJECT_CONNECTIONS,
  PROJECT_NATURES,
} from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { BodyPicker, type Fields, type FormState, optionsOf, type Values } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

/** What a filing is asked for; the body only when it is drafted. */
export function useFilingFields(
  form: FormState,
  kinds: readonly FilingItemKind[],
  withBody: boolean,
): Fields {
  const t = useText('project-filing')
  const pick = usePick()
  const offerings = useAsked(catalogueOperations.list, { query: { pageSize: 200, state: 'published' } })
  const exempt = form.values.connection === 'exempt'
  return {
    ...(withBody && {
      bodyId: { label: t('body'), widget: (props) => <BodyPicker {...props} /> },
    }),
    name: { label: t('name') },
    nature: {
      label: t('nature'),
      as: 'radio',
      options: optionsOf(PROJECT_NATURES, (value) => t(`nature.${value}`)),
    },
    summary: { label: t('summary'), as: 'area' },
    connection: {
      label: t('connection'),
      help: t('connection-help'),
      as: 'radio',
      options: optionsOf(PROJECT_CONNECTIONS, (value) => t(`connection.${value}`)),
    },
    ...(exempt && {
      exemption: {
        label: t('exemption'),
        fields: {
          ground: {
            label: t('ground'),
            as: 'radio',
            options: optionsOf(LEASE_EXEMPTION_GROUNDS, (value) => t(`ground.${value}`)),
          },
          reason: { label: t('exemption-reason'), as: 'area' },
          document: { label: t('exemption-document') },
        },
      },
    }),
    items: {
      label: t('items'),
      fields: {
        kind: {
          label: t('item-kind'),
          options: optionsOf(kinds, (value) => t(`item.${value}`)),
        },
        name: { label: t('item-name') },
        cost: { label: t('item-cost'), as: 'money' },
        offeringCode: {
          label: t('item-offering'),
          help: t('item-offering-help'),
          options: (offerings.data?.items ?? []).map(({ code, title }) => ({
            value: code,
            label: pick(title),
          })),
        },
        ownReason: { label: t('own-reason'), help: t('own-reason-help'), as: 'area' },
        stateRequirement: {
          label: t('requirement'),
          fields: {
            document: { label: t('requirement-document'), help: t('requirement-help') },
            clause: { label: t('requirement-clause') },
          },
        },
      },
    },
  }
}

/** Only these may be carried by the catalogue: what is built and is neither a machine room nor an own cloud. */
const CARRIED_KINDS: ReadonlySet<unknown> = new Set(['software', 'security', 'other'])

/** A lease has no exemption and names no service, and only a machine room a requirement, whatever was typed before the choice was changed. */
export function tidyFiling(values: Values): Values {
  const items = (values.items as readonly Values[] | undefined) ?? []
  return {
    ...values,
    exemption: values.connection === 'exempt' ? values.exemption : null,
    items: items.map((item) => ({
      ...item,
      ...(item.kind !== 'machine-room' && { stateRequirement: null }),
      ...(item.kind === 'cloud-lease' && { offeringCode: null }),
      ...(!CARRIED_KINDS.has(item.kind) && { ownReason: null }),
    })),
  }
}
