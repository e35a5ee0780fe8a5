import { type FilingFinding, projectFilingOperations as operations, type ResponseOf } from '@yunheng/contract'
import { useDeferredValue } from 'react'
import { type InputOf, useAsked } from '../../api/index.ts'
import type { FormState, Values } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'
import { CarrierPrices } from './carrier-prices.tsx'

/** What the form offers of such a project, and what the catalogue carries of it; undefined until its body is known. */
export function useFilingPreview(form: FormState, bodyId: string | null): FilingPreview | undefined {
  // Typing is not held up by what is asked of it.
  const body = toAsked(useDeferredValue(form.values), bodyId)
  return useAsked(operations.preview, { body }, { enabled: bodyId !== null, keep: true }).data
}

/** R270: said while it is being filled in, before anything is saved; nothing is shown where nothing is carried. */
export function CarriedPreview({ findings }: { readonly findings: readonly FilingFinding[] }) {
  const t = useText('project-filing')
  const pick = usePick()
  if (findings.length === 0) return null
  return (
    <Notice tone="attention" title={t('carried.title')}>
      <ul>
        {findings.map((finding) => (
          <li key={finding.item ?? 0}>
            {pick(finding.text)}
            {finding.carrier && <CarrierPrices carrier={finding.carrier} />}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

export type FilingPreview = ResponseOf<typeof operations.preview>
type Asked = InputOf<typeof operations.preview>['body']
type AskedItem = Asked['items'][number]

/** As far as it is filled in; an item that has no kind yet keeps its place, so that numbers are those of the form. */
function toAsked(values: Values, bodyId: string | null): Asked {
  const items = (values.items as readonly Values[] | undefined) ?? []
  const isNamed = items.some(
    ({ kind, name }) => kind !== undefined && typeof name === 'string' && name !== '',
  )
  return {
    bodyId: bodyId ?? '',
    nature: (values.nature as Asked['nature'] | undefined) ?? 'new',
    connection: (values.connection as Asked['connection'] | undefined) ?? 'lease',
    items: isNamed ? items.map(toItem) : [],
  }
}

function toItem({ kind, name, offeringCode, ownReason }: Values): AskedItem {
  return {
    kind: (kind as AskedItem['kind'] | undefined) ?? 'cloud-lease',
    name: wordsOf(name).slice(0, 200),
    offeringCode: kind === 'cloud-lease' ? null : ((offeringCode as string | null | undefined) ?? null),
    ownReason: wordsOf(ownReason).slice(0, 1000) || null,
  }
}

const wordsOf = (value: unknown) => (typeof value === 'string' ? value : '')
